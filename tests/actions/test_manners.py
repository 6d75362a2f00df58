"""A customer's manner: temperament, what is told unasked, what is taken amiss, silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.customer import State, cue_of, meet, react, wait
from actions.judge.verdict import Clause, Move, Verdict
from actions.story import Manners, Story
from actions.story.cues import BANDS, CUES, TEMPERAMENTS
from tests.actions.conftest import MakeVerdict


def of(story: Story, **changes: object) -> Story:
    """The same story with a customer of another kind."""
    customer = story.customer.copy(update=changes)
    return story.copy(update={"customer": customer, "reactions": {}})


def start(story: Story, **changes: object) -> State:
    return replace(meet(story, seed=1).state, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_every_temperament_has_its_own_words_for_everything(
    temperament: str, manners: Manners
) -> None:
    own = manners.temperaments[temperament]
    assert set(own.by_cue) == set(CUES)
    assert all(set(bands) == set(BANDS) for bands in own.by_cue.values())
    assert set(own.leads) == set(own.waiting) == set(BANDS)


def test_no_two_temperaments_say_the_same(manners: Manners) -> None:
    said = [
        line
        for own in (manners.common, *manners.temperaments.values())
        for bands in own.by_cue.values()
        for lines in bands.values()
        for line in lines
    ]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_a_customer_reacts_in_the_manner_of_their_temperament(
    temperament: str, burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    story = of(burger, temperament=temperament)
    reading = verdict(-1.5, "blames_customer 您没看清", empathy=1.5)
    answer = react(story, manners, start(story, anger=80.0), "您没看清", reading)
    own = manners.temperaments[temperament].by_cue["blamed"]["hot"]
    assert any(answer.line.startswith(line.rstrip("。")) for line in own)


def test_a_story_s_own_words_come_before_those_of_the_temperament(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    reading = verdict(-1.0, "quotes_rule 规定如此", empathy=2.0)
    answer = react(burger, manners, start(burger, anger=50.0), "规定如此", reading)
    assert any(line.rstrip("。") in answer.line for line in burger.reactions["rule_quoted"]["warm"])


def test_without_a_temperament_they_react_like_anybody(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    story = of(burger, temperament="")
    reading = verdict(-1.5, "blames_customer 您没看清", empathy=1.5)
    answer = react(story, manners, start(story, anger=80.0), "您没看清", reading)
    common = manners.common.by_cue["blamed"]["hot"]
    assert any(answer.line.startswith(line.rstrip("。")) for line in common)


@pytest.mark.parametrize(("level", "tells"), [(1, True), (2, False), (5, False)])
def test_only_easy_customers_tell_things_unasked(
    level: int, tells: bool, burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    reveals = [reveal.copy(update={"unasked": True}) for reveal in burger.reveals]
    story = burger.copy(update={"level": level, "reveals": reveals})
    answer = react(story, manners, start(story), "您好", verdict(0.5, "greets 您好"))
    assert bool(answer.state.told) == tells


def test_a_detail_not_marked_so_is_never_told_unasked(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    story = burger.copy(
        update={"level": 1, "reveals": [r.copy(update={"unasked": False}) for r in burger.reveals]}
    )
    answer = react(story, manners, start(story), "您好", verdict(0.5, "greets 您好"))
    assert answer.state.told == ()


@pytest.mark.parametrize(("chance", "cue"), [(0.6, "challenged"), (0.27, "")])
def test_only_a_sure_insult_is_taken_for_one(chance: float, cue: str) -> None:
    reading = Verdict(
        2.4,
        3.0,
        3.5,
        -0.7,
        moves=(Move("challenges", "备注写好了", 0, 5),),
        clauses=(Clause("备注写好了", 0, 5, {"challenges": chance}),),
    )
    assert cue_of(reading, apologies_before=0, needs_open=True) == cue


def test_the_first_apology_without_a_plan_is_told_from_the_next(verdict: MakeVerdict) -> None:
    sorry = verdict(0.1, "apologises 抱歉")
    assert cue_of(sorry, apologies_before=0, needs_open=True) == "sorry_only"
    assert cue_of(sorry, apologies_before=2, needs_open=True) == "sorry_again"


def test_coldness_hurts_also_without_a_name(verdict: MakeVerdict) -> None:
    cold = verdict(-1.1, "greets 您好", empathy=1.6)
    assert cue_of(cold, apologies_before=0, needs_open=True) == "feeling_skipped"


def test_silence_is_minded_and_never_in_the_same_words(burger: Story, manners: Manners) -> None:
    state, lines = start(burger), set()
    for _ in range(6):
        answer = wait(burger, manners, state)
        assert answer.state.anger > state.anger
        lines.add(answer.line)
        state = answer.state
    assert len(lines) == 6
    assert state.turn == 0


def last_need(story: Story) -> tuple[State, str, str]:
    """The customer with one need open, and a word and a move that meet it."""
    *done, last = story.needs
    state = start(story, met=tuple(need.need for need in done), anger=20.0)
    return state, last.met_by.about[0], last.met_by.moves[0]


def test_a_customer_answers_before_they_go(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    state, word, move = last_need(burger)
    asks = verdict(1, f"{move} {word}", "asks_detail 蓝条走满了没有")
    answer = react(burger, manners, state, f"{word}，蓝条走满了没有？", asks)
    assert answer.state.ending is None
    assert any(words.rstrip("。") in answer.line for words in manners.common.done)
    bye = react(burger, manners, answer.state, "那好，再见", verdict(0.5, "closes 再见"))
    assert bye.state.ending == "content"


def test_a_customer_says_yes_to_a_good_proposal_and_not_to_a_bad_one(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    words = "我先打给门店，您看行吗？"
    state = start(burger, anger=50.0)
    good = react(burger, manners, state, words, verdict(1, f"offers_solution {words}"))
    bad = react(burger, manners, state, words, verdict(-1.5, f"deflects {words}", empathy=1.5))
    yes = [line.rstrip("。") for line in manners.common.agrees["warm"]]
    assert any(good.line.startswith(line) for line in yes)
    assert not any(bad.line.startswith(line) for line in yes)


def test_a_question_that_only_sounds_like_one_for_consent_gets_no_yes(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    words = "您昨天睡得好吗！我们的餐送到了，规定如此。"
    answer = react(burger, manners, start(burger), words, verdict(0.5, f"informs {words}"))
    assert not any(answer.line.startswith(line) for line in manners.common.agrees["warm"])
