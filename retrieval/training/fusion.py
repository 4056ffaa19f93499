"""How much words count beside meaning, and what reciprocal rank fusion would have given."""

from collections.abc import Sequence

import numpy as np

from retrieval.search import CANDIDATES
from retrieval.training.examples import Asked, Laboratory

SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Parts of words in a passage's score that are compared."""
RRF_CONSTANT = 60
"""Of reciprocal rank fusion, the floor to beat (Cormack, Clarke and Büttcher 2009)."""
CUTS = (1, 3, 10)


def choose_share(laboratories: Sequence[Laboratory]) -> tuple[float, dict[str, list[float]]]:
    """The share with the best recall of the answering passage at rank 10, as sentences are ranked
    anew afterwards; and the recalls at CUTS of every rule, averaged over the sets."""
    table = {}
    for laboratory in laboratories:
        asked = list(laboratory.asked(0.5, 2 * CANDIDATES))
        ranks = {"rrf": [_rank(laboratory, a, _rrf(a)) for a in asked]}
        for share in SHARES:
            ranks[str(share)] = [_rank(laboratory, a, _blend(a, share)) for a in asked]
        table[laboratory.name] = {k: _recalls(v) for k, v in ranks.items()}
    mean = {
        rule: np.mean([rows[rule] for rows in table.values()], axis=0)
        for rule in ("rrf", *map(str, SHARES))
    }
    best = max(SHARES, key=lambda share: float(mean[str(share)][-1]))
    return best, {rule: [round(float(r), 3) for r in recalls] for rule, recalls in mean.items()}


def _blend(asked: Asked, share: float) -> list[float]:
    nearest = max((hit.meaning or 0.0 for hit in asked.hits), default=0.0) or 1.0
    return [share * h.words + (1 - share) * (h.meaning or 0.0) / nearest for h in asked.hits]


def _rrf(asked: Asked) -> list[float]:
    """Reciprocal ranks, of the passages that each search proposed."""
    total = [0.0] * len(asked.hits)
    for values in ([h.words for h in asked.hits], [h.meaning or 0.0 for h in asked.hits]):
        proposed = sorted((i for i, v in enumerate(values) if v > 0), key=lambda i: -values[i])
        for rank, i in enumerate(proposed, start=1):
            total[i] += 1 / (RRF_CONSTANT + rank)
    return total


def _rank(laboratory: Laboratory, asked: Asked, scores: Sequence[float]) -> int:
    """Rank, from 0, of the first passage that holds an answer; a large number: none does."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    for rank, i in enumerate(order[:10]):
        hit = asked.hits[i]
        if hit.passage.document_id == asked.gold:
            text = laboratory.passage_text(hit)
            if any(answer in text for answer in asked.answers):
                return rank
    return 1000


def _recalls(ranks: Sequence[int]) -> tuple[float, ...]:
    return tuple(float(np.mean([rank < cut for rank in ranks])) for cut in CUTS)
