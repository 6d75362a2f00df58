"""What a clause can do, and how the chances of clauses become the moves of a reply."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from actions.judge.panel import Span
from actions.judge.pipeline import Piece
from actions.judge.verdict import HURTFUL, MOVES

LABELS = (*MOVES, "")
"""What a clause can be; the last, empty label is "nothing in particular"."""
_NOTHING = len(MOVES)
_LEAST = 0.25
"""Chance from which a move is named; naming one in doubt costs less than missing it."""
_OFFENCE = 1.6
"""Missing what hurts is worse than seeing it where it is not."""
_WEIGHTS = np.array([_OFFENCE if label in HURTFUL else 1.0 for label in MOVES])
_JOINTS = frozenset(',…" ')


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


def spans_of(text: str, pieces: Sequence[Piece], chances: NDArray[np.float32]) -> list[Span]:
    """The moves of a reply: the likeliest label of each clause, neighbours joined.

    Args:
        text: the folded reply.
        pieces: its clauses.
        chances: move probabilities, shape (clauses, len(LABELS)).
    """
    spans: list[Span] = []
    for piece, row in zip(pieces, chances[:, :_NOTHING] * _WEIGHTS, strict=True):
        best = int(row.argmax())
        if row[best] < _LEAST:
            continue
        before = spans[-1] if spans else None
        if (
            before
            and before.label == LABELS[best]
            and _JOINTS.issuperset(text[before.end : piece.start])
        ):
            spans[-1] = Span(before.label, before.start, piece.end)
        else:
            spans.append(Span(LABELS[best], piece.start, piece.end))
    return spans
