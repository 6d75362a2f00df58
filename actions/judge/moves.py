"""The clause → move classifier."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from actions.judge.panel import Span
from actions.judge.pipeline import Piece
from actions.judge.verdict import HURTFUL, MOVES
from actions.judge.vocabulary import Floats, Vocabulary

LABELS = (*MOVES, "")
"""What a clause can be; the last, empty label is "nothing in particular"."""
_NOTHING = len(MOVES)
_HURTFUL = np.array([label in HURTFUL for label in LABELS])
_TILT = 0.6
_SCALE = 3.0
_AT_LEAST = 3
_STRENGTH = 1.0
_STEPS = 40


class MoveModel:
    """Softmax regression over the features of a clause."""

    def __init__(self, vocabulary: Vocabulary, weights: Floats, bias: Floats) -> None:
        self.vocabulary = vocabulary
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(cls, clauses: Sequence[Sequence[str]], labels: Sequence[int]) -> MoveModel:
        """Learns from the features of clauses and the places of their labels in LABELS."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        vocabulary = Vocabulary.fit(clauses, _AT_LEAST, idf=True)
        model = LogisticRegression(C=_STRENGTH, max_iter=_STEPS)
        with warnings.catch_warnings():
            # Stopping early is the point: it generalises better and is quicker.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(vocabulary.matrix(clauses) * _SCALE, np.asarray(labels))
        weights = np.zeros((len(vocabulary.names), len(LABELS)), dtype=np.float32)
        bias = np.full(len(LABELS), -20.0, dtype=np.float32)
        weights[:, model.classes_] = model.coef_.T
        bias[model.classes_] = model.intercept_
        return cls(vocabulary, weights, bias)

    def chances(self, clauses: Sequence[Sequence[str]]) -> Floats:
        """Probability of each label for each clause, shape (clauses, len(LABELS))."""
        raw = self.vocabulary.matrix(clauses) @ self.weights * _SCALE + self.bias
        raw = np.exp(raw - raw.max(axis=1, keepdims=True, initial=-50.0))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True), dtype=np.float32)


def gold_labels(pieces: Sequence[Piece], spans: Sequence[Span]) -> list[int]:
    """For each clause the place in LABELS of the span it shares most words with."""
    labels: list[int] = []
    for piece in pieces:
        met = [span for span in spans if span.meets(piece.start, piece.end)]
        best = max(
            met, key=lambda s: min(s.end, piece.end) - max(s.start, piece.start), default=None
        )
        labels.append(MOVES.index(best.label) if best else _NOTHING)
    return labels


def spans_of(
    text: str, pieces: Sequence[Piece], chances: NDArray[np.float32], effect: float
) -> list[Span]:
    """The moves of a reply: the likeliest label of each clause, neighbours joined.

    Args:
        text: the folded reply.
        pieces: its clauses.
        chances: move probabilities, shape (clauses, len(LABELS)).
        effect: the reply's effect (-2 to 2); where it is bad, hurtful moves are likelier.
    """
    tilted = chances * np.where(_HURTFUL, np.exp(-_TILT * effect), 1.0)
    spans: list[Span] = []
    for piece, row in zip(pieces, tilted, strict=True):
        label = LABELS[int(row.argmax())]
        if not label:
            continue
        before = spans[-1] if spans else None
        if before and before.label == label and _adjoin(text[before.end : piece.start]):
            spans[-1] = Span(label, before.start, piece.end)
        else:
            spans.append(Span(label, piece.start, piece.end))
    return spans


def _adjoin(between: str) -> bool:
    return len(between) <= 2 and "?" not in between
