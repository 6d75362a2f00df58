"""What happened: trainees, drills, turns and hints, in SQL."""

from actions.records.rows import Drill, Hint, Nudge, Trainee, Turn
from actions.records.store import Records, TurnTakenError

__all__ = ["Drill", "Hint", "Nudge", "Records", "Trainee", "Turn", "TurnTakenError"]
