"""What a room's week was like: drills, scales, changes, and who calmed most; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from actions.feedback import DIMENSIONS
from actions.judge.verdict import HURTFUL
from actions.records import Drill, Turn

ENOUGH = 5  # replies in a week before somebody is ranked: fewer say little
RANKED = 3  # the list has winners only, nobody is shown last
OFTEN = 2  # times a habit must show to be named


@dataclass(frozen=True)
class Played:
    """A drill of the week with its turns that count."""

    drill: Drill
    turns: Sequence[Turn]


@dataclass(frozen=True)
class Rank:
    """A place on the leaderboard: points of anger calmed by the average reply."""

    trainee_id: str
    calmed: float
    replies: int


@dataclass(frozen=True)
class Week:
    """A room's week.

    Args:
        drills: how many were played to an end.
        endings: how many ended how.
        replies: how many there were.
        scales: mean of each scale.
        changes: the same less the week before's; empty if there was none.
        habit: the hurtful move made most often, "" if none was made often.
        best: the reply that calmed most, None if none did.
        ranks: the leaderboard.
    """

    drills: int
    endings: Counter[str]
    replies: int
    scales: dict[str, float]
    changes: dict[str, float]
    habit: str
    best: Turn | None
    ranks: tuple[Rank, ...]


def week_of(played: Sequence[Played], earlier: Sequence[Played]) -> Week | None:
    """Sums up a week; None if nobody said anything.

    Args:
        played: the drills that began in it.
        earlier: those of the week before.
    """
    turns = [turn for one in played for turn in one.turns]
    if not turns:
        return None
    before = [turn for one in earlier for turn in one.turns]
    scales = {scale: _mean(turns, scale) for scale in DIMENSIONS}
    changes = {scale: scales[scale] - _mean(before, scale) for scale in DIMENSIONS if before}
    habits = Counter(move for turn in turns for move in HURTFUL if turn.verdict.makes(move))
    habit, times = max(habits.items(), key=lambda item: item[1], default=("", 0))
    calmed = {id(turn): change for one in played for turn, change in _calmed(one)}
    best = max(turns, key=lambda turn: calmed[id(turn)])
    return Week(
        drills=sum(bool(one.drill.ending) for one in played),
        endings=Counter(one.drill.ending for one in played if one.drill.ending),
        replies=len(turns),
        scales=scales,
        changes=changes,
        habit=habit if times >= OFTEN else "",
        best=best if calmed[id(best)] > 0 else None,
        ranks=_ranks(turns, calmed),
    )


def _ranks(turns: Sequence[Turn], calmed: dict[int, float]) -> tuple[Rank, ...]:
    by_trainee: dict[str, list[float]] = {}
    for turn in turns:
        by_trainee.setdefault(turn.trainee_id, []).append(calmed[id(turn)])
    ranks = [
        Rank(trainee_id, fmean(changes), len(changes))
        for trainee_id, changes in by_trainee.items()
        if len(changes) >= ENOUGH
    ]
    return tuple(sorted(ranks, key=lambda rank: (-rank.calmed, rank.trainee_id))[:RANKED])


def _calmed(one: Played) -> list[tuple[Turn, float]]:
    before = [one.drill.anger, *(turn.anger for turn in one.turns)]
    return [(turn, was - turn.anger) for was, turn in zip(before, one.turns, strict=False)]


def _mean(turns: Sequence[Turn], scale: str) -> float:
    return fmean(getattr(turn.verdict, scale) for turn in turns)
