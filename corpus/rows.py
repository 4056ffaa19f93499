"""Rows of the SQLite library -> what they stand for, and what its statements share."""

import json
from collections.abc import Iterator, Sequence
from typing import TypeVar

from corpus.canonical import typed_name
from corpus.model import Document, Passage, Source

DOCUMENT = """
SELECT d.id, s.name, title, publisher, author, published, url, kind, s.language, fetched,
  d.length, d.encoding, d.language, s.path
FROM sources s JOIN documents d ON d.id = s.document_id
"""
PASSAGE = """
SELECT number, id, document_id, start, end, sentences, heading, line, language, text_hash
FROM passages
"""

_LOOKUPS = 500
"""Parameters in one statement; SQLite allows at least 999."""

_Item = TypeVar("_Item")


def document_of(row: tuple[object, ...], also: tuple[str, ...]) -> Document:
    """The document of a row of DOCUMENT, and the other names of its bytes."""
    document_id, name, *source, length, encoding, language, path = row
    return Document(
        id=str(document_id),
        name=str(name),
        source=Source(*(None if value is None else str(value) for value in source)),
        length=int(str(length)),
        encoding=str(encoding),
        language=str(language),
        path=str(path),
        also=also,
    )


def passage_of(row: tuple[object, ...]) -> Passage:
    """The passage of a row of PASSAGE."""
    number, passage_id, document_id, start, end, sentences, heading, line, language = row[:9]
    offsets: list[list[int]] = json.loads(str(sentences))
    first = int(str(start))
    return Passage(
        id=str(passage_id),
        document_id=str(document_id),
        start=first,
        end=int(str(end)),
        sentences=tuple((first + a, first + b) for a, b in offsets),
        heading=None if heading is None else str(heading),
        line=int(str(line)),
        language=str(language),
        number=int(str(number)),
    )


def batches(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """As many as one statement takes, in order."""
    for first in range(0, len(items), _LOOKUPS):
        yield list(items[first : first + _LOOKUPS])


def quoted(term: str) -> str:
    """A string in FTS5's query language, whatever the term holds."""
    return '"' + term.replace('"', '""') + '"'


def is_near(name: str, other: str) -> bool:
    """Tell whether one name stands in another, in whatever case."""
    one, two = (typed_name(each).casefold() for each in (name, other))
    return one in two or two in one


def like_prefix(text: str) -> str:
    """A pattern for LIKE ... ESCAPE that means: begins with the text."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped + "%"
