"""How an answer stands in the library now, that may have changed since. Reads only.

Words that stand where they stood are exact, or corrected if their source is cited otherwise there
now; elsewhere, moved. Words that stand nowhere have changed, if their document is still there, or
are gone with it. What takes their place is cited anew: whose it is and where it stands are looked
up there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.telegram.answers import ANSWER, Given
from bot.telegram.cited import Cited, cite
from bot.telegram.pin_rows import CHANGED, CORRECTED, EXACT, GONE, MOVED
from corpus.errors import UnknownDocument
from corpus.library import Library
from corpus.model import Document
from retrieval.errors import BadQuestion
from retrieval.model import Place, Quote
from retrieval.speakers.speaker import speaker_in
from retrieval.verifying import Verifier, nearest_sentences

_WORST_LAST = (EXACT, CORRECTED, MOVED, CHANGED, GONE)
_CITATION = ("title", "by", "url", "speaker")
"""What a citation says beside the place."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one quote, and what a refreshed answer would have in its place."""

    standing: str
    fresh: Cited | None
    """None: nothing in the library can take its place."""
    is_unclear: bool = False
    """Several places could, and none of them sooner than the others."""


def verify(library: Library, quotes: Sequence[Cited]) -> list[Verified]:
    """How each quote stands in the library now."""
    with library.snapshot():
        return [_verified(library, quote) for quote in quotes]


def found_again(library: Library, quotes: Sequence[Cited]) -> list[Cited | None]:
    """Each quote as it is cited where its words stand now; None where they stand nowhere."""
    with library.snapshot():
        return [_found_again(library, quote) for quote in quotes]


def is_in_place(quote: Cited, fresh: Cited) -> bool:
    """Tell whether a quote that was found again stands where it stood, maybe in a newer file."""
    is_same_document = fresh.document_id == quote.document_id or fresh.name == quote.name
    return is_same_document and (fresh.start, fresh.place) == (quote.start, quote.place)


def worst(verified: Sequence[Verified]) -> str:
    """How an answer stands: as the worst of its quotes."""
    return max((one.standing for one in verified), key=_WORST_LAST.index, default=EXACT)


def refreshed(given: Given, verified: Sequence[Verified]) -> Given:
    """The answer in the words that the library has now, on its first page. Where they are others,
    or fewer, nobody has compared their values: it is no card of versions any more."""
    quotes = tuple(dict.fromkeys(one.fresh for one in verified if one.fresh))
    if worst(verified) not in (CHANGED, GONE):
        return replace(given, quotes=quotes, page=0)
    plain = tuple(replace(quote, value="", said_of_value=()) for quote in quotes)
    return replace(given, quotes=plain, outcome=ANSWER, page=0)


def _verified(library: Library, quote: Cited) -> Verified:
    fresh = _found_again(library, quote)
    if fresh is not None:
        return _compared(quote, fresh)
    named = _named(library, quote.name)
    return Verified(GONE, None) if named is None else _changed(library, quote, named.id)


def _found_again(library: Library, quote: Cited) -> Cited | None:
    if quote.stands(library):
        return _at(library, quote, quote.document_id, quote.start)
    named = _named(library, quote.name)
    document_id = named.id if named else None
    try:
        verdict = Verifier(library).verify(quote.text, document_id)
    except BadQuestion:
        return None  # not a letter is in it, nothing that can be looked for
    places = [
        p for p in verdict.places if library.text(p.document_id, p.start, p.end) == quote.text
    ]
    if not places:
        return None
    place = min(places, key=lambda p: (p.document_id != document_id, abs(p.start - quote.start)))
    return _at(library, quote, place.document_id, place.start)


def _compared(quote: Cited, fresh: Cited) -> Verified:
    """How a quote stands whose words stand somewhere."""
    if not is_in_place(quote, fresh):
        return Verified(MOVED, fresh)
    is_cited_so = all(getattr(fresh, part) == getattr(quote, part) for part in _CITATION)
    return Verified(EXACT if is_cited_so else CORRECTED, fresh)


def _changed(library: Library, quote: Cited, document_id: str) -> Verified:
    """What the document says in the place of words that stand nowhere; of no version of a value.
    Of places that come equally near and differ, none is chosen."""
    spans = nearest_sentences(library, document_id, quote.text)
    if len({library.text(document_id, *span) for span in spans}) != 1:
        return Verified(CHANGED, None, is_unclear=bool(spans))
    span = min(spans, key=lambda span: abs(span[0] - quote.start))
    return Verified(CHANGED, _cut(library, quote, document_id, span, span))


def _named(library: Library, name: str) -> Document | None:
    try:
        return library.find(name)
    except UnknownDocument:
        return None


def _at(library: Library, quote: Cited, document_id: str, start: int) -> Cited:
    """The same words at a place, cited as they are there."""
    moved_by = start - quote.start
    key = (quote.key[0] + moved_by, quote.key[1] + moved_by)
    fresh = _cut(library, quote, document_id, (start, start + len(quote.text)), key)
    return replace(
        fresh,
        origins=quote.origins,
        copies=tuple(name for name in quote.copies if name != fresh.name),
        value=quote.value,
        value_origins=quote.value_origins,
        said_of_value=quote.said_of_value,
    )


def _cut(
    library: Library, quote: Cited, document_id: str, span: tuple[int, int], key: tuple[int, int]
) -> Cited:
    """What stands at a place, cut out of the library and cited as it is there."""
    before = [p for p in library.passages_of(document_id) if p.start <= span[0]]
    passage = before[-1] if before else None
    start, line, heading = (
        (passage.start, passage.line, passage.heading) if passage else (0, 1, None)
    )
    section = library.outline.section_at(document_id, span[0])
    return cite(
        Quote.cut(
            library,
            library.document(document_id),
            *span,
            key=key,
            place=Place(
                heading,
                line + library.text(document_id, start, span[0]).count("\n"),
                library.outline.landmark_at(document_id, span[0]),
            ),
            score=quote.score,
            section=section,
            speaker=speaker_in(library, passage, key, section) if passage else None,
        )
    )
