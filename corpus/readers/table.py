"""Tables (CSV, TSV): rows as documents where a column is called `text`, else one document in
which each row is found by its number. The names of the columns stand before what they name.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, repeat
from pathlib import Path

from corpus.canonical import canonical_text, one_line
from corpus.encoding import Decoded
from corpus.errors import UnreadableFile
from corpus.layout import ends_sentence, segments
from corpus.metadata import source_from
from corpus.model import Reading, Source
from corpus.readers.composing import Composition
from corpus.readers.text_file import MAX_BYTES, decode_whole, read_whole
from corpus.words import count_words

_DELIMITERS = ",;\t|"
_TRIED = 50
"""Rows by which the delimiter is told."""
_TOLD = re.compile(r"sep=([^\w\s\"]|\t)\r?\n")
"""What Excel takes for the delimiter, on a line above the head."""
_PROSE_WORDS = 12
"""A cell of so many words, or of more than one sentence, is a paragraph of its own."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table below its head."""

    number: int
    """As a spreadsheet counts, from 1."""
    line: int
    cells: dict[str, str]
    """By the name of the column."""


def read(path: Path) -> Iterator[Reading | UnreadableFile]:
    """Yield the documents in order; raises UnreadableFile where there are no rows."""
    data = read_whole(path)
    decoded = decode_whole(data, str(path))
    (_, header), *rows = _rows(decoded.text, str(path)) or [(1, [])]
    names = [one_line(name) for name in header]
    numbered = [
        _Row(number, line, dict(zip(names, cells, strict=False)))
        for number, (line, cells) in enumerate(rows, start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not numbered:
        raise UnreadableFile(f"{path}: no rows below the names of the columns; nothing to quote.")
    if "text" in names:
        for row in numbered:
            yield _document(row, decoded, f"{path}: row {row.number}")
    else:
        yield _whole(numbered, decoded, data, path)


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """All that have a cell, each with the line on which it begins."""
    csv.field_size_limit(MAX_BYTES)
    told = _TOLD.match(text)
    text, first = (text[told.end() :], 2) if told else (text, 1)
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda one: _agreement(text, one))
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        begins = chain([first], (reader.line_num + first for _ in repeat(None)))
        return [(line, row) for line, row in zip(begins, reader, strict=False) if row]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: not good CSV ({error}). Export it again.") from error


def _agreement(text: str, delimiter: str) -> float:
    """How many columns a delimiter makes, by the share of rows that have as many as the first."""
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows = [row for row, _ in zip(reader, range(_TRIED), strict=False) if row]
    except csv.Error:
        return 0
    columns = len(rows[0]) if rows else 0
    share = sum(len(row) == columns for row in rows) / max(len(rows), 1)
    return share * min(columns - 1, 3)


def _document(row: _Row, decoded: Decoded, where: str) -> Reading | UnreadableFile:
    """A row as a document, as a line of JSON Lines is."""
    text = canonical_text(row.cells.get("text", ""))
    if not text.strip():
        return UnreadableFile(f"{where}: `text` is empty.")
    own_id = row.cells.get("_id") or row.cells.get("id")
    try:
        source = source_from(row.cells, where)
    except UnreadableFile as error:
        return error
    content = "\n".join(f"{name}: {cell}" for name, cell in row.cells.items())
    return Reading(
        text=text,
        segments=segments(text),
        source=source,
        sha256=hashlib.sha256(content.encode(errors="replace")).hexdigest(),
        record=canonical_text(own_id or f"row {row.number}"),
        is_numbered=not own_id,
        encoding=decoded.encoding,
        line=row.line,
        size=len(content.encode(errors="replace")),
        sections=(),
    )


def _whole(rows: list[_Row], decoded: Decoded, data: bytes, path: Path) -> Reading:
    composition = Composition()
    for row in rows:
        composition.mark(f"row {row.number}")
        _add_row({name: cell for name, cell in row.cells.items() if cell.strip()}, composition)
    return composition.reading(
        str(path),
        source=Source(),
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        damaged=decoded.damaged,
        size=len(data),
    )


def _add_row(cells: dict[str, str], composition: Composition) -> None:
    """Short cells on one line; each long one as a paragraph below the name of its column."""
    prose = {name: cell for name, cell in cells.items() if _is_prose(cell)}
    short = [f"{name}: {cell}" for name, cell in cells.items() if name not in prose]
    composition.add("; ".join(short), "label" if prose else "text")
    for name, cell in prose.items():
        composition.add(f"{name}:", "label", opens_paragraph=False)
        for line in cell.splitlines():
            composition.add(line, opens_paragraph=False)


def _is_prose(cell: str) -> bool:
    words = count_words(cell)
    return words >= _PROSE_WORDS or (words > 3 and ends_sentence(cell))
