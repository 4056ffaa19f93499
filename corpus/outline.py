"""What stands beside the text of a stored document: its sections, and the landmarks by which a
person finds a place in the original. Standard library only, because a question waits for it."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from corpus.model import Landmark, Section, Source
from corpus.once import Once

_SECTIONS = """
SELECT start, end, repeats, title, publisher, author, published, url, kind, language
FROM sections WHERE document_id = ? ORDER BY start
"""
_COLUMNS = (
    "document_id, start, end, repeats, title, publisher, author, published, url, kind, language"
)


class Outline:
    """The sections and landmarks of the documents of one library."""

    def __init__(self, once: Once) -> None:
        self._once = once

    def sections(self, document_id: str) -> list[Section]:
        """The sections of a document, in order; none where it is all of one source."""
        return [_section_of(row) for row in self._once.rows(_SECTIONS, document_id)]

    def section_at(self, document_id: str, offset: int) -> Section | None:
        """The section that holds an offset into the text; None: it is in none."""
        rows = self._once.rows(_SECTIONS, document_id)
        at = bisect_right(rows, offset, key=itemgetter(0)) - 1
        section = _section_of(rows[at]) if at >= 0 else None
        return section if section and offset < section.end else None

    def landmark_at(self, document_id: str, offset: int) -> str | None:
        """The label of the last landmark up to an offset into the text; None: none is before it."""
        rows = self._once.rows(
            "SELECT label FROM landmarks WHERE document_id = ? AND start <= ?"
            " ORDER BY start DESC LIMIT 1",
            document_id,
            offset,
        )
        return str(rows[0][0]) if rows else None


def save_outline(
    connection: sqlite3.Connection,
    document_id: str,
    sections: Iterable[Section],
    landmarks: Iterable[Landmark],
) -> None:
    """Store the outline of a document that has none; of landmarks at one place the last counts."""
    connection.executemany(
        f"INSERT INTO sections ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - a constant
        ((document_id, one.start, one.end, one.repeats, *_fields(one.source)) for one in sections),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO landmarks (document_id, start, label) VALUES (?,?,?)",
        ((document_id, one.start, one.label) for one in landmarks),
    )


def title_at(offset: int, sections: Sequence[Section], title: str, length: int) -> str:
    """The title that stands over an offset, in a document of this title and length."""
    at = bisect_right(sections, offset, key=lambda section: section.start) - 1
    if at < 0 or offset >= sections[at].end:
        return title
    return sections[at].source_in(Source(title=title or None), length).title or ""


def _fields(source: Source) -> tuple[str | None, ...]:
    return (
        source.title,
        source.publisher,
        source.author,
        source.published,
        source.url,
        source.kind,
        source.language,
    )


def _section_of(row: tuple[object, ...]) -> Section:
    start, end, repeats, *source = row
    return Section(
        start=int(str(start)),
        end=int(str(end)),
        source=Source(*(None if value is None else str(value) for value in source)),
        repeats=None if repeats is None else int(str(repeats)),
    )
