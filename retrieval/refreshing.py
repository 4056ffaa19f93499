"""Pages of the web fetched again: what became of them and of what could be quoted from them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NotFetched, UnknownDocument
from corpus.library import Library
from corpus.snapshots import Snapshot, Snapshots


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of a page."""

    url: str
    status: str
    """unchanged, changed, or failed."""
    detail: str = ""
    """Why it failed, or what of it could not be read."""
    gone: tuple[str, ...] = ()
    """Sentences that could be quoted from it, and stand nowhere in it any more."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the library has from a page; empty where it has none, or many documents."""

    document_id: str = ""
    text: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refetched:
    """A page as it is on disk now, and what the library had from it until then."""

    url: str
    path: Path
    last_path: Path
    """Another one where the page is of another type now."""
    is_new: bool
    before: _Stored

    def compared(self, library: Path, complaint: str) -> Refreshed:
        """What became of it, once its text is in the library; `complaint` is of parts of it."""
        with closing(Library(library)) as opened:
            now = _stored(opened, self.path)
        # A run that was killed may have left new bytes on disk, and the old text in the library.
        if not self.is_new and now.document_id == self.before.document_id:
            return Refreshed(self.url, "unchanged", complaint)
        gone = tuple(sentence for sentence in self.before.sentences if sentence not in now.text)
        return Refreshed(self.url, "changed", complaint, gone)


def refetch(
    snapshots: Snapshots, chosen: list[Snapshot], library: Path
) -> Iterator[Refreshed | Refetched]:
    """Fetch each page anew; one that cannot be had stays as it was."""
    for snapshot in chosen:
        with closing(Library(library)) as opened:
            before = _stored(opened, snapshot.path)
        try:
            path, is_new = snapshots.add(snapshot.url)
        except NotFetched as error:
            yield Refreshed(snapshot.url, "failed", str(error))
        else:
            yield Refetched(snapshot.url, path, snapshot.path, is_new, before)


def _stored(library: Library, path: Path) -> _Stored:
    try:
        document = library.find(str(path))
    except UnknownDocument:
        return _Stored()
    text = library.text(document.id)
    spans = [span for passage in library.passages_of(document.id) for span in passage.sentences]
    return _Stored(document.id, text, tuple(text[start:end] for start, end in spans))
