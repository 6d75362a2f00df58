"""What the action server works with: opened once, shared by its actions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from actions.judge.judge import Judge
from actions.judge.rubric import Rubric
from actions.records import Records
from actions.session import Session
from actions.settings import Settings
from actions.story import Library


@dataclass(frozen=True)
class Workplace:
    """The session and the rubric."""

    session: Session
    rubric: Rubric


@lru_cache(maxsize=1)
def workplace() -> Workplace:
    """Opens records, stories and judge as the settings say."""
    settings = Settings()
    rubric = Rubric.load(settings.rubric)
    judge = Judge.load(settings.judge_model, settings.rubric, settings.house)
    session = Session(Records(settings.records_url), Library(settings.stories), judge.read)
    return Workplace(session, rubric)
