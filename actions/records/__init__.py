"""What happened: trainees, drills, turns and hints, in SQL."""

from actions.records.rows import Answer, Drill, Hint, Nudge, Trainee, Turn
from actions.records.store import Records, TurnTakenError

__all__ = ["Answer", "Drill", "Hint", "Nudge", "Records", "Trainee", "Turn", "TurnTakenError"]
