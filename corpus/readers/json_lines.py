"""JSON Lines: one document a line, of any number, read as a stream.

A record has `text`, and should have `_id` or `id`; it may have `title` and the fields of a
citation, at its own level or under `metadata`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from corpus.canonical import canonical_text
from corpus.errors import UnreadableFile
from corpus.layout import segments
from corpus.metadata import source_from
from corpus.model import Reading
from corpus.readers.text_file import MAX_BYTES

_TRIED = 10
"""Lines after which a file without a record is given up: it is something else."""


class _NoRecord(Exception):
    """A line that says nothing of a document; why."""


def read(path: Path) -> Iterator[Reading | UnreadableFile]:
    """Yield the documents in order, and an error in the place of each line that is none, or one
    error where none of the first lines is one."""
    head: list[Reading | UnreadableFile] = []
    is_record = False
    with path.open("rb") as file:
        items = _items(file, path)
        for item, is_record in items:
            head.append(item)
            if is_record or len(head) == _TRIED:
                break
        if not head:
            raise UnreadableFile(f"{path}: the file is empty; nothing to quote.")
        if is_record:
            yield from head
            yield from (item for item, _ in items)
        else:
            yield _all_of(head, path)


def _items(file: BinaryIO, path: Path) -> Iterator[tuple[Reading | UnreadableFile, bool]]:
    """What comes of each line that is not blank, and whether it says something of a document."""
    for number, line in _lines(file):
        if line is None or line.strip():
            try:
                yield _record(line, number, f"{path}: line {number}"), True
            except _NoRecord as error:
                yield UnreadableFile(str(error)), False


def _all_of(failures: Sequence[object], path: Path) -> UnreadableFile:
    """One complaint for a file without a record."""
    first = str(failures[0])
    if len(failures) == 1:
        return UnreadableFile(first)
    why = first.removeprefix(f"{path}: ").rstrip(".")
    return UnreadableFile(
        f"{path}: none of its first {len(failures)} lines is a record ({why}). Make it JSON "
        "Lines, or give it the ending of what it is."
    )


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, from 1; None for one that is too long to hold."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        too_long = len(line) > MAX_BYTES
        while line and not line.endswith(b"\n") and too_long:
            line = file.readline(MAX_BYTES)
        yield number, None if too_long else line.removeprefix(b"\xef\xbb\xbf")


def _record(line: bytes | None, number: int, where: str) -> Reading | UnreadableFile:
    if line is None:
        return UnreadableFile(f"{where}: longer than {MAX_BYTES // 2**20} MB. Split this record.")
    try:
        record = json.loads(line.decode(errors="surrogatepass"))
    except UnicodeDecodeError as error:
        raise _NoRecord(f"{where}: not UTF-8 ({error.reason}).") from error
    except (ValueError, RecursionError) as error:
        raise _NoRecord(f"{where}: not valid JSON ({error}).") from error
    if not isinstance(record, dict):
        raise _NoRecord(f'{where}: expected an object such as {{"id": ..., "text": ...}}.')
    text = record.get("text")
    if not isinstance(text, str):
        raise _NoRecord(f"{where}: `text` is missing or empty.")
    if not text.strip():
        return UnreadableFile(f"{where}: `text` is missing or empty.")
    try:
        return _document(record, line, number, where)
    except UnreadableFile as error:
        return error


def _document(record: dict[str, Any], line: bytes, number: int, where: str) -> Reading:
    text = canonical_text(record["text"])
    return Reading(
        text=text,
        segments=segments(text),
        source=source_from(_stated(record), where),
        sha256=hashlib.sha256(line.strip()).hexdigest(),
        record=_record_id(record, number, where),
        is_numbered=not {"_id", "id"} & record.keys(),
        line=number,
        size=len(line),
        sections=(),
    )


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    nested = record.get("metadata")
    return {**nested, **record} if isinstance(nested, dict) else record


def _record_id(record: dict[str, Any], number: int, where: str) -> str:
    value = record.get("_id", record.get("id", f"line {number}"))
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise UnreadableFile(f"{where}: the id must be text or a whole number.")
    return canonical_text(str(value))
