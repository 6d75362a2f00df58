"""The second look at a clause: what the clauses around it do, and how the whole reply strikes.

A clause in a hostile reply is more likely a retort; a reply seldom greets twice.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from actions.judge.moves import LABELS
from actions.judge.vocabulary import Floats

_FLOOR = 0.02
_USUAL = 0.06
"""Chances are taken as logarithms against a usual one, none lower than a floor."""
_STEPS = 60
_MIDDLE = np.array([3.0, 3.0, 3.0, 0.0])
_SPREAD = 1.2
_PLAIN = 0.5
"""Scores this many spreads from the middle are neither good nor bad."""
Scores = NDArray[np.float64]


class SecondLook:
    """Softmax regression over the first chances of a whole reply and its scores."""

    def __init__(self, weights: Floats, bias: Floats) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(
        cls, chances: Sequence[Floats], scores: Sequence[Scores], labels: Sequence[Sequence[int]]
    ) -> SecondLook:
        """Learns from replies of customers the first look and the scores had not met.

        Args:
            chances: the first chances of each reply, shape (clauses, len(LABELS)).
            scores: the scores foretold for each reply, shape (4,).
            labels: places in LABELS of the clauses of each reply.
        """
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        rows = np.vstack([_surroundings(*pair) for pair in zip(chances, scores, strict=True)])
        model = LogisticRegression(max_iter=_STEPS)
        with warnings.catch_warnings():
            # Stopping early is the point: it generalises as well and is quicker.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(rows, np.concatenate([np.asarray(own, dtype=int) for own in labels]))
        weights = np.zeros((rows.shape[1], len(LABELS)), dtype=np.float32)
        bias = np.full(len(LABELS), -20.0, dtype=np.float32)
        weights[:, model.classes_] = model.coef_.T
        bias[model.classes_] = model.intercept_
        return cls(weights, bias)

    def chances(self, first: Floats, scores: Scores) -> Floats:
        """Probability of each label for each clause of a reply, shape (clauses, len(LABELS)).

        Args:
            first: the first chances of its clauses.
            scores: its four scores.
        """
        raw = np.einsum("ij,jk->ik", _surroundings(first, scores), self.weights) + self.bias
        raw = np.exp(raw - raw.max(axis=1, keepdims=True, initial=-50.0))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)


def _surroundings(chances: Floats, scores: Scores) -> Floats:
    count = len(chances)
    nothing = np.zeros((min(count, 1), chances.shape[1]), dtype=np.float32)
    before, after = np.vstack([nothing, chances[:-1]]), np.vstack([chances[1:], nothing])
    struck = (scores - _MIDDLE) / _SPREAD
    mood = np.concatenate([struck, np.maximum(0, struck - _PLAIN), np.maximum(0, -struck - _PLAIN)])
    parts = (
        0.25 * np.log((chances + _FLOOR) / _USUAL),
        0.75 * before,
        0.75 * after,
        0.75 * (chances.sum(0) - chances) / max(1, count - 1),
        0.25 * np.cumsum(before, axis=0),
        np.tile(0.25 * mood, (count, 1)),
    )
    return np.asarray(np.hstack(parts), dtype=np.float32)
