"""The stored text held against the files that it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.canonical import byte_range
from corpus.encoding import decode
from corpus.errors import UnreadableFile
from corpus.library import Library
from corpus.model import Document, Reading
from corpus.readers import reader_for

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
    places = library.places()
    for path, group in groupby(places, key=lambda place: place.path):
        stored = {place.record: place for place in group}
        found: set[str] = set()
        try:
            for reading in _readings(Path(path)):
                place = stored.get(reading.record or "")
                if place is not None and place.record not in found:  # the first one is kept
                    found.add(place.record)
                    is_same = library.text(place.document_id) == reading.text
                    yield FileCheck(place.name, path, EXACT if is_same else CHANGED)
        except (OSError, UnreadableFile):
            pass
        for record in stored.keys() - found:
            yield FileCheck(stored[record].name, path, ABSENT)


def _readings(path: Path) -> Iterator[Reading]:
    reader = reader_for(path)
    if reader is not None:
        for reading in reader(path):
            if isinstance(reading, Reading):
                yield reading


def bytes_of(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The bytes, in its file, that a slice of a document was made from.

    None where the file is gone, was changed since, or holds many documents, and where bytes mean
    nothing by themselves because the encoding shifts between alphabets.
    """
    path = Path(document.path)
    if document.encoding.startswith(_SHIFTING):
        return None
    try:
        data = path.read_bytes()
        readings = list(_readings(path))
        if len(readings) != 1 or readings[0].sha256 != document.id or readings[0].record:
            return None
        text = decode(data, document.path).text
    except (OSError, UnreadableFile):
        return None
    return byte_range(data, document.encoding, text, start, end)
