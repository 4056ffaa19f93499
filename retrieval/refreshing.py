"""Pages of the web fetched again: what became of them and of what could be quoted from them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnknownDocument
from corpus.fetching import NotFetched
from corpus.library import Library
from corpus.snapshots import Snapshot, Snapshots


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of a page."""

    url: str
    status: str
    """unchanged, changed, or failed."""
    detail: str = ""
    gone: tuple[str, ...] = ()
    """Sentences that could be quoted from it, and stand nowhere in it any more."""


@dataclass(frozen=True, slots=True)
class Refetched:
    """A page whose bytes are new, and what could be quoted from it until now."""

    url: str
    path: Path
    before: tuple[str, ...]

    def compared(self, library: Path) -> Refreshed:
        """What became of it, once its new text is in the library."""
        with closing(Library(library)) as opened:
            text, _ = _stored(opened, self.path)
        gone = tuple(sentence for sentence in self.before if sentence not in text)
        return Refreshed(self.url, "changed", gone=gone)


def refetch(
    snapshots: Snapshots, chosen: list[Snapshot], library: Path
) -> Iterator[Refreshed | Refetched]:
    """Fetch each page anew; one that cannot be had stays as it was."""
    for snapshot in chosen:
        with closing(Library(library)) as opened:
            _, before = _stored(opened, snapshot.path)
        try:
            path, is_new = snapshots.add(snapshot.url)
        except NotFetched as error:
            yield Refreshed(snapshot.url, "failed", str(error))
            continue
        if is_new:
            yield Refetched(snapshot.url, path, before)
        else:
            yield Refreshed(snapshot.url, "unchanged")


def _stored(library: Library, path: Path) -> tuple[str, tuple[str, ...]]:
    """The text that was read from a file, and its sentences; empty where it is not in."""
    try:
        document = library.find(str(path))
    except UnknownDocument:
        return "", ()
    text = library.text(document.id)
    spans = [span for passage in library.passages_of(document.id) for span in passage.sentences]
    return text, tuple(text[start:end] for start, end in spans)
