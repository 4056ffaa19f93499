"""What flows out of a question: quotes, and the answer or refusal they make."""

from dataclasses import dataclass, field
from typing import Protocol

from corpus.model import Document, Section, Source
from retrieval.errors import QuoteNotVerbatim


class Text(Protocol):
    """Where quotes are cut from: the library."""

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        """The slice of a document's canonical text."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds a quote in its document."""

    heading: str | None
    line: int
    """Of the canonical text, which has the lines of the file; from 1."""
    landmark: str | None = None
    """Where it is in the original, in words: `page 12`."""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.heading, self.landmark, f"line {self.line}")))


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place where a quote's words stand."""

    document: str
    """The document's name."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a document's canonical text, and where it stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what a quote says, in the words of its document."""

    name: Slice
    """A person, an organisation, or a description such as "the driver"."""
    role: Slice | None = None
    asked: Slice | None = None
    """In an interview, the question that the quote is part of the answer to."""

    @property
    def slices(self) -> tuple[Slice, ...]:
        """All that was cut out of the document."""
        return tuple(part for part in (self.name, self.role, self.asked) if part)


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a document's canonical text. Made by `Quote.cut` only."""

    document: Document
    start: int
    end: int
    text: str
    key: tuple[int, int]
    """Offsets, into the document, of the sentence that matters most."""
    place: Place
    score: float
    """Probability among all sentences considered that the key sentence answers, 0..1."""
    copies: tuple[Copy, ...] = ()
    origins: int = 1
    """Independent origins that say these words; edited and unedited copies of one count once."""
    section: Section | None = None
    """The part of the document, with a source of its own, in which it stands."""
    speaker: Speaker | None = None
    """Who says the key sentence; None where the text names nobody near it."""
    _source: Text | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._source is None:
            raise QuoteNotVerbatim("a quote is made by Quote.cut, from a stored document")
        self.check(self._source)

    @classmethod
    def cut(  # noqa: PLR0913 - a citation has these parts
        cls,
        source: Text,
        document: Document,
        start: int,
        end: int,
        *,
        key: tuple[int, int],
        place: Place,
        score: float,
        copies: tuple[Copy, ...] = (),
        origins: int = 1,
        section: Section | None = None,
        speaker: Speaker | None = None,
    ) -> "Quote":
        """Cut the quote out of the library; raises QuoteNotVerbatim where there is no such text."""
        text = source.text(document.id, start, end)
        also = (copies, origins, section, speaker)
        return cls(document, start, end, text, key, place, score, *also, source)

    @property
    def source(self) -> Source:
        """Whose the words are: what the section says of itself, and else the document."""
        if self.section is None:
            return self.document.source
        return self.section.source_in(self.document.source, self.document.length)

    def check(self, source: Text) -> None:
        """Raise QuoteNotVerbatim unless the text still is the slice that it says it is."""
        is_slice = self.start < self.end and len(self.text) == self.end - self.start
        if not is_slice or source.text(self.document.id, self.start, self.end) != self.text:
            raise QuoteNotVerbatim(
                f"{self.document.name} [{self.start}:{self.end}] is not what the quote says"
            )
        if not self.start <= self.key[0] < self.key[1] <= self.end:
            raise QuoteNotVerbatim(f"{self.document.name}: the key sentence is not in the quote")
        for part in self.speaker.slices if self.speaker else ():
            if not part.text or source.text(self.document.id, part.start, part.end) != part.text:
                raise QuoteNotVerbatim(
                    f"{self.document.name} [{part.start}:{part.end}] is not what its speaker says"
                )


@dataclass(frozen=True, slots=True)
class Figure:
    """One version of a value."""

    value: str
    """As it stands in the first quote, with its unit."""
    unit: str | None
    """Normalised: "day" for "five days" and "пять суток"."""
    bound: str
    """What the text says of it: exact, at least, at most, about or range."""
    limits: tuple[float, float] | None
    """The lowest and the highest that a quantity may be, equal but for a range; None for what is
    no quantity."""
    quotes: tuple[Quote, ...]
    """The best quote of every origin that gives it, best first; at least one."""
    dates: tuple[str | None, ...]
    """For each quote when its document was published, or else the date that its sentence gives; as
    precise as it is known: "2011", "2011-12", "2011-12-16", "1980s"."""
    origins: int
    """Independent origins that give it."""
    relations: tuple[str, ...]
    """What the text says it is beside the first version: earlier, later, official, unofficial,
    part, whole, bound."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer, best first; at least one. Where versions of a value disagree, the best
    quote of each."""

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    """Calibrated probability that the library answers the question, 0..1."""

    figures: tuple[Figure, ...] = ()
    """The versions of the value that is asked for, the likeliest first; none is picked."""
    disagreement: bool = False
    """Two well supported versions cannot both be right."""

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError("an answer has at least one quote; else it is a refusal")


NOTHING_SIMILAR = "nothing_similar"
"""No passage of the library is about what was asked."""
FACT_NOT_FOUND = "fact_not_found"
"""The library holds something near, but not what was asked."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and what came nearest."""

    question: str
    reason: str
    """NOTHING_SIMILAR or FACT_NOT_FOUND."""
    considered: tuple[Quote, ...]
    """What came nearest, best first; shown, if at all, as what it is: not an answer."""
    confidence: float
    """Calibrated probability that the library answers the question, 0..1."""
