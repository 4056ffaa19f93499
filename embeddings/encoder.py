"""What every encoder does, whatever runs inside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage to encode, with the offsets in it of the sentences that want a vector too."""

    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The vectors of one passage: rows are float32 and of length 1."""

    passage: FloatMatrix
    """Shape (dimensions,)."""
    sentences: FloatMatrix
    """Shape (number of sentences, dimensions), in the order they were given."""


class Encoder(Protocol):
    """Turns text into unit vectors; similar meanings have a high inner product.

    Equal text gives equal vectors to within 1e-6, whatever stands beside it in the call.
    Empty text has a vector; text beyond the model's window does not count.
    """

    @property
    def model_id(self) -> str:
        """Names the weights and how they are run; vectors of different ids do not mix."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages that the model knows; None: not limited."""
        ...

    def encode_questions(self, questions: Sequence[str]) -> FloatMatrix:
        """Shape (len(questions), dimensions), in order."""
        ...

    def encode_passages(self, passages: Iterable[PassageText]) -> Iterator[PassageVectors]:
        """One result a passage, in order, as they become ready."""
        ...


def unit_rows(matrix: FloatMatrix) -> FloatMatrix:
    """Scale every row to length 1; a row of zeros becomes the first axis, so none is lost."""
    norms = np.linalg.norm(matrix, axis=-1, keepdims=True)
    scaled: FloatMatrix = np.divide(matrix, norms, out=np.zeros_like(matrix), where=norms > 0)
    scaled[..., 0] += (norms[..., 0] == 0).astype(np.float32)
    return scaled.astype(np.float32, copy=False)
