"""The stored text held against the files that it was read from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.canonical import byte_range, canonical_text
from corpus.encoding import decode
from corpus.errors import UnreadableFile
from corpus.library import Library
from corpus.model import Document, Reading
from corpus.sandbox import Sandbox

EXACT = "exact"
CHANGED = "changed"
ABSENT = "absent"
_SHIFTING = ("iso2022", "hz")


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What became of the file of a document."""

    name: str
    path: str
    status: str
    """EXACT: the file still gives the stored text, character for character. CHANGED: it gives
    another. ABSENT: it is gone or cannot be read."""


def check_files(library: Library) -> Iterator[FileCheck]:
    """Read every file again and compare it with what is stored; one file in memory at a time."""
    with Sandbox() as sandbox:
        for path, places in groupby(library.places(), key=lambda place: place.path):
            stored = {place.record: place for place in places}
            try:
                for reading in sandbox.read(Path(path)):
                    # Of records with the same id, the first one is kept.
                    if isinstance(reading, Reading) and (reading.record or "") in stored:
                        place = stored.pop(reading.record or "")
                        is_same = library.text(place.document_id) == reading.text
                        yield FileCheck(place.name, path, EXACT if is_same else CHANGED)
            except (OSError, UnreadableFile):
                pass
            for place in stored.values():
                yield FileCheck(place.name, path, ABSENT)


def bytes_of(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The bytes, in its file, that a slice of a document was made from.

    None where the file is gone, was changed since, holds many documents or is no text file, and
    where bytes mean nothing by themselves because the encoding shifts between alphabets.
    """
    path = Path(document.path)
    if document.encoding.startswith(_SHIFTING):
        return None
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != document.id:
            return None
        text = decode(data, document.path).text
    except (OSError, UnreadableFile):
        return None
    if len(canonical_text(text)) != document.length:
        return None
    return byte_range(data, document.encoding, text, start, end)
