from collections.abc import Sequence

import numpy as np
import pytest

from embeddings import kept
from embeddings.encoder import FloatMatrix
from embeddings.kept import KeptVectors
from tests.embeddings.hashing import HashingEncoder


class Counting:
    """An encoder that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> FloatMatrix:
        self.asked += texts
        return HashingEncoder().encode_questions(texts)


def test_a_text_is_encoded_once_and_comes_back_in_its_place() -> None:
    encode = Counting()
    vectors = KeptVectors(encode)
    asked = ["the mill", "a ferry", "the mill"]
    first = vectors(asked)
    again = vectors(["a ferry", "forty people"])
    assert encode.asked == ["the mill", "a ferry", "forty people"]
    assert np.array_equal(first, HashingEncoder().encode_questions(asked))
    assert np.array_equal(again, HashingEncoder().encode_questions(["a ferry", "forty people"]))


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    encode = Counting()
    vectors = KeptVectors(encode)
    assert len(vectors(["one", "two", "three"])) == 3
    vectors(["three", "two"])
    vectors(["one"])
    assert encode.asked == ["one", "two", "three", "one"]
