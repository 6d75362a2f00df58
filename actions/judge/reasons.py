"""Why the scores are what they are: at most three reasons a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from actions.judge.rubric import Criterion, Rubric
from actions.judge.verdict import Move, Reason

AT_MOST = 3
CLEAR = 0.25
"""From this distance to the middle (0 in the middle, 1 at the end of the scale), that is half a
point, reasons must point the way the score does."""


def goodness(dimension: str, score: float) -> float:
    """How good a score is for the customer: -1 (worst) to 1 (best)."""
    return (3 - score) / 2 if dimension == "rigidity" else (score - 3) / 2


def reasons_for(
    rubric: Rubric,
    scores: Mapping[str, float],
    moves: Sequence[Move],
    flags: Sequence[str],
    quoted: Mapping[str, str],
) -> tuple[Reason, ...]:
    """Reasons for each dimension, at most AT_MOST each, heaviest first, never against the score.

    A reason contradicts its score if it praises (weight above 0) where the score is half a point
    or more on the bad side of 3, or blames (weight below 0) where the score is half a point or
    more on the good side: bad is low for empathy and clarity, high for rigidity. Nearer to 3
    both may stand side by side. The same words are never a reason twice in one dimension, so
    never praised and blamed at once; and since a criterion is either good or bad and its signs
    are all of its side (checked with the rubric), no words are praised in one dimension and
    blamed in another.

    Args:
        rubric: the criteria.
        scores: score by dimension.
        moves: the moves of the reply.
        flags: its flags.
        quoted: the words a flag rests on, by flag, where there are any.
    """
    found: list[Reason] = []
    for dimension, score in scores.items():
        good = goodness(dimension, score)
        fitting = [
            reason
            for key, criterion in rubric.criteria.items()
            if criterion.dimension == dimension
            for reason in _seen(key, criterion, moves, flags, quoted, good)
            if abs(good) < CLEAR or (reason.weight > 0) == (good > 0)
        ]
        fitting.sort(key=lambda reason: -abs(reason.weight))
        found.extend(_once_each(fitting)[:AT_MOST])
    return tuple(found)


def _seen(
    key: str,
    criterion: Criterion,
    moves: Sequence[Move],
    flags: Sequence[str],
    quoted: Mapping[str, str],
    good: float,
) -> Iterator[Reason]:
    signs = criterion.seen_in
    weight = criterion.weight if criterion.good else -criterion.weight
    made = next((move.words for move in moves if move.label in signs.moves), None)
    raised = next((flag for flag in flags if flag in signs.flags), None)
    if made is not None:
        yield Reason(key, criterion.dimension, made, weight)
    elif raised is not None:
        yield Reason(key, criterion.dimension, quoted.get(raised, ""), weight)
    elif signs.lacks and good <= -CLEAR and not any(move.label in signs.lacks for move in moves):
        yield Reason(key, criterion.dimension, "", weight)


def _once_each(reasons: Sequence[Reason]) -> list[Reason]:
    """The heaviest reason for each piece of the reply."""
    kept: list[Reason] = []
    for reason in reasons:
        if not reason.words or all(reason.words != other.words for other in kept):
            kept.append(reason)
    return kept
