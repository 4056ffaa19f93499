"""What every reader does."""

from collections.abc import Sequence
from typing import Protocol

from corpus.model import HashedPassage
from embeddings.encoder import FloatMatrix

READINGS = ("margin", "span", "lead")
"""What a reader says of a sentence: its score above "none of them answers"; the best beginning
and end of an answer in it, above "nowhere"; its score above the best other one of its passage."""

CLIP = 12.0
"""Readings are logits, kept within -CLIP..CLIP."""


class Reader(Protocol):
    """Reads passages for a question."""

    model_id: str
    languages: frozenset[str] | None
    """ISO 639-1 codes of the languages it reads; None: all."""

    def read(self, question: str, passages: Sequence[HashedPassage]) -> list[FloatMatrix]:
        """For every passage, in order, a matrix of shape (its sentences, READINGS)."""
        ...
