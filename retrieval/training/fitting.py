"""Numbers -> weights: convex problems, so that the same examples give the same weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.training.examples import Example

Vector = NDArray[np.float64]

_RIDGE = 1e-3


def fit_ranking(sets: Sequence[Sequence[Example]]) -> Vector:
    """Weights under which the answering sentences get the most probability; every set counts
    the same. Questions without an answering sentence among the found teach nothing."""
    weighed = [
        (example.features, example.answers, 1 / len(examples))
        for examples in sets
        for example in examples
        if example.answers.any() and not example.answers.all()
    ]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, answers, share in weighed:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            right = odds * answers
            total -= share * float(np.log(right.sum() / odds.sum()))
            slope += share * (features.T @ (odds / odds.sum() - right / right.sum()))
        return (
            total / len(sets) + _RIDGE / 2 * float(weights @ weights),
            slope / len(sets) + _RIDGE * weights,
        )

    start = np.zeros(weighed[0][0].shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, np.float64)


def fit_confidence(signals: Vector, answered: NDArray[np.bool_]) -> Vector:
    """Questions that have an answer and those that have none weigh the same, so that 0.5 means as
    likely as not. The first signal is always 1; its weight is not pulled to zero."""
    shares = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum())
    return fit_logistic(
        signals, answered, shares, np.where(np.arange(signals.shape[1]) > 0, _RIDGE, 0.0)
    )


def fit_logistic(
    signals: Vector, holds: NDArray[np.bool_], shares: Vector, ridge: Vector
) -> Vector:
    """Logistic regression of what holds on signals, one row each, of which each has its share;
    `ridge` is how much every weight is pulled to zero."""
    signs = np.where(holds, 1.0, -1.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = signs * (signals @ weights)
        slope = -(shares * signs / (1 + np.exp(margins))) @ signals
        total = float(shares @ np.logaddexp(0, -margins))
        return total + float(ridge @ weights**2) / 2, slope + ridge * weights

    start = np.zeros(signals.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, np.float64)
