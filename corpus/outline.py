"""What stands beside the text of a stored document: its sections, and the landmarks by which a
person finds a place in the original. Standard library only, because a question waits for it."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from corpus.model import Landmark, Section, Source

_SECTION = """
SELECT start, end, repeats, title, publisher, author, published, url, kind, language
FROM sections WHERE document_id = ?
"""
_COLUMNS = (
    "document_id, start, end, repeats, title, publisher, author, published, url, kind, language"
)


class Outline:
    """The sections and landmarks of the documents of one library."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def sections(self, document_id: str) -> list[Section]:
        """The sections of a document, in order; none where it is all of one source."""
        rows = self._connection.execute(f"{_SECTION} ORDER BY start", (document_id,))
        return [_section_of(row) for row in rows]

    def section_at(self, document_id: str, offset: int) -> Section | None:
        """The section that holds an offset into the text; None: it is in none."""
        row = self._connection.execute(
            f"{_SECTION} AND start <= ? ORDER BY start DESC LIMIT 1", (document_id, offset)
        ).fetchone()
        section = None if row is None else _section_of(row)
        return section if section and offset < section.end else None

    def landmark_at(self, document_id: str, offset: int) -> str | None:
        """The label of the last landmark up to an offset into the text; None: none is before it."""
        row = self._connection.execute(
            "SELECT label FROM landmarks WHERE document_id = ? AND start <= ?"
            " ORDER BY start DESC LIMIT 1",
            (document_id, offset),
        ).fetchone()
        return None if row is None else str(row[0])


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
