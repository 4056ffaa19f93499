"""Any quote, pasted or stored -> does it stand in the library, word for word?

Nothing here is fuzzy: a quote stands where its very characters stand, with white space in the
same places. A part of a number or word is not that number or word: "16 people" does not stand in
"116 people", nor "5 million" in "1.5 million", nor "they can" in "they can't". What comes near is
shown, as a difference.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import category

from corpus.canonical import canonical_text
from corpus.errors import UnknownDocument
from corpus.library import Library
from corpus.words import question_words
from retrieval.errors import BadQuestion

EXACT = "exact"
ELSEWHERE = "elsewhere"
CHANGED = "changed"
ABSENT = "absent"
AMBIGUOUS = "ambiguous"

CHANGED_SHARE = 0.6
"""Share of the quote's words that stand in order in one passage, from which it is called changed
rather than absent. It decides a wording only; neither passes."""

_ID = re.compile("[0-9a-f]{64}")
_PASSAGES_COMPARED = 8
_MAX_PLACES = 100
_WITHIN = re.compile(
    r"""
      (?<=\w)(?=\w)                                               # a word or number
    | (?<=\w['’‐‑-])(?=\w)         | (?<=\w)(?=['’‐‑-]\w)         # can't, non-violent, 2011-12
    | (?<=\S[\u200c\u200d])(?=\S) | (?<=\S)(?=[\u200c\u200d]\S) # joined parts: Persian, emoji
    | (?<=\d[.,:/–٬٫])(?=\d)       | (?<=\d)(?=[.,:/–٬٫]\d)       # 1.5, 90,000, 12:35, 3–4
    | (?<=\s\.)(?=\d)                                            # .5
    | (?<=\d[\u00a0\u202f\u2009 ])(?=\d) | (?<=\d)(?=[\u00a0\u202f\u2009 ]\d{3}(?!\d)) # 9 000
    | (?<=[-−–±~≈<>≤≥])(?=\d)      | (?<=\d)(?=\s?%)             # -5, ≈30, 50 %
    """,
    re.VERBOSE,
)
"""Matches where what stands on both sides is one word or one number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A place where a quote stands word for word."""

    document_id: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that comes nearest to a quote that stands nowhere."""

    document_id: str
    name: str
    start: int
    end: int
    text: str
    missing: tuple[str, ...]
    """Words of the quote that do not stand there, in order."""
    share: float
    """Of the quote's words that stand there in order, 0..1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quote."""

    quote: str
    status: str
    """EXACT: it stands where it is said to, or in one place only. ELSEWHERE: it stands, but not
    where it is said to. AMBIGUOUS: it stands in several places and none was said. CHANGED: only
    something similar stands. ABSENT: nothing like it."""
    places: tuple[Standing, ...] = ()
    nearest: Nearest | None = None


