"""Small texts, readings and libraries for the tests of this package."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.cutting import cut_document
from corpus.ingest import Change
from corpus.layout import segments
from corpus.model import HashedPassage, Reading, Source
from corpus.writer import LibraryWriter

WELL = "The well was dug in spring by the whole village. Nobody asked to be paid for it."
BARN = "The barn burned down in a dry autumn. Its owner built a smaller one from stone."
KOLODEZ = "Колодец вырыли весной всей деревней. Никто не просил за это денег."
QUDYQ = "Құдықты көктемде бүкіл ауыл болып қазды. Ешкім ақша сұраған жоқ."

AWKWARD = (
    *"aZ 1.é\t\r\n\f\0\x7f\x9b\x85\u2028\u2029",
    *"\u200e\u200f\u202a\u202c\u202e\u200d\ufeff\ufffd",
    *"\u0301\u0308\u030a\u0323\u0333\u033f\u0344",
    *"Å\u212bй\u1100\u1161\u11a8가\u0958\u09c7\u09beか\u3099",
    "\r\n", "e\u0301", "x\u030a", "\u200e\u200f", "🙂", "👩\u200d🌾", "🇰🇿",
)  # fmt: skip
"""Stretches that composing, cleaning or decoding changes, or may trip over."""

texts = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=3), max_size=20).map("".join)


def reading(text: str, record: str | None = None, **stated: str) -> Reading:
    """What the reader of plain text makes of a text without front matter."""
    text = canonical_text(text)
    return Reading(
        text=text,
        segments=segments(text),
        source=Source(**stated),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        record=record,
    )


def keep(writer: LibraryWriter, found: Reading, name: str = "a.txt", run: str = "1") -> str:
    """Write a reading as `ingest` does; returns the document's id."""
    path = f"/texts/{name}"
    with writer.transaction():
        writer.note_file(path, "/texts", "fingerprint")
        if writer.cut_by(found) is None:
            writer.save_document(found, cut_document(found, found.source))
        writer.save_source(found, found.source, path, name, run)
    return found.sha256


@dataclass(frozen=True, slots=True)
class Run:
    """What one ingest did."""

    changes: list[Change]
    counts: Counter[str]
    encoded: list[HashedPassage]
    advanced: int
    """Bytes that were reported as done with."""
    size: int
    """Bytes that the scan announced."""

    @property
    def report(self) -> list[tuple[str, str]]:
        """Each change as its kind and name."""
        return [(change.kind, change.name) for change in self.changes]

    @property
    def failures(self) -> list[str]:
        """What was said of each failure."""
        return [change.detail for change in self.changes if change.kind == "failed"]
