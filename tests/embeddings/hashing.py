"""A small, fast encoder that keeps every promise of `Encoder`: for tests that need no meaning."""

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np

from corpus.words import words
from embeddings.encoder import FloatMatrix, PassageText, PassageVectors, unit_rows

WINDOW = 254
"""Words that count: about as many as the tokens that the packaged model sees."""


class HashingEncoder:
    """Each word points along one axis, chosen by its checksum; texts that share words are near."""

    model_id = "hashing-64"
    dimensions = 64

    def __init__(self, languages: frozenset[str] | None = None) -> None:
        self.languages = languages

    def encode_questions(self, questions: Sequence[str]) -> FloatMatrix:
        rows = np.array([self._sum(question) for question in questions], np.float32)
        return unit_rows(rows.reshape(-1, self.dimensions))

    def encode_passages(self, passages: Iterable[PassageText]) -> Iterator[PassageVectors]:
        for passage in passages:
            pieces = [passage.text[start:end] for start, end in passage.sentences]
            rows = self.encode_questions([passage.text, *pieces])
            yield PassageVectors(rows[0], rows[1:])

    def _sum(self, text: str) -> FloatMatrix:
        total = np.zeros(self.dimensions, np.float32)
        for word in words(text)[:WINDOW]:
            checksum = crc32(word.encode("utf-8", "surrogatepass"))
            total[checksum % self.dimensions] += 1 if checksum & 0x10000 else -1
        return total


class RecordingEncoder(HashingEncoder):
    """Remembers the passages that it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode_passages(self, passages: Iterable[PassageText]) -> Iterator[PassageVectors]:
        for passage in passages:
            self.encoded.append(passage.text)
            yield from super().encode_passages([passage])


class OtherEncoder(HashingEncoder):
    """Another model, of other dimensions."""

    model_id = "hashing-32"
    dimensions = 32
