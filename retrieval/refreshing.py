"""Pages of the web fetched again: what became of them and of what could be quoted from them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import NoLibrary, NotFetched, UnknownDocument
from corpus.library import Library
from corpus.snapshots import Snapshot, Snapshots
from retrieval.layout import library_path
from retrieval.updating import Update


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
        now = _stored(library, self.path)
        # A run that was killed may have left new bytes on disk, and the old text in the library.
        if not self.is_new and now.document_id == self.before.document_id:
            return Refreshed(self.url, "unchanged", complaint)
        gone = tuple(sentence for sentence in self.before.sentences if sentence not in now.text)
        return Refreshed(self.url, "changed", complaint, gone)


def refresh(
    home: Path,
    snapshots: Snapshots,
    urls: Sequence[str],
    open_update: Callable[[], Update],
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Refreshed]:
    """Fetch the pages of these addresses again, or all, and put in what they say now; `advance`
    is told of each that was fetched. The library is held only once all sites have answered."""
    fetched: list[Refetched] = []
    for snapshot in [one for one in snapshots if not urls or one.url in urls]:
        page = _refetch(snapshots, snapshot, library_path(home))
        advance(1)
        if isinstance(page, Refreshed):
            yield page
        else:
            fetched.append(page)
    if fetched:
        with closing(open_update()) as update:
            yield from _put_in(update, fetched, library_path(home))
            update.finish()


def _refetch(snapshots: Snapshots, snapshot: Snapshot, library: Path) -> Refreshed | Refetched:
    """A page fetched anew; one that cannot be had stays as it was."""
    before = _stored(library, snapshot.path)
    try:
        path, is_new = snapshots.add(snapshot.url)
    except NotFetched as error:
        return Refreshed(snapshot.url, "failed", str(error))
    return Refetched(snapshot.url, path, snapshot.path, is_new, before)


def _put_in(update: Update, fetched: Sequence[Refetched], library: Path) -> Iterator[Refreshed]:
    found = update.scan([page.path for page in fetched])
    last = tuple(page.last_path.absolute() for page in fetched)
    found = replace(found, paths=(*found.paths, *last))
    paths = {file.name: str(file.path) for file in found.files}
    said: dict[str, str] = {}
    """What is said first of each file that cannot be read in all parts."""
    for change in update.ingest(found, lambda _: None):
        if change.kind == "failed":
            said.setdefault(paths[change.name], change.detail)
    for page in fetched:
        path = str(page.path.absolute())
        complaint = said.get(path, "")
        if complaint and complaint not in update.complaints(path):
            yield Refreshed(page.url, "failed", complaint)  # of the whole page, not of parts
        else:
            yield page.compared(library, complaint)


def _stored(library: Path, path: Path) -> _Stored:
    try:
        with closing(Library(library)) as opened:
            document = opened.find(str(path))
            text = opened.text(document.id)
            passages = opened.passages_of(document.id)
    except (NoLibrary, UnknownDocument):
        return _Stored()
    spans = [span for passage in passages for span in passage.sentences]
    return _Stored(document.id, text, tuple(text[start:end] for start, end in spans))
