"""Scores of tokens -> readings of sentences."""

import numpy as np

from embeddings.encoder import FloatMatrix
from retrieval.reader.contract import CLIP, READINGS
from retrieval.reader.tokens import Tokens

SENTENCE, NONE, START, END = range(4)
"""Scores of a token: how much its sentence answers; on the first token, that no sentence does; that
an answer begins, or ends, at this token, or on the first token: nowhere."""


def sentence_readings(scores: FloatMatrix, tokens: Tokens, count: int) -> FloatMatrix:
    """Token scores of shape (tokens, 4) -> shape (count, READINGS). A sentence beyond the window
    gets the least."""
    made = np.full((count, len(READINGS)), -CLIP, np.float32)
    nowhere = scores[0, START] + scores[0, END]
    for i in range(count):
        inside = tokens.sentence == i
        if inside.any():
            made[i, 0] = scores[inside, SENTENCE].mean() - scores[0, NONE]
            made[i, 1] = scores[inside, START].max() + scores[inside, END].max() - nowhere
    made[:, 2] = leads(made[:, 0])
    clipped: FloatMatrix = np.clip(made, -CLIP, CLIP)
    return clipped


def leads(margins: FloatMatrix) -> FloatMatrix:
    """How far each is above the best of the others; a lone one is above -CLIP."""
    order = np.argsort(-margins)
    best = np.full(len(margins), margins[order[0]] if len(margins) else 0.0, np.float32)
    if len(margins):
        best[order[0]] = margins[order[1]] if len(margins) > 1 else -CLIP
    return margins - np.maximum(best, -CLIP)
