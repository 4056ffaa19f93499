"""Files and folders -> library: incremental, resumable, with a report of every change.

An unchanged file costs a stat and a hash. Documents are written in batches, each in one
transaction, and reported only after it: what was reported is in, and a run that was killed is
finished by running it again.
"""

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.canonical import typed_name
from corpus.corrections import CorrectionFiles, Corrections, left_behind
from corpus.cutting import CutDocument, cut_document
from corpus.errors import UnreadableFile
from corpus.model import HashedPassage, Reading
from corpus.naming import free_name, name_of
from corpus.rereading import file_fingerprint
from corpus.sandbox import Sandbox
from corpus.scan import Candidate, Scan, is_under, printable, why_unreadable
from corpus.writer import LibraryWriter

BATCH_PASSAGES = 256
"""Passages that are encoded and written together: a few seconds of work."""
BATCH_CHARACTERS = 2_000_000
_MOST_COMPLAINTS = 1_000
"""Kept of a file, to be said again while it is as it was; one with more is read again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the report."""

    kind: str
    """added, changed, moved, removed, or failed."""
    name: str
    detail: str = ""
    passages: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A document that was read and waits to be written."""

    file: Candidate
    reading: Reading
    """As corrected."""
    cut: CutDocument | None
    """None: the library has its text already."""
    change: Change | None
    """None: only its metadata may have changed."""


@dataclass(frozen=True, slots=True)
class _Finished:
    """All documents of a file have been read."""

    file: Candidate
    fingerprint: str
    """Empty: it is to be read again."""
    complaints: tuple[str, ...]
    """Of parts that could not be read."""


@dataclass(slots=True)
class _Batch:
    """What is written in the next transaction."""

    items: list[_Found | _Finished] = field(default_factory=list)
    keys: set[tuple[Path, str | None]] = field(default_factory=set)
    cut_by: dict[str, tuple[str, str]] = field(default_factory=dict)
    """As `LibraryWriter.cut_by`, of the documents whose text is written with this batch."""
    passages: int = 0
    characters: int = 0

    def add(self, item: _Found | _Finished) -> None:
        self.items.append(item)
        if isinstance(item, _Found):
            self.keys.add((item.file.path, item.reading.record))
            if item.cut is not None:
                self.cut_by[item.reading.sha256] = (item.cut.language, item.cut.parted)
                self.passages += len(item.cut.passages)
            self.characters += len(item.reading.text)

    @property
    def is_full(self) -> bool:
        return self.passages >= BATCH_PASSAGES or self.characters >= BATCH_CHARACTERS

    @property
    def found(self) -> Iterator[_Found]:
        return (item for item in self.items if isinstance(item, _Found))


class Ingest:
    """One run that makes the library agree with files."""

    def __init__(
        self, writer: LibraryWriter, encode: Callable[[Sequence[HashedPassage]], None]
    ) -> None:
        """`encode` is given every new passage before it is written to the library."""
        self._writer = writer
        self._encode = encode
        self._sandbox = Sandbox()
        self._run = secrets.token_hex(8)
        self._batch = _Batch()
        self._moved: set[str] = set()
        self._gone: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        """Changes by kind so far, and `unchanged` documents."""

    def run(self, scan: Scan, advance: Callable[[int], None] = lambda _: None) -> Iterator[Change]:
        """Yield changes as they are on disk; `advance` is told of bytes that are done with."""
        vanished = self._gone = self._vanished(scan)
        moved_from = self._documents_of(vanished)
        with self._sandbox:
            for item in self._items(scan, moved_from, advance):
                if isinstance(item, Change):
                    yield self._counted(item)
                    continue
                self._batch.add(item)
                if self._batch.is_full:
                    yield from self._flush(advance)
        yield from self._flush(advance)
        yield from self._forget(vanished)

    def _vanished(self, scan: Scan) -> dict[str, str]:
        """Path -> name of the library's files that stood where the scan now finds none."""
        present = {str(file.path) for file in scan.files}  # with folders that may not be seen
        return {
            path: typed_name(os.path.relpath(path, root))
            for path, root in self._writer.files()
            if present.isdisjoint((path, *map(str, Path(path).parents)))
            and any(is_under(path, str(given)) for given in scan.paths)
        }

    def _documents_of(self, paths: dict[str, str]) -> dict[str, str]:
        """Document id -> path, for files that hold one document."""
        places = ((self._writer.place(path, ""), path) for path in paths)
        return {place[0]: path for place, path in places if place is not None}

    def _items(
        self, scan: Scan, moved_from: dict[str, str], advance: Callable[[int], None]
    ) -> Iterator[_Found | _Finished | Change]:
        """Read every file that is not as it was."""
        stated = CorrectionFiles()
        for file in scan.files:
            try:
                corrections = stated.of(file.path)
                fingerprint = file_fingerprint(file.path, corrections)
                if self._writer.fingerprint(str(file.path)) == fingerprint:
                    self.counts["unchanged"] += self._writer.record_count(str(file.path))
                    advance(file.size)
                    for complaint in self._writer.complaints(str(file.path)):
                        yield Change("failed", file.name, complaint)
                else:
                    yield from self._documents(file, corrections, fingerprint, moved_from)
            except UnreadableFile as error:
                yield Change("failed", file.name, str(error))
            except (OSError, UnicodeEncodeError) as error:
                yield Change("failed", printable(file.name), why_unreadable(file.path, error))

    def _documents(
        self,
        file: Candidate,
        corrections: Corrections,
        fingerprint: str,
        moved_from: dict[str, str],
    ) -> Iterator[_Found | _Finished | Change]:
        complaints: list[str] = []
        for item in self._sandbox.read(file.path):
            reading = self._unless_it_stands_twice(file, item)
            if isinstance(reading, UnreadableFile):
                complaints += [str(reading)] if len(complaints) <= _MOST_COMPLAINTS else []
                yield Change("failed", file.name, str(reading))
            else:
                corrected = corrections.applied_to(reading)
                yield self._found(file, corrected, corrections.parted, moved_from)
        is_kept = len(complaints) <= _MOST_COMPLAINTS
        yield _Finished(file, fingerprint if is_kept else "", tuple(complaints))

    def _unless_it_stands_twice(
        self, file: Candidate, item: Reading | UnreadableFile
    ) -> Reading | UnreadableFile:
        if isinstance(item, UnreadableFile):
            return item
        place = self._writer.place(str(file.path), item.record or "")
        is_written = place is not None and place[1] == self._run
        if not is_written and (file.path, item.record) not in self._batch.keys:
            return item
        return UnreadableFile(
            f"{file.path}: line {item.line}: the id {item.record!r} stands twice in this file; "
            "the first one is kept. Give every record an id of its own."
        )

    def _found(
        self, file: Candidate, reading: Reading, parted: str, moved_from: dict[str, str]
    ) -> _Found:
        is_stored = self._is_stored(file, reading, parted)
        cut = None if is_stored else cut_document(reading, reading.source, parted)
        before = self._writer.place(str(file.path), reading.record or "")
        name = name_of(file, reading)
        change: Change | None = None
        origin = moved_from.get(reading.sha256)
        if before is None and origin is not None and origin not in self._moved:
            self._moved.add(origin)
            left = "".join(f", without {sidecar}" for sidecar in left_behind(origin, file.path))
            change = Change("moved", name, f"from {os.path.relpath(origin, file.root)}{left}")
        elif before is None or before[0] != reading.sha256 or not is_stored:
            kind = "added" if before is None else "changed"
            change = Change(kind, name, _notes(reading, cut), len(cut.passages) if cut else 0)
        return _Found(file, reading, cut, change)

    def _is_stored(self, file: Candidate, reading: Reading, parted: str) -> bool:
        """Whether the library has the text, cut by the language and sections that are stated;
        sections stated beside one copy of a file hold for the others."""
        document_id = reading.sha256
        pending = self._batch.cut_by.get(document_id)
        known = pending or self._writer.cut_by(reading)
        if known is None or reading.source.language not in (None, known[0]):
            return False
        if parted == known[1]:
            return True
        is_of_a_copy = pending or self._writer.stands_elsewhere(document_id, str(file.path))
        return not parted and bool(is_of_a_copy)

    def _flush(self, advance: Callable[[int], None]) -> Iterator[Change]:
        """Encode and write the batch, then report it."""
        batch, self._batch = self._batch, _Batch()
        if not batch.items:
            return
        self._encode([passage for found in batch.found for passage in _new_passages(found)])
        gone, names = list[str](), list[str]()
        with self._writer.transaction():
            for item in batch.items:
                if isinstance(item, _Found):
                    names.append(self._write(item))
                else:
                    gone += self._finish(item)
        for found, name in zip(batch.found, names, strict=True):
            advance(found.reading.size)
            if found.change is None:
                self.counts["unchanged"] += 1
            else:
                yield self._counted(replace(found.change, name=name))
        for name in gone:
            yield self._counted(Change("removed", name))

    def _write(self, item: _Found) -> str:
        """Write a document; returns its name."""
        path = str(item.file.path)
        self._writer.note_file(path, item.file.root, "")
        if item.cut is not None:
            self._writer.save_document(item.reading, item.cut)
        others = self._gone.keys() | {path}
        name = free_name(
            item.file, item.reading, lambda name: not self._writer.paths_called(name) <= others
        )
        self._writer.save_source(item.reading, item.reading.source, path, name, self._run)
        return name

    def _finish(self, item: _Finished) -> list[str]:
        """Note that a file was read; returns the names of records that are gone."""
        path = str(item.file.path)
        self._writer.note_file(path, item.file.root, item.fingerprint, item.complaints)
        # Of a file that could not be read in all its parts, what is in stays in.
        return [] if item.complaints else self._writer.forget_records(path, self._run)

    def _forget(self, vanished: dict[str, str]) -> Iterator[Change]:
        for path, name in sorted(vanished.items()):
            with self._writer.transaction():
                self._writer.forget_file(path)
            if path not in self._moved:
                yield self._counted(Change("removed", name))

    def _counted(self, change: Change) -> Change:
        self.counts[change.kind] += 1
        self.counts["passages"] += change.passages
        return change


def _new_passages(found: _Found) -> Iterator[HashedPassage]:
    for passage in found.cut.passages if found.cut else ():
        yield passage.hashed(found.reading.text[passage.start : passage.end])


def _notes(reading: Reading, cut: CutDocument | None) -> str:
    """What a person should know about how a document was read."""
    notes = []
    if reading.encoding != "utf-8":
        notes.append(f"read as {reading.encoding}")
    if reading.damaged:
        notes.append(f"{reading.damaged} damaged characters")
    if cut is None:
        notes.append("the same text is in already")
    elif not cut.passages:
        notes.append("nothing in it can be quoted")
    return ", ".join(notes)
