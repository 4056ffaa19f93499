"""A home with documents, read by an encoder of the test's choice: everything in it is real."""

from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.ingest import Change
from corpus.library import Library
from embeddings.encoder import Encoder
from embeddings.vectors import VectorStore
from retrieval.answering import Answerer
from retrieval.index import IndexFolder
from retrieval.indexing import Indexing
from retrieval.layout import index_path, library_path, vectors_path
from retrieval.reader.contract import Reader
from retrieval.updating import Update
from retrieval.weights import Weights, load_weights


class Home:
    """A library, its vectors and its index in a temporary folder."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.folder = folder / "home"
        self.texts = folder / "texts"
        self.encoder = encoder
        self.said: list[str] = []
        """What had to be mended for a question."""
        self._opened: list[Callable[[], None]] = []

    def close(self) -> None:
        while self._opened:
            self._opened.pop()()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.texts / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def ingest(self, files: Mapping[str, str] | None = None) -> list[Change]:
        """Write files, if any, and bring the home up to date with all of them."""
        self.write(files or {})
        update = Update(self.folder, self.encoder)
        try:
            changes = list(update.ingest(update.scan([self.texts]), lambda _: None))
            update.finish()
        finally:
            update.close()
        return changes

    def library(self) -> Library:
        library = Library(library_path(self.folder))
        self._opened.append(library.close)
        return library

    def indexing(self, encoder: Encoder | None = None) -> Indexing:
        encoder = encoder or self.encoder
        vectors = VectorStore(vectors_path(self.folder), encoder.model_id, encoder.dimensions)
        self._opened.append(vectors.close)
        return Indexing(encoder, vectors, IndexFolder(index_path(self.folder)))

    def answerer(self, weights: Weights | None = None, reader: Reader | None = None) -> Answerer:
        library, weights = self.library(), weights or load_weights()
        say = self.said.append
        return Answerer(library, self.encoder, self.indexing(), weights, say, reader)
