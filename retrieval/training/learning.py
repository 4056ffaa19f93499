"""Examples of a group of sets -> its weights, and how well they do on them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.ranking import ranked
from retrieval.refusal import confidence, signals, similarity
from retrieval.training.examples import Example, Laboratory
from retrieval.training.fitting import Vector, fit_confidence, fit_ranking
from retrieval.weights import Weights

WRONGLY_REFUSED = 0.05
"""Share of answerable questions below the threshold; every set counts the same."""
STRANGERS = 300
"""Questions of other sets that are asked of each library."""

Signals = list[tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights of one group."""

    sentence: Vector
    confidence: Vector
    answered: list[list[float]]
    """Confidence of the answerable questions, by set."""
    similar: list[float]
    """Similarity of the answerable questions."""
    report: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Signals of the kinds of question in one set."""

    answered: Signals
    gone: Signals
    """The same questions, with the document that answers left out: the topic is there."""
    strange: Signals
    """Questions of other sets."""
    exchanged: Signals
    """The same questions with one detail exchanged; asked of a reader only, since words and
    vectors cannot tell them apart."""

    @property
    def unanswered(self) -> Signals:
        return [*self.gone, *self.strange, *self.exchanged]


def learn(laboratories: Sequence[Laboratory], share: float) -> Learnt:
    """Fit the ranking of sentences, then the confidence in the best one."""
    asked = [list(laboratory.asked(share, 60)) for laboratory in laboratories]
    found = [
        [laboratory.example(a) for a in questions]
        for laboratory, questions in zip(laboratories, asked, strict=True)
    ]
    sentence = fit_ranking([[e for e in examples if e] for examples in found])
    weights = with_sentence(sentence, share)
    kinds = []
    for laboratory, questions, examples in zip(laboratories, asked, found, strict=True):
        others = [lab for lab in laboratories if lab is not laboratory]
        texts = _sample([text for lab in others for text in lab.questions], laboratory.name)
        strangers = laboratory.strangers(texts, share)
        gone = (laboratory.example(a, without_gold=True) for a in questions)
        exchanged = laboratory.exchanged(share) if laboratory.reads else ()
        kinds.append(
            _Kinds(
                _signals([e for e in examples if e and e.answers.any()], weights),
                _signals([e for e in gone if e], weights),
                _signals([e for a in strangers if (e := laboratory.example(a))], weights),
                _signals([e for a in exchanged if (e := laboratory.example(a))], weights),
            )
        )
    values = [v for k in kinds for v in (*k.answered, *k.unanswered)]
    answered = [
        is_answered
        for k in kinds
        for is_answered, group in ((True, k.answered), (False, k.unanswered))
        for _ in group
    ]
    learnt = fit_confidence(np.array(values), np.array(answered))
    final = _with_confidence(weights, learnt)
    report = {
        laboratory.name: _report([e for e in examples if e], k, final)
        for laboratory, examples, k in zip(laboratories, found, kinds, strict=True)
    }
    return Learnt(
        sentence,
        learnt,
        [[confidence(v, final) for v in k.answered] for k in kinds],
        [similarity(v) for k in kinds for v in k.answered],
        report,
    )


def shared_threshold(groups: Sequence[Learnt]) -> tuple[float, float]:
    """The confidence below which WRONGLY_REFUSED of the answerable questions lie, every set
    counting the same, and the similarity below which as many lie, averaged over groups."""
    sets = [np.array(values) for group in groups for values in group.answered]
    weights = np.concatenate([np.full(len(values), 1 / len(values)) for values in sets])
    threshold = np.quantile(
        np.concatenate(sets), WRONGLY_REFUSED, weights=weights, method="inverted_cdf"
    )
    similar = [np.quantile(group.similar, WRONGLY_REFUSED) for group in groups]
    return float(threshold), float(np.mean(similar))


def with_sentence(sentence: Vector, share: float) -> Weights:
    """Weights that rank, whatever group they were learnt for."""
    every = tuple(float(weight) for weight in sentence)
    return Weights(share, every, every, every, (), (), (), 0.0, 0.0)


def _with_confidence(weights: Weights, learnt: Vector) -> Weights:
    every = tuple(float(weight) for weight in learnt)
    return replace(weights, confidence_read=every, confidence_known=every, confidence_unknown=every)


def _signals(examples: Sequence[Example], weights: Weights) -> Signals:
    return [signals(e.question, ranked(e.found, weights)) for e in examples]


def _sample(texts: list[str], seed: str) -> list[str]:
    return random.Random(seed).sample(texts, min(STRANGERS, len(texts)))


def _report(examples: Sequence[Example], kinds: _Kinds, weights: Weights) -> dict[str, float]:
    """Single sentences, before they are joined to quotes; and areas under the ROC curve."""
    firsts, thirds = [], []
    for example in examples:
        order = np.argsort(-(example.features @ np.array(weights.sentence_read)), kind="stable")
        firsts.append(example.answers[order[:1]].any())
        thirds.append(example.answers[order[:3]].any())
    right = np.array([confidence(v, weights) for v in kinds.answered])
    wrong = {"gone": kinds.gone, "strange": kinds.strange, "exchanged": kinds.exchanged}
    return {
        "sentence@1": round(float(np.mean(firsts)), 3),
        "sentence@3": round(float(np.mean(thirds)), 3),
        **{
            f"auroc_{name}": round(_auroc(right, np.array([confidence(v, weights) for v in w])), 3)
            for name, w in wrong.items()
            if w
        },
    }


def _auroc(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float:
    """Probability that an answered question is trusted more than one without an answer."""
    return float((right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2)
