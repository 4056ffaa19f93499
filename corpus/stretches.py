"""What a passage may not reach across: the borders of sections, and changes of the language."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpus.language import language_of_part
from corpus.model import Reading, Section, Segment


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs in and between sections, each with its language."""

    paragraphs: tuple[tuple[Segment, ...], ...]
    languages: tuple[str, ...]


def stretches(reading: Reading, language: str, *, is_mixed: bool) -> Iterator[Stretch]:
    """The segments of a reading, parted at every border; one that reaches over it is cut there.

    The language is the document's or that of the section, as it is stated. With `is_mixed` it is
    told anew, where there is text enough, for every other section and for its paragraphs.
    """
    ends = [segment.end for segment in reading.segments]
    for start, end, source in _between_borders(len(reading.text), reading.sections or ()):
        within = reading.segments[bisect_right(ends, start) : bisect_right(ends, end) + 1]
        clipped = (_clipped(reading.text, one, start, end) for one in within if one.start < end)
        found = tuple(_paragraphs([segment for segment in clipped if segment.start < segment.end]))
        stated = source.source.language if source else None
        languages = (stated or language,) * len(found)
        if is_mixed and not stated:
            languages = tuple(_languages([_said(reading.text, one) for one in found], language))
        yield Stretch(found, languages)


def _between_borders(
    length: int, sections: Sequence[Section]
) -> Iterator[tuple[int, int, Section | None]]:
    reached = 0
    for section in sections:
        yield reached, section.start, None
        yield section.start, section.end, section
        reached = section.end
    yield reached, length, None


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


def _paragraphs(segments: Sequence[Segment]) -> Iterator[tuple[Segment, ...]]:
    paragraph: list[Segment] = []
    for segment in segments:
        if segment.opens_paragraph and paragraph:
            yield tuple(paragraph)
            paragraph = []
        paragraph.append(segment)
    if paragraph:
        yield tuple(paragraph)


def _said(text: str, paragraph: Sequence[Segment]) -> str:
    return "\n".join(text[one.start : one.end] for one in paragraph if one.kind == "text")


def _languages(said: Sequence[str], document: str) -> Iterator[str]:
    """The language of each paragraph. One that is too short to tell is in the language of what it
    stands with, or of the longer one above where none around it is in that."""
    whole = language_of_part("\n".join(said), document)
    told = [language_of_part(text, "") for text in said]
    below = accumulate(reversed(told), lambda later, own: own or later, initial=whole)
    above = whole
    for own, later in zip(told, list(below)[:0:-1], strict=True):
        above = own or (whole if whole in (above, later) else above)
        yield above
