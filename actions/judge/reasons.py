"""Why the scores are what they are: at most three reasons a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from actions.judge.rubric import Criterion, Rubric
from actions.judge.verdict import Move, Reason

AT_MOST = 3
_CLEAR = 0.25
"""From this distance to the middle (0 in the middle, 1 at the end of the scale) reasons must
point the way the score does."""


def goodness(dimension: str, score: float) -> float:
    """How good a score is for the customer: -1 (worst) to 1 (best)."""
    return (3 - score) / 2 if dimension == "rigidity" else (score - 3) / 2


def reasons_for(
    rubric: Rubric, scores: Mapping[str, float], moves: Sequence[Move], flags: Sequence[str]
) -> tuple[Reason, ...]:
    """Reasons for each dimension, heaviest first, never against the score.

    Args:
        rubric: the criteria.
        scores: score by dimension.
        moves: the moves of the reply.
        flags: its flags.
    """
    found: list[Reason] = []
    for dimension, score in scores.items():
        good = goodness(dimension, score)
        fitting = [
            reason
            for key, criterion in rubric.criteria.items()
            if criterion.dimension == dimension and not criterion.off
            for reason in _seen(key, criterion, moves, flags)
            if abs(good) < _CLEAR or (reason.weight > 0) == (good > 0)
        ]
        fitting.sort(key=lambda reason: -abs(reason.weight))
        found.extend(_once_each(fitting)[:AT_MOST])
    return tuple(found)


def _seen(
    key: str, criterion: Criterion, moves: Sequence[Move], flags: Sequence[str]
) -> Iterator[Reason]:
    weight = criterion.weight if criterion.good else -criterion.weight
    for move in moves:
        if move.label in criterion.seen_in.moves:
            yield Reason(key, criterion.dimension, move.words, weight)
            return
    if any(flag in criterion.seen_in.flags for flag in flags):
        yield Reason(key, criterion.dimension, "", weight)


def _once_each(reasons: Sequence[Reason]) -> list[Reason]:
    """The heaviest reason for each piece of the reply."""
    kept: list[Reason] = []
    for reason in reasons:
        if not reason.words or all(reason.words != other.words for other in kept):
            kept.append(reason)
    return kept
