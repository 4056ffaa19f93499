"""Documents in memory, for quotes that need no library."""

from collections.abc import Mapping

from corpus.model import Document, Source
from retrieval.model import Place, Quote, Text


class Pages:
    """Texts by document id."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        return self._texts.get(document_id, "")[start:end]


def document(document_id: str, also: tuple[str, ...] = ()) -> Document:
    name = f"{document_id}.md"
    return Document(document_id, name, Source(), 100, "utf-8", "en", f"/texts/{name}", also)


def cut(
    pages: Text, document_id: str, start: int, end: int, key: tuple[int, int] | None = None
) -> Quote:
    return Quote.cut(
        pages,
        document(document_id),
        start,
        end,
        key=key or (start, end),
        place=Place("Fires", 3),
        score=0.5,
    )


def quote_of(text: str, name: str = "d", also: tuple[str, ...] = ()) -> Quote:
    """The whole of a text, as a quote from a document of this name."""
    return Quote.cut(
        Pages({name: text}),
        document(name, also),
        0,
        len(text),
        key=(0, len(text)),
        place=Place(None, 1),
        score=0.5,
    )
