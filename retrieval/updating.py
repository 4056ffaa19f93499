"""Files -> library, vectors and index of a home, kept in step. Never imported by a question."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from corpus.ingest import Change, Ingest
from corpus.library import Library
from corpus.scan import Scan, is_under, scan
from corpus.writer import LibraryWriter
from embeddings.encoder import Encoder
from retrieval.home import open_indexing
from retrieval.layout import library_path, web_path


class Update:
    """One run of `ingest` or `remove` over a home. Holds the library's write lock."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Open the home for writing, making it where there is none. Raises LibraryError."""
        self._path = library_path(folder)
        self._web = str(web_path(folder).absolute())
        self._writer = LibraryWriter(self._path)
        self._indexing = open_indexing(folder, encoder)
        self.counts: Counter[str] = Counter()
        """Changes by kind, `unchanged` documents and new `passages`."""

    def close(self) -> None:
        """Give the library back to other writers."""
        self._writer.close()
        self._indexing.vectors.close()

    def scan(self, paths: Sequence[Path], *, may_be_empty: bool = False) -> Scan:
        """Find the files; raises NothingToRead."""
        return scan(paths, self._root_above, may_be_empty=may_be_empty)

    def _root_above(self, path: str) -> str | None:
        """Fetched pages are named by their site, whatever was ingested before."""
        return self._web if is_under(path, self._web) else self._writer.root_above(path)

    def ingest(self, found: Scan, advance: Callable[[int], None]) -> Iterator[Change]:
        """Yield changes as they are on disk; `advance` is told of bytes that are done with."""
        run = Ingest(self._writer, self._indexing.encode)
        self.counts = run.counts
        yield from run.run(found, advance)

    def complaints(self, path: str) -> list[str]:
        """What was said of the parts of a file that could not be read."""
        return self._writer.complaints(path)

    def remove(self, document_id: str) -> list[str]:
        """Drop a document; returns the files that held it."""
        with self._writer.transaction():
            return self._writer.forget_document(document_id)

    def passage_count(self) -> int:
        """Passages that `finish` will put in order."""
        with closing(Library(self._path)) as library:
            return library.passage_count()

    def finish(self, advance: Callable[[int], None] = lambda _: None) -> None:
        """Bring origins, vectors and index up to date, and forget the vectors of what is gone."""
        with closing(Library(self._path)) as library:
            self._writer.find_origins(library.passage_text)
            if self._indexing.is_current(library) and not self._indexing.missing(library):
                return
            self._indexing.rebuild(library, advance)
            self._indexing.forget_unused(library)
