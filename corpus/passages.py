"""Segments -> passages: runs of whole sentences, small enough for one vector. Pure; slices only."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Passage, Reading, Segment
from corpus.sentences import sentence_spans
from corpus.stretches import Stretch, stretches
from corpus.words import count_words

PASSAGES_VERSION = 1
"""Raise with any change to what comes out, here or in layout, furniture, stretches and sentences:
documents are then read again."""

MAX_WORDS = 120
"""Words in a passage. The default model sees 256 tokens, which is about 140 words of technical
text; 60, 90, 120 and 140 differ by less than a point of quote@1 on squad2-a (docs/quality.md)."""

SHORT_WORDS = 30
"""A paragraph of fewer words is joined to its neighbour, as in interviews and forums."""

MAX_SENTENCE_CHARACTERS = 2000
"""A longer "sentence" (a table, a log, text without stops) is cut at white space."""

MIN_QUOTABLE_CHARACTERS = 12
"""A shorter sentence ("Yes.", "Mr. B.") says nothing by itself."""

Span = tuple[int, int]
Paragraph = list[Segment]


@dataclass(slots=True)
class _Draft:
    """A passage in the making."""

    spans: list[Span] = field(default_factory=list)
    quotable: list[Span] = field(default_factory=list)
    words: int = 0

    def add(self, span: Span, words: int, *, quotable: bool) -> None:
        self.spans.append(span)
        self.words += words
        if quotable:
            self.quotable.append(span)


def passages(
    reading: Reading, document_id: str, language: str, *, is_mixed: bool = False
) -> list[Passage]:
    """Cut a document; every quotable sentence is in exactly one passage, in order. None reaches
    over the border of a section. With `is_mixed`, sections and paragraphs that are long enough to
    tell may be in another language than the document."""
    made = []
    newlines = _LineCounter(reading.text)
    parts = (
        run
        for stretch in stretches(reading, language, is_mixed=is_mixed)
        for run in _runs(reading.text, stretch)
    )
    for heading, told, run in parts:
        for draft in _drafts(reading.text, run, told):
            if draft.quotable:
                start, end = draft.spans[0][0], draft.spans[-1][1]
                made.append(
                    Passage(
                        id=passage_id(document_id, start, end),
                        document_id=document_id,
                        start=start,
                        end=end,
                        sentences=tuple(draft.quotable),
                        heading=heading,
                        line=newlines.line_of(start),
                        language=told,
                    )
                )
    return made


def passage_id(document_id: str, start: int, end: int) -> str:
    """The same for the same words at the same place, on every machine."""
    key = f"{document_id}:{start}:{end}:{PASSAGES_VERSION}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _runs(text: str, stretch: Stretch) -> Iterator[tuple[str | None, str, list[Paragraph]]]:
    """Paragraphs between headings and furniture, each run with the heading above it and its
    language."""
    heading: str | None = None
    told = ""
    run: list[Paragraph] = []
    for paragraph, language in zip(stretch.paragraphs, stretch.languages, strict=True):
        opens = True
        for segment in paragraph:
            is_said = segment.kind in ("text", "label")
            if run and not (is_said and language == told):
                yield heading, told, run
                run, opens = [], True
            if segment.kind == "heading":
                heading = text[segment.start : segment.end].strip("#*_ \n")
            elif is_said:
                if opens:
                    run.append([])
                run[-1].append(segment)
                told, opens = language, False
    if run:
        yield heading, told, run


def _drafts(text: str, run: Sequence[Paragraph], language: str) -> Iterator[_Draft]:
    draft = _Draft()
    for paragraph in run:
        units = list(_units(text, paragraph, language))
        words = sum(count for _, count, _ in units)
        join = min(words, draft.words) < SHORT_WORDS and words + draft.words <= MAX_WORDS
        if draft.spans and not join:
            yield draft
            draft = _Draft()
        for span, count, quotable in units:
            if draft.spans and draft.words + count > MAX_WORDS:
                yield draft
                draft = _Draft()
            draft.add(span, count, quotable=quotable)
    if draft.spans:
        yield draft


def _units(
    text: str, paragraph: Sequence[Segment], language: str
) -> Iterator[tuple[Span, int, bool]]:
    """Sentences and labels as (span, words, whether it may be quoted)."""
    for segment in paragraph:
        if segment.kind == "label":
            span = (segment.start, segment.end)
            yield span, count_words(text[segment.start : segment.end]), False
            continue
        for start, end in sentence_spans(text[segment.start : segment.end], language):
            for span in _bounded(text, segment.start + start, segment.start + end):
                words = count_words(text[slice(*span)])
                yield span, words, _is_quotable(text[slice(*span)])


def _is_quotable(sentence: str) -> bool:
    return len(sentence) >= MIN_QUOTABLE_CHARACTERS and any(map(str.isalnum, sentence))


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is too long for a sentence at white space, else at the limit."""
    while end - start > MAX_SENTENCE_CHARACTERS:
        limit = start + MAX_SENTENCE_CHARACTERS
        space = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit))
        cut = space if space > start else limit
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end


class _LineCounter:
    """Line numbers for offsets that only go up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._offset = 0

    def line_of(self, offset: int) -> int:
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line
