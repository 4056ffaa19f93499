"""Library + encoder -> vectors and index: the only place where the two meet for writing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.database import is_being_written
from corpus.library import Library
from corpus.model import HashedPassage
from embeddings.encoder import Encoder, FloatMatrix, PassageText
from embeddings.errors import VectorsLost
from embeddings.vectors import VectorStore
from retrieval.index import FaissIndex, IndexFolder

_BLOCK = 4096
"""Vectors in memory at a time while an index is built."""
_BATCH = 256
"""Passages that are encoded between two writes."""

_Result = TypeVar("_Result")

Numbered = tuple[int, str]
"""A passage's number and text hash."""


class Indexing:
    """Keeps vectors and index in step with the library; all of it can be made again."""

    def __init__(self, encoder: Encoder, vectors: VectorStore, folder: IndexFolder) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._folder = folder

    def encode(self, passages: Sequence[HashedPassage]) -> None:
        """Make and keep the vectors of passages that have none yet."""
        _once_more(lambda: self._encode(passages))

    def _encode(self, passages: Sequence[HashedPassage]) -> None:
        wanted = {passage.text_hash: passage for passage in passages}
        hashes = self._vectors.missing(wanted)
        texts = (PassageText(wanted[h].text, wanted[h].sentences) for h in hashes)
        encoded = self._encoder.encode_passages(texts)
        self._vectors.save(zip(hashes, encoded, strict=True))

    @property
    def vectors(self) -> VectorStore:
        """Where the vectors are kept."""
        return self._vectors

    def current(
        self, library: Library, opened: FaissIndex | None, say: Callable[[str], None]
    ) -> FaissIndex:
        """The index for the library as it is now: the opened one, the stored one, or a new one.

        While another process is writing, a stored index that is a little behind is used as it
        is: its vanished passages are not in the library and its missing ones are found by words.
        """
        fingerprint = self._fingerprint(library)
        if opened is not None and opened.fingerprint == fingerprint:
            return opened
        stored = self._folder.open()
        if stored is not None and stored.fingerprint == fingerprint:
            return stored
        if stored is not None and self._is_same_model(stored) and is_being_written(library.path):
            return stored
        say("The index does not fit the library; building it again.")
        return self.rebuild(library)

    def complete(
        self, library: Library, numbered: Sequence[Numbered], say: Callable[[str], None]
    ) -> None:
        """Make the vectors of these passages again where they were lost; `say` hears of it."""
        if self._vectors.missing(text_hash for _, text_hash in numbered):
            say("Vectors are missing; making them again.")
            self._encode_missing(library, numbered)

    def is_current(self, library: Library) -> bool:
        """Tell whether the stored index fits the library as it is now."""
        stored = self._folder.open()
        return stored is not None and stored.fingerprint == self._fingerprint(library)

    def rebuild(
        self, library: Library, advance: Callable[[int], None] = lambda _: None
    ) -> FaissIndex:
        """Encode what has no vector, and write the index anew; `advance` counts passages."""
        return _once_more(lambda: self._rebuild(library, advance))

    def _rebuild(self, library: Library, advance: Callable[[int], None]) -> FaissIndex:
        with library.snapshot():
            fingerprint = self._fingerprint(library)
            for numbered in _chunks(library.passage_hashes(), _BATCH):
                self._encode_missing(library, numbered)
                advance(len(numbered))
            return self._folder.build(
                fingerprint,
                self._encoder.dimensions,
                library.passage_count(),
                lambda: self._blocks(library),
            )

    def missing(self, library: Library) -> int:
        """How many passages have no vector yet."""
        return _once_more(
            lambda: sum(
                len(self._vectors.missing(text_hash for _, text_hash in some))
                for some in _chunks(library.passage_hashes(), _BLOCK)
            )
        )

    def forget_unused(self, library: Library) -> int:
        """Drop the vectors of texts that are no longer in the library; returns how many."""
        return self._vectors.forget_all_but(text_hash for _, text_hash in library.passage_hashes())

    def _is_same_model(self, index: FaissIndex) -> bool:
        return index.fingerprint.startswith(f"{self._encoder.model_id}:")

    def _fingerprint(self, library: Library) -> str:
        return f"{self._encoder.model_id}:{library.state()}"

    def _encode_missing(self, library: Library, numbered: Sequence[Numbered]) -> None:
        missing = set(self._vectors.missing(text_hash for _, text_hash in numbered))
        numbers = [number for number, text_hash in numbered if text_hash in missing]
        if numbers:
            self._encode(library.hashed_passages(numbers))

    def _blocks(self, library: Library) -> Iterator[tuple[NDArray[np.int64], FloatMatrix]]:
        for some in _chunks(library.passage_hashes(), _BLOCK):
            found = self._vectors.passages([text_hash for _, text_hash in some])
            numbers = np.array([number for number, _ in some], np.int64)
            yield numbers, np.array([found[text_hash] for _, text_hash in some], np.float32)


def _once_more(work: Callable[[], _Result]) -> _Result:
    """Do it again where it finds the kept vectors damaged: they are begun anew by then."""
    try:
        return work()
    except VectorsLost:
        return work()


def _chunks(items: Iterable[Numbered], size: int) -> Iterator[list[Numbered]]:
    chunk: list[Numbered] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
