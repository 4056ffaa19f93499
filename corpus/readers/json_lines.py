"""JSON Lines: one document a line, of any number, read as a stream.

A record has `text`, and should have `_id` or `id`; it may have `title` and the fields of a
citation, at its own level or under `metadata`.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from corpus.canonical import canonical_text
from corpus.errors import UnreadableFile
from corpus.layout import segments
from corpus.metadata import source_from
from corpus.model import Reading
from corpus.readers.text_file import MAX_BYTES


def read(path: Path) -> Iterator[Reading | UnreadableFile]:
    """Yield the documents in order, and an error in the place of each line that is none."""
    is_empty = True
    with path.open("rb") as file:
        for number, line in _lines(file):
            where = f"{path}: line {number}"
            if line is None:
                is_empty = False
                yield UnreadableFile(
                    f"{where}: longer than {MAX_BYTES // 2**20} MB. Split this record."
                )
            elif line.strip():
                is_empty = False
                try:
                    yield _record(line, number, where)
                except UnreadableFile as error:
                    yield error
    if is_empty:
        raise UnreadableFile(f"{path}: the file is empty; nothing to quote.")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, from 1; None for one that is too long to hold."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        too_long = len(line) > MAX_BYTES
        while line and not line.endswith(b"\n") and too_long:
            line = file.readline(MAX_BYTES)
        yield number, None if too_long else line.removeprefix(b"\xef\xbb\xbf")


def _record(line: bytes, number: int, where: str) -> Reading:
    try:
        record = json.loads(line)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{where}: not UTF-8 ({error.reason}).") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{where}: not valid JSON ({error}).") from error
    if not isinstance(record, dict):
        raise UnreadableFile(f'{where}: expected an object such as {{"id": ..., "text": ...}}.')
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableFile(f"{where}: `text` is missing or empty.")
    text = canonical_text(text)
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
