"""Every story's rehearsals end as they say, with the real judge."""

from __future__ import annotations

import pytest

from actions.judge.judge import Judge
from actions.rehearsals import rehearse
from actions.settings import ROOT, Settings
from actions.story import Library
from bot.training import ensure_trained

SETTINGS = Settings()
LIBRARY = Library(SETTINGS.stories)


def test_every_customer_stands_in_the_table_of_passages() -> None:
    table = (ROOT / "docs" / "customers.md").read_text("utf-8")
    for story in LIBRARY.stories().values():
        assert f"| `{story.name}` | {story.level} |" in table
    assert table.count("| `") == len(LIBRARY.stories())


@pytest.fixture(scope="module")
def judge() -> Judge:
    ensure_trained(SETTINGS, print)
    return Judge.load(SETTINGS.judge_model, SETTINGS.rubric)


@pytest.mark.parametrize("name", sorted(LIBRARY.stories()))
def test_the_rehearsals_end_as_they_say(name: str, judge: Judge) -> None:
    assert rehearse(LIBRARY.stories()[name], LIBRARY.manners(), judge.read) == []
