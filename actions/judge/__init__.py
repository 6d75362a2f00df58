"""Reads one reply and says how empathetic, clear and rigid it is, and why."""

from actions.judge.judge import Judge
from actions.judge.store import NotTrainedError, is_current
from actions.judge.training import train

__all__ = ["Judge", "NotTrainedError", "is_current", "train"]
