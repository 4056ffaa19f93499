"""A reading -> what is stored beside its text: sections, language, passages."""

from dataclasses import dataclass, replace

from corpus import sections
from corpus.language import detect_language
from corpus.model import Passage, Reading, Section, Source
from corpus.passages import passages

_ENOUGH = 16_384
"""Characters of sentences that tell the language of a document."""


@dataclass(frozen=True, slots=True)
class CutDocument:
    """What is derived from a reading and stored with it."""

    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]
    """In order, without overlap; none is empty."""
    language: str
    title: str
    parted: str = ""
    """Key of the sections that a person stated; empty: there are none."""


def cut_document(reading: Reading, source: Source, parted: str = "") -> CutDocument:
    """The sections of a document, where neither its format nor a person says them as they are
    found; its passages; and its language: as stated, else as detected."""
    language = source.language or detect_language(_sentences(reading))
    found = _found(reading) if reading.sections is None else reading.sections
    found = _entitled(tuple(one for one in found if one.start < one.end), reading, source)
    reading = replace(reading, sections=found)
    made = passages(reading, reading.sha256, language, is_mixed=source.language is None)
    title = source.title or ""
    return CutDocument(tuple(made), found, language, title, parted)


def _found(reading: Reading) -> tuple[Section, ...]:
    """Sections by what the text itself shows; their sources are words of the text."""
    spans = sections.sections(reading.text, reading.segments)
    return tuple(Section(s.start, s.end, _source(reading.text, s), s.repeats) for s in spans)


def _entitled(found: tuple[Section, ...], reading: Reading, source: Source) -> tuple[Section, ...]:
    """Where the document is named by a line of its own text and several sections have titles, that
    line names its first one only: the others have their own titles or none."""
    if not (any(one.source.title for one in found[1:]) and _is_a_line(reading, source.title)):
        return found
    return tuple(
        replace(one, source=replace(one.source, title=one.source.title or "")) for one in found
    )


def _source(text: str, spans: sections.SectionSpans) -> Source:
    said = (spans.title, spans.publisher, spans.author, spans.published)
    title, publisher, author, published = (
        None if span is None else " ".join(text[slice(*span)].split()) for span in said
    )
    return Source(title, publisher, author, published, kind=spans.kind)


def _is_a_line(reading: Reading, title: str | None) -> bool:
    lines = (reading.text[s.start : s.end] for s in reading.segments if s.kind != "text")
    return any(" ".join(line.split()) == title for line in lines)


def _sentences(reading: Reading) -> str:
    """A document without its headings and furniture, as much as tells the language."""
    parts, length = [], 0
    for segment in reading.segments:
        if segment.kind == "text" and length < _ENOUGH:
            parts.append(reading.text[segment.start : segment.end])
            length += len(parts[-1])
    return "\n".join(parts)
