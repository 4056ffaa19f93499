"""Vectors of short texts that many questions have in common."""

from collections.abc import Callable, Sequence

import numpy as np

from embeddings.encoder import FloatMatrix

MOST_KEPT = 4096
"""Texts; 6 MB of 384 numbers each."""


class KeptVectors:
    """Encodes a text once, unless MOST_KEPT others have been encoded since."""

    def __init__(self, encode: Callable[[Sequence[str]], FloatMatrix]) -> None:
        self._encode = encode
        self._vectors: dict[str, FloatMatrix] = {}

    def __call__(self, texts: Sequence[str]) -> FloatMatrix:
        """Shape (len(texts), dimensions), in order; at least one text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encode(new), strict=True))
        rows = np.stack([self._vectors[text] for text in texts])
        while len(self._vectors) > MOST_KEPT:
            del self._vectors[next(iter(self._vectors))]  # the oldest
        return rows
