"""The folder of a library, its vectors and its index, opened for questions."""

from collections.abc import Callable
from pathlib import Path

from corpus.library import Library
from embeddings.encoder import Encoder
from embeddings.vectors import VectorStore
from retrieval.answering import Answerer
from retrieval.index import IndexFolder
from retrieval.indexing import Indexing
from retrieval.layout import index_path, library_path, vectors_path
from retrieval.reader.contract import Reader
from retrieval.weights import load_weights


def open_indexing(home: Path, encoder: Encoder) -> Indexing:
    """Vectors and index of a home."""
    vectors = VectorStore(vectors_path(home), encoder.model_id, encoder.dimensions)
    return Indexing(encoder, vectors, IndexFolder(index_path(home)))


def open_answerer(
    home: Path,
    encoder: Encoder,
    say: Callable[[str], None] = lambda _: None,
    reader: Reader | None = None,
) -> Answerer:
    """Everything a question needs; `say` hears of what had to be mended first.

    Raises LibraryError where there is no library to ask.
    """
    library = Library(library_path(home))
    return Answerer(library, encoder, open_indexing(home, encoder), load_weights(), say, reader)
