"""Answer or refuse, and why."""

import math
from collections.abc import Sequence

from retrieval.asking import NAME, NUMBER, missing
from retrieval.model import FACT_NOT_FOUND, NOTHING_SIMILAR
from retrieval.ranking import Sentence
from retrieval.search import Question
from retrieval.weights import FEATURES, SIGNALS, Weights


def signals(question: Question, ranked: Sequence[Sentence]) -> tuple[float, ...]:
    """What the best sentence says about whether it answers, in the order of SIGNALS and, where
    it was read, of READ_SIGNALS.

    The highest inner product of question and passage, and of question and sentence; the share
    of the question's weight in the best passage and in the best sentence; the share in words
    that stand anywhere in the library; the probability of the best sentence; whether its
    language is one that the model does not know. Then its margin and span, the highest of any
    sentence, whether it lacks a number or name that is asked for, and the shares of the question's
    names and numbers that stand nowhere in its passage.
    """
    best = ranked[0]
    meanings = [s.hit.meaning for s in ranked if s.hit.meaning is not None]
    total = sum(word.weight for word in question.words)
    known = sum(word.weight for word in question.words if word.count)
    values = (
        1.0,
        max(meanings, default=0.0),
        max(s.features[FEATURES.index("sentence_meaning")] for s in ranked),
        best.features[FEATURES.index("overlap_of_passage")],
        max(
            best.features[FEATURES.index("overlap")],
            best.features[FEATURES.index("overlap_of_beginnings")],
        ),
        known / total if total else 0.0,
        best.probability,
        float(best.hit.meaning is None),
    )
    if best.readings is None:
        return values
    margins, spans, _ = zip(*(s.readings for s in ranked if s.readings is not None), strict=True)
    lacks = (best.features[FEATURES.index(f"lacks_{kind}")] for kind in (NUMBER, NAME))
    number = best.hit.passage.number
    passage = " ".join(s.text for s in ranked if s.hit.passage.number == number)
    absent = missing(question.text, passage)
    return (*values, *best.readings[:2], max(margins), max(spans), *lacks, *absent)


def confidence(values: Sequence[float], weights: Weights) -> float:
    """Calibrated probability that the library answers the question, 0..1."""
    if len(values) > len(SIGNALS):
        learnt = weights.confidence_read
    elif values[SIGNALS.index("unknown_language")] > 0:
        learnt = weights.confidence_unknown
    else:
        learnt = weights.confidence_known
    logit = sum(weight * value for weight, value in zip(learnt, values, strict=True))
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


def reason(values: Sequence[float], weights: Weights) -> str:
    """Why there is no answer: `values` are the signals, none where no passage was found."""
    return FACT_NOT_FOUND if values and similarity(values) >= weights.similar else NOTHING_SIMILAR


def similarity(values: Sequence[float]) -> float:
    """How near the library comes to the question's topic, 0..1, from its signals."""
    return max(
        values[SIGNALS.index("meaning_of_passage")], values[SIGNALS.index("overlap_of_passage")]
    )
