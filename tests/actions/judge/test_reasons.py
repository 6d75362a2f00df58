"""Reasons: at most three a score, heaviest first, never against the score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.judge.limits import LIMITS, within_limits
from actions.judge.reasons import AT_MOST, CLEAR, goodness, reasons_for
from actions.judge.rubric import Rubric
from actions.judge.verdict import FLAGS, HELPFUL, HURTFUL, MOVES, Move, Reason

RUBRIC = Rubric.load()
DIMENSIONS = ("empathy", "clarity", "rigidity")

scores = st.fixed_dictionaries({name: st.floats(1, 5) for name in DIMENSIONS})
moves = st.lists(
    st.builds(
        lambda label, words: Move(label, words, 0, len(words)),
        st.sampled_from(MOVES),
        st.sampled_from(["您白跑了两趟", "规定就是这样", "我现在去查", "您自己没看清"]),
    ),
    max_size=8,
)
flags = st.lists(st.sampled_from(FLAGS), max_size=4, unique=True)


def of(found: tuple[Reason, ...], dimension: str) -> list[Reason]:
    return [reason for reason in found if reason.dimension == dimension]


@given(scores, moves, flags)
def test_reasons_never_contradict_the_score(
    scores: dict[str, float], moves: list[Move], flags: list[str]
) -> None:
    found = reasons_for(RUBRIC, scores, moves, flags, {"forbidden_words": "急什么"})
    for dimension, score in scores.items():
        reasons, good = of(found, dimension), goodness(dimension, score)
        assert len(reasons) <= AT_MOST
        weights = [abs(reason.weight) for reason in reasons]
        assert weights == sorted(weights, reverse=True)
        assert all(reason.weight > 0 for reason in reasons) or good < CLEAR
        assert all(reason.weight < 0 for reason in reasons) or good > -CLEAR
        quoted = [reason.words for reason in reasons if reason.words]
        assert len(quoted) == len(set(quoted))
        assert len({reason.criterion for reason in reasons}) == len(reasons)


@given(scores, moves, flags)
def test_reasons_rest_on_what_is_there(
    scores: dict[str, float], moves: list[Move], flags: list[str]
) -> None:
    made = {move.label for move in moves}
    for reason in reasons_for(RUBRIC, scores, moves, flags, {}):
        signs = RUBRIC.criteria[reason.criterion].seen_in
        if reason.words:
            assert any(m.label in signs.moves and m.words == reason.words for m in moves)
        else:
            assert set(signs.flags) & set(flags) or (signs.lacks and not made & set(signs.lacks))


@given(scores, flags)
def test_what_holds_a_score_down_is_said(scores: dict[str, float], flags: list[str]) -> None:
    held = within_limits(scores | {"effect": 0.0}, flags)
    found = reasons_for(RUBRIC, {name: held[name] for name in DIMENSIONS}, [], flags, {})
    for dimension in DIMENSIONS:
        if held[dimension] != scores[dimension] and goodness(dimension, held[dimension]) <= -CLEAR:
            assert of(found, dimension), (dimension, flags)


@pytest.mark.parametrize("flag", LIMITS)
def test_every_limit_has_a_criterion(flag: str) -> None:
    for dimension, (low, high) in LIMITS[flag].items():
        bound = low if dimension == "rigidity" else high
        if dimension != "effect" and goodness(dimension, bound) < 0:
            assert any(
                flag in criterion.seen_in.flags and criterion.dimension == dimension
                for criterion in RUBRIC.criteria.values()
            ), (flag, dimension)


def test_no_criterion_praises_a_slip_or_blames_a_help() -> None:
    for criterion in RUBRIC.criteria.values():
        wrong = HURTFUL if criterion.good else HELPFUL
        assert not set(criterion.seen_in.moves) & set(wrong)
    assert not any(criterion.wrong_signs() for criterion in RUBRIC.criteria.values())


def test_a_bare_score_says_what_is_missing() -> None:
    found = reasons_for(RUBRIC, {"empathy": 1.8, "clarity": 1.9, "rigidity": 4.2}, [], [], {})
    assert [reason.criterion for reason in found] == [
        "nothing_for_the_person",
        "no_next_step",
        "not_checked",
        "no_way_shown",
    ]
    assert not reasons_for(RUBRIC, dict.fromkeys(DIMENSIONS, 3.0), [], [], {})
