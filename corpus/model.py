"""What the library holds: documents with their source, cut into passages and sentences."""

import hashlib
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document, as far as its metadata says; never guessed."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    """As written: a year, a month or a day in ISO form where the metadata allows it."""
    url: str | None = None
    kind: str | None = None
    language: str | None = None
    """ISO 639-1 code stated by the metadata; it overrules detection."""
    fetched: str | None = None
    """When it was fetched from the web, in UTC."""

    def corrected_by(self, other: "Source") -> "Source":
        """Take every field that `other` states, keep the rest."""
        stated = {f.name: v for f in fields(other) if (v := getattr(other, f.name)) is not None}
        return replace(self, **stated)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of canonical text of one kind, without the blank space around it."""

    start: int
    end: int
    kind: str
    """`text` holds sentences; `heading` names what follows; `label` (a speaker, a by-line) is
    context only; `listing` (code, heads of tables) belongs to the text and holds no sentences;
    `furniture` (menus, share counts, lone dots) does not belong to it. Neither of these two is
    ranked or quoted."""
    opens_paragraph: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of canonical text that has a source of its own: an article among several in one
    file, a post, a message, a chapter."""

    start: int
    end: int
    source: Source
    """What the document's own source does not say, or what overrules it here; `kind` says what
    the section is. An empty field: it has none, and that of the document is another's."""
    repeats: int | None = None
    """Where the same words begin earlier in the text."""

    def source_in(self, whole: Source, length: int) -> Source:
        """Whose its text is, in a document of this source and length: a part overrules the
        document, a section that is all of it fills gaps, because metadata is what people state."""
        is_all = self.start == 0 and self.end >= length
        source = self.source.corrected_by(whole) if is_all else whole.corrected_by(self.source)
        return Source(*(getattr(source, f.name) or None for f in fields(source)))


@dataclass(frozen=True, slots=True)
class Landmark:
    """How a person finds the text from here on in the original, up to the next landmark."""

    start: int
    label: str
    """In words: `page 12`, `00:12:03`, `row 41`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as a reader found it in a file."""

    text: str
    """Canonical text."""
    segments: tuple[Segment, ...]
    source: Source
    sha256: str
    """Of what it was read from: the file, or its record where one file holds many documents."""
    record: str | None = None
    """The record's own id, or its number, where one file holds many documents."""
    is_numbered: bool = False
    """Whether the record has no id of its own: its file is then part of its name."""
    encoding: str = "utf-8"
    damaged: int = 0
    """Bytes that do not belong to the encoding; each is a U+FFFD in the text."""
    line: int = 1
    """The line of the file on which it begins, from 1."""
    size: int = 0
    """Bytes of the file or record."""
    sections: tuple[Section, ...] | None = None
    """In order, without overlap, where the format says what they are; None: they are looked for
    in the text."""
    landmarks: tuple[Landmark, ...] = ()
    """In order of `start`."""
    version: int = 0
    """Of the reader that made it; 0: not said yet."""


@dataclass(frozen=True, slots=True)
class HashedPassage:
    """The words of a passage, for those who derive something from them and keep it."""

    text_hash: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    """Offsets into `text`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences, small enough for one vector. Offsets are into canonical text."""

    id: str
    document_id: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    """The sentences that may be quoted, in order, as (start, end) offsets into the document."""
    heading: str | None
    line: int
    """The line of canonical text on which the passage starts, from 1."""
    language: str
    """ISO 639-1, or empty where it could not be told."""
    number: int = 0
    """Key of this passage in this library; never used again after deletion. 0: not stored."""

    def hashed(self, text: str) -> HashedPassage:
        """Its words, `text` being its slice, with the key of what is derived from them."""
        offsets = tuple((start - self.start, end - self.start) for start, end in self.sentences)
        key = hashlib.sha256(f"{offsets}\n{text}".encode()).hexdigest()
        return HashedPassage(key, text, offsets)


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document; its text is fetched by offset from the library."""

    id: str
    name: str
    """As `corpus.naming` gives it: no two documents of a library share one."""
    source: Source
    length: int
    """Code points of canonical text."""
    encoding: str
    language: str
    path: str
    """The file it was read from, absolute."""
    also: tuple[str, ...] = ()
    """Other names under which the same bytes stand in the library."""
