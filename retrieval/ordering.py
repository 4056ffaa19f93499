"""Hits -> hits in another order: what their sentences say counts as well."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.ranking import Sentence
from retrieval.search import Hit
from retrieval.weights import FEATURES

WORDS = 0.2
MEANING = 0.8
SENTENCE = 0.2
PASSAGE = 0.1
"""Weights of a passage's words beside the best passage's, of its inner product with the question,
and of the question's words in its best sentence and in all of it. Chosen on half of scifact-train;
better than `Weights.words_share` alone on the other half and on squad2-a, xquad-en and xquad-ru
(docs/quality.md)."""


def by_sentences(hits: Sequence[Hit], found: Iterable[Sentence]) -> list[Hit]:
    """The hits with new scores, best first; `found` are their sentences. Words stand in for meaning
    where the model does not know the language."""
    sentence, passage = FEATURES.index("overlap"), FEATURES.index("overlap_of_passage")
    overlaps: dict[int, float] = {}
    for one in found:
        number = one.hit.passage.number
        share = SENTENCE * one.features[sentence] + PASSAGE * one.features[passage]
        overlaps[number] = max(overlaps.get(number, 0.0), share)
    nearest = max((hit.meaning or 0.0 for hit in hits), default=0.0)
    scored = []
    for hit in hits:
        meaning = hit.words * nearest if hit.meaning is None else max(hit.meaning, 0.0)
        score = WORDS * hit.words + MEANING * meaning + overlaps.get(hit.passage.number, 0.0)
        scored.append(replace(hit, score=score))
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))
