"""What a trainee has done lately: what the coach looks back on when naming the next customer."""

from __future__ import annotations

from dataclasses import dataclass

from actions.records import Drill, Records, Turn

DRILLS = 4  # that the coach looks back on, the present one among them


@dataclass(frozen=True)
class Past:
    """Of a trainee, up to and with a drill.

    Args:
        turns: replies of the latest drills.
        settled: stories whose customer went away content.
    """

    turns: tuple[Turn, ...] = ()
    settled: frozenset[str] = frozenset()


def past_of(records: Records, drill: Drill) -> Past:
    """Looks back from a drill at the trainee's latest ones."""
    drills = [one for one in records.drills_of(drill.trainee_id) if one.ending]
    turns = [turn for one in drills[:DRILLS] for turn in records.turns(one.id)]
    return Past(tuple(turns), frozenset(one.story for one in drills if one.ending == "content"))
