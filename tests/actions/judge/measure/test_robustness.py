"""The same reply typed another way; replies that deserve nothing."""

from random import Random

import pytest

from actions.judge.judge import Judge
from actions.judge.measure.free_rides import Ride, attempts, free_rides
from actions.judge.measure.robustness import BAR, VARIANTS, Shifts
from actions.judge.panel import read_panel

from ..conftest import PANEL


@pytest.fixture(scope="module")
def shifts(judge: Judge) -> Shifts:
    found = Shifts()
    found.add(judge, [line for line in read_panel(PANEL) if not line.ours][::40])
    return found


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_way_of_typing_hardly_moves_a_score(shifts: Shifts, variant: str) -> None:
    assert len(shifts.rows[variant]) >= 20
    assert max(shifts.means()[variant]) <= BAR


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_the_same_each_time(variant: str) -> None:
    reply = "您好，抱歉让您等了3天，我现在就帮您查订单。"
    change = VARIANTS[variant]
    assert change(reply, Random(1)) == change(reply, Random(1)) != reply


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("reply", ["", "a", "。", "好"])
def test_the_shortest_replies_can_be_varied(variant: str, reply: str) -> None:
    VARIANTS[variant](reply, Random(1))


def test_nothing_is_had_for_free(judge: Judge) -> None:
    rides = free_rides(judge)
    assert {kind for kind, _, _ in attempts()} == {ride.kind for ride in rides}
    assert not [ride for ride in rides if ride.free]


def test_a_free_ride_is_told() -> None:
    fair = {"empathy": 3.0, "clarity": 3.0, "rigidity": 3.0, "effect": 0.0}
    assert not Ride("fair", 1, fair).free
    for name, value in (("empathy", 3.1), ("clarity", 4), ("rigidity", 2.9), ("effect", 0.1)):
        assert Ride("free", 1, fair | {name: value}).free
