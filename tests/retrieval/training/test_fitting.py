import numpy as np
import pytest

from retrieval.search import Question
from retrieval.training.examples import Example
from retrieval.training.fitting import Vector, fit_confidence, fit_ranking

QUESTION = Question("Who?", (), np.zeros(4, np.float32))
TRUE = np.array([3.0, -2.0, 0.0])


def examples(count: int, seed: int, *, noise: float = 0.0) -> list[Example]:
    """Each with five sentences, of which the one that TRUE likes best answers."""
    drawn = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        features = drawn.random((5, 3))
        scores = features @ TRUE + noise * drawn.gumbel(size=5)
        made.append(Example(QUESTION, (), features, np.arange(5) == scores.argmax()))
    return made


def right(weights: Vector, asked: list[Example]) -> float:
    return float(np.mean([e.answers[(e.features @ weights).argmax()] for e in asked]))


def test_a_ranking_that_can_be_learnt_is_learnt() -> None:
    weights = fit_ranking([examples(200, 1)])
    assert weights[0] > 5
    assert weights[1] < -3
    assert right(weights, examples(200, 2)) > 0.97


def test_weights_behind_a_noisy_choice_are_found_again() -> None:
    weights = fit_ranking([examples(6000, 3, noise=1.0)])
    assert weights == pytest.approx(TRUE, abs=0.35)


def test_the_same_examples_give_the_same_weights() -> None:
    first, second = (fit_ranking([examples(50, 4)]) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_every_set_counts_the_same_whatever_its_size() -> None:
    once = fit_ranking([examples(40, 5), examples(40, 6)])
    repeated = fit_ranking([examples(40, 5) * 10, examples(40, 6)])
    assert repeated == pytest.approx(once, rel=0.01, abs=0.01)


def test_examples_without_a_choice_teach_nothing() -> None:
    plain = examples(40, 7)
    none, every = (
        Example(QUESTION, (), np.random.default_rng(8).random((5, 3)), np.full(5, answers))
        for answers in (False, True)
    )
    with_others = fit_ranking([[*plain, none, every]])
    assert with_others == pytest.approx(fit_ranking([plain]), rel=0.2)
    assert np.sign(with_others[:2]).tolist() == [1, -1]


def test_confidence_finds_a_known_weight() -> None:
    drawn = np.random.default_rng(9)
    signals = np.column_stack([np.ones(8000), drawn.normal(size=8000)])
    answered = drawn.random(8000) < 1 / (1 + np.exp(-2.0 * signals[:, 1]))
    assert fit_confidence(signals, answered) == pytest.approx(np.array([0, 2.0]), abs=0.12)


def test_a_half_means_as_likely_as_not_however_many_have_an_answer() -> None:
    signals = np.ones((100, 1))
    answered = np.arange(100) < 90
    assert fit_confidence(signals, answered) == pytest.approx(np.array([0.0]), abs=1e-4)


def test_separable_confidence_stays_finite() -> None:
    signals = np.column_stack([np.ones(20), np.repeat([0.0, 1.0], 10)])
    weights = fit_confidence(signals, signals[:, 1] > 0.5)
    assert 2 < weights[1] < 50
    assert np.isfinite(weights).all()
