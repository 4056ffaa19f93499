"""Living pins: when a library changes, every pinned answer is verified again. Reads only.

Words that stand where they stood are exact; elsewhere, moved. Words that stand nowhere have
changed, if their document is still there, or are gone with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.telegram.cited import Cited
from bot.telegram.pin_rows import CHANGED, EXACT, GONE, MOVED
from corpus.errors import UnknownDocument
from corpus.library import Library
from corpus.model import Document
from retrieval import verifying
from retrieval.model import Place
from retrieval.verifying import Standing, Verifier

_WORST_LAST = (EXACT, MOVED, CHANGED, GONE)


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one quote, and what a refreshed answer would have in its place."""

    standing: str
    fresh: Cited | None
    """None: nothing in the library can take its place."""


def verify(library: Library, quotes: Sequence[Cited]) -> list[Verified]:
    """How each quote stands in the library now."""
    with library.snapshot():
        return [_verified(library, quote) for quote in quotes]


def worst(verified: Sequence[Verified]) -> str:
    """How an answer stands: as the worst of its quotes."""
    return max((one.standing for one in verified), key=_WORST_LAST.index, default=EXACT)


def _verified(library: Library, quote: Cited) -> Verified:
    if quote.stands(library):
        return Verified(EXACT, quote)
    named = _named(library, quote.name)
    document_id = named.id if named else None
    verdict = Verifier(library).verify(quote.text, document_id)
    places = [
        p for p in verdict.places if library.text(p.document_id, p.start, p.end) == quote.text
    ]
    if places:
        place = min(
            places, key=lambda p: (p.document_id != document_id, abs(p.start - quote.start))
        )
        fresh = _at(library, quote, place)
        is_there = (fresh.name, fresh.start, fresh.place) == (quote.name, quote.start, quote.place)
        return Verified(EXACT if is_there else MOVED, fresh)
    nearest = verdict.nearest
    near = None
    if verdict.status == verifying.CHANGED and nearest is not None:
        near = _sentences(library, quote, nearest.document_id, nearest.start, nearest.end)
    return Verified(CHANGED if named else GONE, near if named else None)


def _named(library: Library, name: str) -> Document | None:
    try:
        return library.find(name)
    except UnknownDocument:
        return None


def _at(library: Library, quote: Cited, place: Standing) -> Cited:
    """The same words at another place."""
    moved_by = place.start - quote.start
    return _cut(
        library,
        quote,
        place.document_id,
        (place.start, place.end),
        (quote.key[0] + moved_by, quote.key[1] + moved_by),
    )


def _sentences(
    library: Library, quote: Cited, document_id: str, start: int, end: int
) -> Cited | None:
    """The whole sentences that a stretch of a document touches."""
    touched = [
        span
        for passage in library.passages_of(document_id)
        for span in passage.sentences
        if span[0] < end and start < span[1]
    ]
    if not touched:
        return None
    whole = (min(a for a, _ in touched), max(b for _, b in touched))
    return replace(_cut(library, quote, document_id, whole, whole), value="")


def _cut(
    library: Library, quote: Cited, document_id: str, span: tuple[int, int], key: tuple[int, int]
) -> Cited:
    """What is cited, cut out of the library anew."""
    document = library.document(document_id)
    before = [p for p in library.passages_of(document_id) if p.start <= span[0]]
    place = quote.place
    if before:
        lines = library.text(document_id, before[-1].start, span[0]).count("\n")
        place = str(Place(before[-1].heading, before[-1].line + lines))
    return replace(
        quote,
        document_id=document_id,
        name=document.name,
        start=span[0],
        end=span[1],
        key=key,
        text=library.text(document_id, *span),
        place=place,
    )
