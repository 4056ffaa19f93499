"""Numbers that the encoders gave when they were last looked at.

After a change that is meant to change them: python -m tests.contracts.golden
"""

import tempfile
from pathlib import Path
from pprint import pprint

import numpy as np

from embeddings.encoder import Encoder, FloatMatrix, PassageText

TEXT = "The ferry to the island leaves at 6.45 and carries at most forty people."
SENTENCE = (0, 35)
_PINNED = 5

GOLDEN = {
    "hashing": [
        [0.0, 0.0, 0.0, 0.0, 0.2582],
        [0.0, 0.0, 0.0, 0.0, 0.2582],
        [0.0, 0.0, 0.0, 0.0, 0.3162],
    ],
    "packaged": [
        [0.1138, 0.0135, 0.0401, -0.0189, 0.0076],
        [0.1138, 0.0135, 0.0401, -0.0189, 0.0076],
        [0.1088, -0.0038, 0.0173, 0.0185, 0.0235],
    ],
    "transformer": [
        [0.1057, 0.0069, 0.0359, -0.0028, 0.0049],
        [0.1057, 0.0069, 0.0359, -0.0028, 0.0049],
        [0.0634, 0.0039, -0.0023, 0.0162, 0.054],
    ],
}
"""The first numbers of a question's, a passage's and a sentence's vector, by encoder."""

TOLERANCE = 0.002
"""Processors add floats in different orders; 8 bits instead of 32 move these numbers by more."""


def numbers_of(encoder: Encoder) -> FloatMatrix:
    """What GOLDEN holds, from this encoder."""
    (vectors,) = encoder.encode_passages([PassageText(TEXT, (SENTENCE,))])
    rows = [encoder.encode_questions([TEXT])[0], vectors.passage, vectors.sentences[0]]
    return np.array([row[:_PINNED] for row in rows], np.float32)


def _print() -> None:
    from embeddings.packaged import PackagedEncoder
    from tests.embeddings.hashing import HashingEncoder
    from tests.embeddings.published import open_transformer

    with tempfile.TemporaryDirectory() as cache:
        encoders: dict[str, Encoder] = {
            "hashing": HashingEncoder(),
            "packaged": PackagedEncoder(Path(cache)),
            "transformer": open_transformer(),
        }
        pprint({n: np.round(numbers_of(e).astype(float), 4).tolist() for n, e in encoders.items()})


if __name__ == "__main__":
    _print()
