"""The coach: speaks of what happened in this drill, briefly, with sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from actions.coach import LONGEST_QUOTE, feedback
from actions.customer import meet, react
from actions.in_short import in_short
from actions.judge.rubric import Rubric
from actions.judge.verdict import Reason, Verdict
from actions.records import Drill, Turn
from actions.records.store import now
from actions.settings import ROOT
from actions.story import Library, Manners, Story
from tests.actions.conftest import MakeVerdict

Play = Callable[..., tuple[Drill, list[Turn]]]
RUBRIC = Rubric.load(ROOT / "data" / "rubric.yml")


def criterion(dimension: str, *, good: bool) -> str:
    """Some criterion of the rubric."""
    return next(
        key
        for key, value in RUBRIC.criteria.items()
        if value.dimension == dimension and value.good == good
    )


@pytest.fixture
def play(burger: Story, manners: Manners) -> Play:
    """Plays readings of replies: `play(("words", verdict), …, stopped=False)`."""

    def played(*said: tuple[str, Verdict], stopped: bool = False) -> tuple[Drill, list[Turn]]:
        opening = meet(burger, 3)
        state, turns = opening.state, []
        for reply, reading in said:
            answer = react(burger, manners, state, reply, reading)
            state = answer.state
            turns.append(
                Turn(
                    "d",
                    state.turn,
                    "t",
                    reply,
                    reading,
                    answer.cue,
                    answer.met,
                    state.anger,
                    answer.line,
                    state.as_json(),
                    state.ending,
                    now(),
                )
            )
        text = (ROOT / "data" / "stories" / "burger_swap.yml").read_text("utf8")
        drill = Drill(
            "d",
            "t",
            "web",
            burger.name,
            burger.title,
            text,
            opening.line,
            burger.anger,
            opening.state.as_json(),
            now(),
            ending="stopped" if stopped else state.ending,
        )
        return drill, turns

    return played


def with_reason(reading: Verdict, dimension: str, words: str, weight: float) -> Verdict:
    reason = Reason(criterion(dimension, good=weight > 0), dimension, words, weight)
    return Verdict(
        reading.empathy,
        reading.clarity,
        reading.rigidity,
        reading.effect,
        reading.moves,
        reading.flags,
        (reason,),
        reading.clauses,
    )


def test_a_bad_reply_becomes_a_moment_with_quote_effect_source_and_better_words(
    play: Play, library: Library, verdict: MakeVerdict
) -> None:
    words = "您自己点错的"
    bad = with_reason(verdict(-1.5, f"blames_customer {words}", empathy=1.2), "empathy", words, -2)
    drill, turns = play((words + "，怪谁？", bad), stopped=True)
    given = feedback(drill, turns, library.stories(), RUBRIC, "zh")
    (moment,) = given.moments
    assert moment.words == words
    assert moment.change > 0
    assert moment.source.startswith("《")
    assert moment.better in library.stories()["burger_swap"].model_replies["blamed"]
    assert given.strength is None
    assert words in in_short(given, "zh")


def test_a_good_drill_has_a_strength_and_a_harder_customer_next(
    play: Play, library: Library, verdict: MakeVerdict, burger: Story
) -> None:
    said = []
    for need in burger.needs:
        words = f"我{need.met_by.about[0]}"
        reading = verdict(1.2, f"{need.met_by.moves[0]} {words}", empathy=4.2, rigidity=1.4)
        said.append((words, with_reason(reading, "rigidity", words, 1.5)))
    drill, turns = play(*said)
    given = feedback(drill, turns, library.stories(), RUBRIC, "zh")
    assert given.ending == "content"
    assert given.moments == ()
    assert given.strength is not None
    assert given.strength.words in turns[given.strength.turn - 1].reply
    assert given.next_customer is not None
    assert library.stories()[given.next_customer.story].level > burger.level


def test_the_turning_point_is_where_the_temper_moved_most(
    play: Play, library: Library, verdict: MakeVerdict
) -> None:
    drill, turns = play(
        ("嗯", verdict(0)),
        ("您自己看", verdict(-2, "commands 您自己看")),
        ("哦", verdict(0)),
        stopped=True,
    )
    given = feedback(drill, turns, library.stories(), RUBRIC, "zh")
    assert given.turning_point is not None
    assert given.turning_point.turn == 2
    assert given.turning_point.change > 0


def test_nothing_said_nothing_to_comment(play: Play, library: Library) -> None:
    drill, turns = play(stopped=True)
    given = feedback(drill, turns, library.stories(), RUBRIC, "zh")
    assert given.scores == ()
    assert in_short(given, "zh") == given.headline


def test_it_is_said_in_the_trainees_language(
    play: Play, library: Library, verdict: MakeVerdict
) -> None:
    drill, turns = play(("规定就是这样", verdict(-1.5, "quotes_rule 规定就是这样")), stopped=True)
    english = in_short(feedback(drill, turns, library.stories(), RUBRIC, "en"), "en")
    chinese = in_short(feedback(drill, turns, library.stories(), RUBRIC, "zh"), "zh")
    assert "Empathy" in english
    assert "同理心" in chinese


def test_a_long_reply_is_quoted_short(play: Play, library: Library, verdict: MakeVerdict) -> None:
    drill, turns = play(("好" * 900, verdict(-2)), stopped=True)
    given = feedback(drill, turns, library.stories(), RUBRIC, "zh")
    assert "好" * LONGEST_QUOTE not in in_short(given, "zh")


def test_a_drill_whose_story_is_gone_is_still_coached(play: Play, verdict: MakeVerdict) -> None:
    drill, turns = play(("嗯", verdict(-1)), stopped=True)
    assert feedback(drill, turns, {}, RUBRIC, "zh").next_customer is None


def test_the_coach_counts_how_often_the_customer_had_to_ask(
    play: Play, verdict: MakeVerdict
) -> None:
    drill, turns = play(
        ("我查一下出餐没有", verdict(1, "offers_check 我查一下出餐没有")), stopped=True
    )
    patient = feedback(drill, turns, {}, RUBRIC, "zh")
    waited = feedback(drill, turns, {}, RUBRIC, "zh", nudges=2)
    assert patient.waited == ""
    assert "2 次" in waited.waited
    assert waited.waited in in_short(waited, "zh")


def test_what_the_coach_proposes_is_never_held_against_the_trainee(
    play: Play, verdict: MakeVerdict, burger: Story
) -> None:
    proposed = burger.needs[0].model_replies[0]
    reason = Reason(criterion("empathy", good=False), "empathy", "", -1.0)
    cold = replace(verdict(-1.0), reasons=(reason,))
    drill, turns = play((proposed, cold), ("自己看", cold), stopped=True)
    moments = feedback(drill, turns, {}, RUBRIC, "zh").moments
    assert [moment.turn for moment in moments] == [2]
