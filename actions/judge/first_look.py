"""The first look at a clause: its own features, whatever the rest of the reply turns out to be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actions.judge.moves import LABELS
from actions.judge.vocabulary import Floats, Vocabulary

_AT_LEAST = 2
_STRENGTH = 0.4
_TOLERANCE = 0.01
_SHARPNESS = 3.0
"""Turns distances from the separating planes into chances."""
_NEVER = -2.0


class FirstLook:
    """Linear support vector machines, one a label, over the features of a clause."""

    def __init__(self, vocabulary: Vocabulary, weights: Floats, bias: Floats) -> None:
        self.vocabulary = vocabulary
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(cls, clauses: Sequence[Sequence[str]], labels: Sequence[int]) -> FirstLook:
        """Learns from the features of clauses and the places of their labels in LABELS."""
        from sklearn.svm import LinearSVC

        vocabulary = Vocabulary.fit(clauses, _AT_LEAST, idf=True)
        weights = np.zeros((len(vocabulary.names), len(LABELS)), dtype=np.float32)
        bias = np.full(len(LABELS), _NEVER, dtype=np.float32)
        rows = vocabulary.matrix(clauses)
        given = np.asarray(labels)
        for label in np.unique(given):
            model = LinearSVC(C=_STRENGTH, tol=_TOLERANCE, random_state=0)
            model.fit(rows, given == label)
            weights[:, label] = model.coef_[0]
            bias[label] = model.intercept_[0]
        return cls(vocabulary, weights, bias)

    def chances(self, clauses: Sequence[Sequence[str]]) -> Floats:
        """A first guess at each clause, shape (clauses, len(LABELS)); rows add up to 1."""
        raw = _SHARPNESS * (self.vocabulary.matrix(clauses) @ self.weights + self.bias)
        raw = np.exp(raw - raw.max(axis=1, keepdims=True, initial=-50.0))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)
