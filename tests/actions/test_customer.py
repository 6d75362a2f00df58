"""The customer: how they take a reply, when they give in, and that they never repeat themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.customer import State, cue_of, meet, react
from actions.customer.react import LONGEST
from actions.customer.temper import anger_after
from actions.judge.verdict import FLAGS, MOVES, Clause, Move, Verdict
from actions.settings import ROOT
from actions.story import Library, Manners, Story
from tests.actions.conftest import MakeVerdict

LIBRARY = Library(ROOT / "data" / "stories")
STORY_NAMES = sorted(LIBRARY.stories())


def start(story: Story, **changes: object) -> State:
    return replace(meet(story, seed=1).state, **changes)  # type: ignore[arg-type]


def test_a_kind_word_does_not_make_them_easy(burger: Story, verdict: MakeVerdict) -> None:
    furious = anger_after(90, verdict(2, "acknowledges_feeling 换我也急"), 2, progress=False)
    assert 70 <= furious < 90


def test_hurt_makes_angry_and_more_so_at_a_higher_level(verdict: MakeVerdict) -> None:
    hurt = verdict(-2, "blames_customer 是您自己点错的")
    easy = anger_after(50, hurt, 1, progress=False)
    hard = anger_after(50, hurt, 5, progress=False)
    assert 50 < easy < hard


def test_words_that_lead_nowhere_cost_a_little(verdict: MakeVerdict) -> None:
    assert anger_after(50, verdict(0), 2, progress=False) > 50


@pytest.mark.parametrize(
    ("made", "flags", "effect", "cue"),
    [
        (["blames_customer 您没看清楚"], (), -1.5, "blamed"),
        (["offers_check 我马上查"], ("leaves_unanswered",), 0.1, ""),
        (["quotes_rule 规定如此", "challenges 您说呢"], (), -1.5, "challenged"),
        (["informs 已经接单"], ("repeats_self",), -0.5, "repeated"),
        (["apologises 抱歉"], (), 0.0, "sorry_again"),
        (["acknowledges_feeling 您饿着等", "offers_check 我去问"], (), 1.5, "felt_heard"),
        (["offers_check 我去问"], (), 1.0, "acted"),
        (["greets 您好"], (), 0.4, "eased"),
        (["closes 还有别的吗"], (), 0.1, "closed_early"),
        ([], ("unreadable",), -1.0, "unreadable"),
        (["quotes_rule 规定如此"], (), 0.1, ""),
    ],
)
def test_what_stings_most_is_what_they_react_to(
    made: list[str], flags: tuple[str, ...], effect: float, cue: str, verdict: MakeVerdict
) -> None:
    reading = verdict(effect, *made, flags=flags, empathy=3.5 if effect > 0 else 2.0)
    assert cue_of(reading, apologies_before=1, needs_open=True) == cue


def test_a_need_is_met_by_the_right_move_on_the_right_matter(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    need = burger.needs[0]
    word = need.met_by.about[0]
    on_it = react(
        burger,
        manners,
        start(burger),
        f"我查{word}",
        verdict(1, f"{need.met_by.moves[0]} 我查{word}"),
    )
    off_it = react(
        burger, manners, start(burger), "今天天气不错", verdict(1, "informs 今天天气不错")
    )
    assert on_it.met == (need.need,)
    assert any(words in on_it.line for words in need.then)
    assert off_it.met == ()


def test_a_stonewall_meets_nothing(burger: Story, manners: Manners, verdict: MakeVerdict) -> None:
    need = burger.needs[0]
    word = need.met_by.about[0]
    reading = verdict(-1.5, f"{need.met_by.moves[0]} {word}查不了", rigidity=4.8)
    assert react(burger, manners, start(burger), f"{word}查不了", reading).met == ()


def test_details_come_when_asked_and_grudgingly_the_second_time(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    reveal = burger.reveals[0]
    question = f"请问{reveal.about[0]}是多少"
    reading = verdict(0.5, f"asks_detail {question}")
    first = react(burger, manners, start(burger), question, reading)
    second = react(burger, manners, first.state, question, reading)
    assert any(words in first.line for words in reveal.says)
    told = [words for lines in manners.line(burger, "told_already") for words in lines]
    assert any(words in second.line for words in told)


def test_content_needs_the_matter_and_the_temper(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    *done, last = burger.needs
    met = tuple(need.need for need in done)
    word, move = last.met_by.about[0], last.met_by.moves[0]
    reading = verdict(1, f"{move} {word}")
    calm = react(burger, manners, start(burger, met=met, anger=30.0), word, reading)
    sour = react(burger, manners, start(burger, met=met, anger=90.0), word, reading)
    assert (calm.state.ending, sour.state.ending) == ("content", "grudging")


def test_a_warm_reply_is_not_taken_for_an_insult(verdict: MakeVerdict) -> None:
    reading = verdict(-0.5, "challenges 一千块不是小钱", empathy=3.4)
    assert cue_of(reading, apologies_before=0, needs_open=True) == ""


def test_the_wronged_complain_the_put_off_just_go(
    burger: Story, manners: Manners, verdict: MakeVerdict
) -> None:
    refusal = verdict(-1, "refuses 办不了", empathy=2.0)
    emptiness = verdict(-1, "vague_promise 会处理的", empathy=2.0)
    worn = start(burger, spent=burger.patience - 0.5, anger=85.0, grievances=1)
    assert react(burger, manners, worn, "办不了", refusal).state.ending == "complains"
    assert react(burger, manners, worn, "会处理的", emptiness).state.ending == "leaves"


def verdicts() -> st.SearchStrategy[Verdict]:
    clause = st.builds(
        lambda label, words: (label, words),
        st.sampled_from(MOVES),
        st.sampled_from(["我查一下", "订单号多少", "规定如此", "出餐了吗", "您别急", "记录"]),
    )

    def build(made: list[tuple[str, str]], effect: float, flags: list[str]) -> Verdict:
        return Verdict(
            3.0,
            3.0,
            3.0 - effect,
            effect,
            moves=tuple(Move(label, words, 0, len(words)) for label, words in made),
            flags=tuple(flags),
            clauses=tuple(Clause(words, 0, len(words), {label: 0.8}) for label, words in made),
        )

    return st.builds(
        build,
        st.lists(clause, max_size=4),
        st.floats(-2, 2, allow_nan=False),
        st.lists(st.sampled_from(FLAGS), max_size=2, unique=True),
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STORY_NAMES), st.integers(0, 99), st.lists(verdicts(), min_size=16))
def test_every_drill_ends_and_no_line_is_said_twice(
    name: str, seed: int, readings: list[Verdict]
) -> None:
    story, manners = LIBRARY.stories()[name], LIBRARY.manners()
    opening = meet(story, seed)
    state, lines = opening.state, [opening.line]
    while state.ending is None:
        reading = readings[state.turn]
        reply = "".join(move.words for move in reading.moves)
        answer = react(story, manners, state, reply, reading)
        again = react(story, manners, state, reply, reading)
        assert answer == again
        assert answer.line
        assert 0 <= answer.state.anger <= 100
        lines.append(answer.line)
        state = answer.state
    assert state.turn <= LONGEST
    assert len(set(lines)) == len(lines)
    assert len(set(state.said)) == len(state.said)
    assert State.from_json(state.as_json()) == state
