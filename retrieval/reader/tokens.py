"""Question and passage -> one input of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Span = tuple[int, int]

WINDOW = 256
"""Tokens of an input, as in training."""
QUESTION_TOKENS = 64
"""At most so many of them are the question's."""
_OPENS, _ENDS = 101, 102
"""[CLS] and [SEP] of MiniLM's vocabulary."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """[CLS] question [SEP] passage [SEP]."""

    ids: list[int]
    segments: list[int]
    sentence: NDArray[np.int64]
    """For every token the sentence that it belongs to; -1: none."""
    offsets: list[Span]
    """Into the passage; of the passage's tokens only, from `first`."""
    first: int


class Cutter:
    """Cuts with the tokenizer of MiniLM."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def tokens(self, question: str, passage: str, sentences: Sequence[Span]) -> Tokens:
        """One input; what does not fit the window is left out."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS]
        read = self._tokenizer.encode(passage, add_special_tokens=False)
        room = WINDOW - len(asked) - 3
        body, offsets = read.ids[:room], read.offsets[:room]
        ids = [_OPENS, *asked, _ENDS, *body, _ENDS]
        first = len(asked) + 2
        owner = np.full(len(ids), -1)
        starts = np.array([start for start, _ in offsets], np.int64)
        for i, (start, end) in enumerate(sentences):
            owner[first : first + len(body)][(starts >= start) & (starts < end)] = i
        segments = [0] * first + [1] * (len(ids) - first)
        return Tokens(ids, segments, owner, offsets, first)
