"""A reading -> what is stored beside its text: language, passages."""

from dataclasses import dataclass

from corpus.language import detect_language
from corpus.model import Passage, Reading, Source
from corpus.passages import passages

_ENOUGH = 16_384
"""Characters of sentences that tell the language of a document."""


@dataclass(frozen=True, slots=True)
class CutDocument:
    """What is derived from a reading and stored with it."""

    passages: tuple[Passage, ...]
    language: str
    title: str


def cut_document(reading: Reading, source: Source) -> CutDocument:
    """The passages of a document, and its language: as stated, else as detected."""
    language = source.language or detect_language(_sentences(reading))
    made = passages(reading, reading.sha256, language)
    return CutDocument(tuple(made), language, source.title or "")


def _sentences(reading: Reading) -> str:
    """A document without its headings and furniture, as much as tells the language."""
    parts, length = [], 0
    for segment in reading.segments:
        if segment.kind == "text" and length < _ENOUGH:
            parts.append(reading.text[segment.start : segment.end])
            length += len(parts[-1])
    return "\n".join(parts)
