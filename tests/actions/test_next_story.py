"""The next customer: who trains what the trainee is weakest in, a level up or down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.judge.verdict import Verdict
from actions.next_story import next_story, weaknesses
from actions.past import Past
from actions.records import Turn
from actions.records.store import now
from actions.story import Library, Story
from tests.actions.conftest import MakeVerdict

Said = Callable[..., list[Turn]]


@pytest.fixture
def said() -> Said:
    """Turns of a drill: `said(verdict, …)`."""

    def turns(*readings: Verdict) -> list[Turn]:
        return [
            Turn("d", number, "t", "…", reading, "", (), 50, "…", {}, None, now())
            for number, reading in enumerate(readings, 1)
        ]

    return turns


def test_a_habit_counts_by_how_often_it_shows(said: Said, verdict: MakeVerdict) -> None:
    good = {"empathy": 4.5, "clarity": 4.5, "rigidity": 1.5}
    rule, kind = (
        verdict(-1, "quotes_rule 规定如此", **good),
        verdict(1, "informs 出餐了", **good),
    )
    seldom, often = weaknesses(said(rule, kind, kind)), weaknesses(said(rule, rule, kind))
    assert 0 < seldom["quotes_rule"] < often["quotes_rule"]
    assert seldom["blames_customer"] == seldom["empathy"] == 0


@pytest.mark.parametrize("habit", ["blames_customer", "quotes_rule", "vague_promise", "jargon"])
def test_a_habit_is_sent_to_a_customer_who_trains_it(
    habit: str, said: Said, verdict: MakeVerdict, burger: Story, library: Library
) -> None:
    turns = said(*[verdict(-1, f"{habit} …", empathy=4.0, clarity=4.0, rigidity=2.0)] * 3)
    found = next_story(burger, "content", Past(), turns, library.stories())
    assert found is not None
    story, weakness = found
    assert habit in story.practises
    assert weakness == habit
    assert story.name != burger.name


def test_after_a_success_they_get_harder_after_a_complaint_easier(
    said: Said, verdict: MakeVerdict, library: Library
) -> None:
    stories = {n: s.copy(update={"practises": []}) for n, s in library.stories().items()}
    last = next(story for story in stories.values() if story.level == 3)
    turns = said(verdict(0.5))
    up = next_story(last, "content", Past(), turns, stories)
    down = next_story(last, "complains", Past(), turns, stories)
    assert up is not None
    assert down is not None
    assert (up[0].level, down[0].level) == (4, 2)


def test_who_went_away_content_is_not_sent_again_first(
    said: Said, verdict: MakeVerdict, burger: Story, library: Library
) -> None:
    turns = said(*[verdict(-1, "jargon 参数")] * 2)
    first = next_story(burger, "content", Past(), turns, library.stories())
    assert first is not None
    settled = Past(settled=frozenset([first[0].name]))
    second = next_story(burger, "content", settled, turns, library.stories())
    assert second is not None
    assert second[0].name != first[0].name


def test_with_one_story_alone_there_is_no_next(
    said: Said, verdict: MakeVerdict, burger: Story
) -> None:
    only = {burger.name: burger}
    assert next_story(burger, "content", Past(), said(verdict(0)), only) is None
