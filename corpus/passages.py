"""Segments -> passages: runs of whole sentences, small enough for one vector. Pure; slices only."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Passage, Reading, Section, Segment
from corpus.sentences import sentence_spans
from corpus.words import count_words

PASSAGES_VERSION = 1
"""Raise with any change to what comes out, here or in layout, furniture and sentences: documents
are then read again."""

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


def passages(reading: Reading, document_id: str, language: str) -> list[Passage]:
    """Cut a document; every quotable sentence is in exactly one passage, in order. None reaches
    over the border of a section."""
    made = []
    newlines = _LineCounter(reading.text)
    for heading, run in _runs(reading):
        for draft in _drafts(reading.text, run, language):
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
                        language=language,
                    )
                )
    return made


def passage_id(document_id: str, start: int, end: int) -> str:
    """The same for the same words at the same place, on every machine."""
    key = f"{document_id}:{start}:{end}:{PASSAGES_VERSION}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _runs(reading: Reading) -> Iterator[tuple[str | None, list[Segment]]]:
    """Segments between borders, headings and furniture, each run with the heading above it."""
    for segments in _between_borders(reading):
        yield from _headed_runs(reading.text, segments)


def _between_borders(reading: Reading) -> Iterator[list[Segment]]:
    """The segments in and between the sections; one that reaches over a border is cut there."""
    ends = [segment.end for segment in reading.segments]
    for start, end in _stretches(len(reading.text), reading.sections or ()):
        first, last = bisect_right(ends, start), bisect_right(ends, end)
        within = reading.segments[first : last + 1]
        clipped = (_clipped(reading.text, one, start, end) for one in within if one.start < end)
        yield [segment for segment in clipped if segment.start < segment.end]


def _stretches(length: int, sections: Sequence[Section]) -> Iterator[Span]:
    reached = 0
    for section in sections:
        yield reached, section.start
        yield section.start, section.end
        reached = section.end
    yield reached, length


def _clipped(text: str, segment: Segment, start: int, end: int) -> Segment:
    """What of a segment lies between two offsets, without the blank space around it."""
    if start <= segment.start and segment.end <= end:
        return segment
    first, last = max(start, segment.start), max(start, min(end, segment.end))
    words = text[first:last]
    return replace(
        segment,
        start=last - len(words.lstrip()),
        end=first + len(words.rstrip()),
        opens_paragraph=segment.opens_paragraph or first > segment.start,
    )


def _headed_runs(
    text: str, segments: Sequence[Segment]
) -> Iterator[tuple[str | None, list[Segment]]]:
    heading: str | None = None
    run: list[Segment] = []
    for segment in segments:
        if segment.kind in ("text", "label"):
            run.append(segment)
            continue
        if run:
            yield heading, run
            run = []
        if segment.kind == "heading":
            heading = text[segment.start : segment.end].strip("#*_ \n")
    if run:
        yield heading, run


def _drafts(text: str, run: Sequence[Segment], language: str) -> Iterator[_Draft]:
    draft = _Draft()
    for paragraph in _paragraphs(run):
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


def _paragraphs(run: Sequence[Segment]) -> Iterator[list[Segment]]:
    paragraph: list[Segment] = []
    for segment in run:
        if segment.opens_paragraph and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(segment)
    if paragraph:
        yield paragraph


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