class Verifier:
    """Checks quotes against one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def verify(self, quote: str, document: str | None = None, start: int | None = None) -> Verdict:
        """Look for a quote; `document` (name, path or id) and `start` say where it should stand.

        A document of an earlier answer that has changed or gone since, which its id tells, holds
        nothing any more. Raises BadQuestion for an empty quote and UnknownDocument for another
        document that is not in the library.
        """
        asked = canonical_text(quote).strip()
        if not any(map(str.isalnum, asked)):
            raise BadQuestion('There is no quote to verify. Try: pincite verify "exact words"')
        with self._library.snapshot():
            cited = None if document is None else self._id_of(document)
            places = tuple(self._places(asked, cited or ""))
            if not places:
                nearest = self._nearest(asked)
                is_changed = nearest is not None and nearest.share >= CHANGED_SHARE
                return Verdict(asked, CHANGED if is_changed else ABSENT, (), nearest)
        if cited is None:
            return Verdict(asked, EXACT if len(places) == 1 else AMBIGUOUS, places)
        there = [place for place in places if place.document_id == cited]
        if start is not None:
            here = [place for place in there if place.start == start]
            return Verdict(asked, EXACT if here else ELSEWHERE, tuple(here) or places)
        if not there:
            return Verdict(asked, ELSEWHERE, places)
        return Verdict(asked, EXACT if len(there) == 1 else AMBIGUOUS, tuple(there))

    def _id_of(self, document: str) -> str:
        try:
            return self._library.find(document).id
        except UnknownDocument:
            if _ID.fullmatch(document):
                return document
            raise

    def _places(self, quote: str, cited: str) -> Iterator[Standing]:
        """Where it stands; of the documents that were not cited, in _MAX_PLACES places at most."""
        pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
        count = 0
        for document_id, text in self._library.texts():
            name = ""
            for start, end in _matches(pattern, text):
                if count >= _MAX_PLACES and document_id != cited:
                    break
                if stands_whole(text, start, end):
                    name = name or self._library.document(document_id).name
                    yield Standing(document_id, name, start, end)
                    count += document_id != cited

    def _nearest(self, quote: str) -> Nearest | None:
        words = quote.split()
        forms = question_words(quote, self._library.languages())
        hits = self._library.search_words(forms, _PASSAGES_COMPARED)
        passages = self._library.passages([number for number, _ in hits])
        best: Nearest | None = None
        for passage, _ in passages.values():
            text = self._library.text(passage.document_id, passage.start, passage.end)
            near = _compare(words, text)
            if near is not None and (best is None or near[2] > best.share):
                start, end, share, missing = near
                name = self._library.document(passage.document_id).name
                first = passage.start + start
                best = Nearest(
                    passage.document_id,
                    name,
                    first,
                    passage.start + end,
                    text[start:end],
                    missing,
                    share,
                )
        return best


def nearest_sentences(library: Library, document_id: str, quote: str) -> list[tuple[int, int]]:
    """The runs of whole sentences in one document that come nearest to a quote which stands
    nowhere, near enough for it to be called changed; several where they are equally near."""
    words = quote.split()
    best, found = CHANGED_SHARE, list[tuple[int, int]]()
    for passage in library.passages_of(document_id):
        for share, run in _near_runs(library, document_id, words, passage.sentences, best):
            if share > best:
                best, found = share, []
            if share == best:
                found.append(run)
    return found


def _near_runs(
    library: Library,
    document_id: str,
    words: list[str],
    sentences: Sequence[tuple[int, int]],
    least: float,
) -> Iterator[tuple[float, tuple[int, int]]]:
    """The nearest run of these sentences and its share, then those of what is left beside it;
    without what cannot have the `least` share, whatever the order of its words."""
    if not sentences:
        return
    start = sentences[0][0]
    text = library.text(document_id, start, sentences[-1][1])
    if (Counter(words) & Counter(text.split())).total() / len(words) < least:
        return
    near = _compare(words, text)
    if near is None:
        return
    begins, ends = start + near[0], start + near[1]
    touched = [i for i, (a, b) in enumerate(sentences) if a < ends and begins < b]
    if not touched:  # a heading, or what says nothing by itself
        return
    first, last = touched[0], touched[-1]
    yield near[2], (sentences[first][0], sentences[last][1])
    yield from _near_runs(library, document_id, words, sentences[:first], least)
    yield from _near_runs(library, document_id, words, sentences[last + 1 :], least)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """All of them, also those that begin within another: "no and no" in "no and no and no"."""
    match = pattern.search(text)
    while match:
        yield match.span()
        match = pattern.search(text, match.start() + 1)


def stands_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a slice begins and ends between words, and does not cut a number in two."""
    return not (_is_within(text, start) or _is_within(text, end))


def _is_within(text: str, border: int) -> bool:
    """Tell whether a word or number goes on across an offset; a mark belongs to its letter."""
    if not 0 < border < len(text):
        return False
    before, after = category(text[border - 1]), category(text[border])
    is_mark = after.startswith("M") and before[0] in "LNM"
    return is_mark or _WITHIN.match(text, border) is not None


def _compare(words: list[str], text: str) -> tuple[int, int, float, tuple[str, ...]] | None:
    """Where in a text most of the words stand in order: (start, end, share, missing words)."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    there = [text[a:b] for a, b in spans]
    blocks = SequenceMatcher(None, words, there, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return None
    found = {block.a + i for block in blocks for i in range(block.size)}
    missing = tuple(word for i, word in enumerate(words) if i not in found)
    last = blocks[-1]
    start, end = spans[blocks[0].b][0], spans[last.b + last.size - 1][1]
    return start, end, len(found) / len(words), missing
