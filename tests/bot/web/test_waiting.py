"""When Rasa takes its time: nothing is said twice, nothing is claimed, and nobody else waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from actions.records import Records
from actions.settings import Settings
from bot.web import rasa
from bot.web.app import create_app
from bot.web.turnstile import Turnstile
from tests.bot.web.conftest import Trainee
from tests.bot.web.stand_in import StandIn

CROWD = 45  # more than the threads that pages have


def wait_for(what: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 5
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "PATIENCE", 0.2)


def test_nobody_waits_ten_seconds() -> None:
    assert rasa.PATIENCE < 10


@pytest.mark.parametrize(("language", "words"), [("zh", "不知道"), ("en", "not known whether")])
def test_without_an_answer_in_time_nothing_is_claimed(
    trainee: Trainee,
    stand_in: StandIn,
    records: Records,
    impatient: None,
    language: str,
    words: str,
) -> None:
    drill = trainee.start()
    trainee.post("/language", language=language, next="/")
    stand_in.mood = "slow"
    answer = trainee.say(drill, "我帮您查一下。", 1)
    assert answer.status_code == 504
    assert words in answer.json()["message"]
    assert (answer.json()["turn"], answer.json()["look_again"]) == (1, True)
    wait_for(lambda: records.turns(drill))
    late = trainee.see(drill)
    assert (late["turn"], late["look_again"]) == (2, False)
    assert late["entries"][1]["text"] == "我帮您查一下。"


def test_a_connection_that_breaks_is_not_known_to_have_failed(
    trainee: Trainee, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = trainee.start()
    stand_in.mood = "hangs up"
    monkeypatch.setattr(stand_in, "play", lambda *_: [])
    assert trainee.say(drill, "我帮您查一下。", 1).status_code == 504
    assert trainee.send(drill, "hint", {"turn": 1}).status_code == 504


def test_sent_again_before_the_first_arrives_it_is_said_once(
    trainee: Trainee, stand_in: StandIn, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = trainee.start()
    stand_in.mood = "slow"
    with monkeypatch.context() as patch:
        patch.setattr(rasa, "PATIENCE", 0.2)
        assert trainee.say(drill, "我帮您查一下。", 1).status_code == 504
    again = trainee.say(drill, "我帮您查一下。", 1)
    assert again.status_code == 409
    assert [entry["who"] for entry in again.json()["entries"]] == [
        "customer",
        "trainee",
        "customer",
    ]
    assert len(records.turns(drill)) == 1
    assert len([heard for heard in stand_in.heard if heard["message"] == "我帮您查一下。"]) == 2


def test_other_words_sent_meanwhile_are_not_taken_for_said(
    trainee: Trainee, stand_in: StandIn, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first words arrive while the second, for the same turn, get no answer either."""
    drill = trainee.start()
    stand_in.mood = "slow"
    monkeypatch.setattr(rasa, "PATIENCE", 0.4)
    assert trainee.say(drill, "我帮您查一下。", 1).status_code == 504
    second = trainee.say(drill, "换句话说，我马上查。", 1)
    assert second.status_code == 409
    time.sleep(1)
    assert [turn.reply for turn in records.turns(drill)] == ["我帮您查一下。"]


def test_hint_and_retake_for_a_turn_gone_by_do_nothing(
    trainee: Trainee, stand_in: StandIn, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = trainee.start()
    stand_in.mood = "slow"
    with monkeypatch.context() as patch:
        patch.setattr(rasa, "PATIENCE", 0.1)
        assert trainee.say(drill, "我帮您查一下。", 1).status_code == 504
    assert trainee.send(drill, "hint", {"turn": 1}).status_code == 409
    with monkeypatch.context() as patch:
        patch.setattr(rasa, "PATIENCE", 0.1)
        assert trainee.send(drill, "retake", {"turn": 2}).status_code == 504
    assert trainee.send(drill, "retake", {"turn": 2}).status_code == 409
    assert [turn.taken_back for turn in records.turns(drill, with_taken_back=True)] == [True]
    assert records.hints(drill) == []


def test_what_is_sent_says_which_turn_it_is_for(trainee: Trainee, stand_in: StandIn) -> None:
    drill = trainee.start()
    trainee.say(drill, "我帮您查一下。", 1)
    trainee.send(drill, "hint", {"turn": 2})
    trainee.send(drill, "retake", {"turn": 2})
    assert [heard["metadata"].get("turn") for heard in stand_in.heard] == [None, 1, 2, 2]


@pytest.fixture
def house(settings: Settings, stand_in: StandIn) -> Iterator[Trainee]:
    """Someone at a server where, as in a real one, all requests share one event loop."""
    with TestClient(create_app(settings.copy(update={"rasa_url": stand_in.url}))) as http:
        trainee = Trainee(http)
        trainee.enter()
        yield trainee


@pytest.mark.parametrize("drills", [1, CROWD])
def test_a_rasa_that_hangs_holds_up_nothing_else(
    house: Trainee, stand_in: StandIn, drills: int
) -> None:
    """Many requests for one drill, and one each for many drills."""
    going_on = [house.start("burger_swap") for _ in range(drills)]
    asked = [going_on[i % drills] for i in range(CROWD)]
    for drill in going_on[:-1]:  # starting over stopped them
        house.send(drill, "retake", {"turn": 1})
    heard = len(stand_in.heard)
    with ThreadPoolExecutor(CROWD) as crowd, stand_in.hanging():
        answers = crowd.map(lambda drill: house.say(drill, "您好", 1).status_code, asked)
        wait_for(lambda: len(stand_in.heard) == heard + drills)
        time.sleep(0.5)
        before = time.monotonic()
        for path in ("/healthz", "/static/style.css", "/", "/drills"):
            assert house.get(path).status_code == 200
        took = time.monotonic() - before
    assert took < 3
    assert sorted(answers) == [200] * drills + [409] * (CROWD - drills)


def test_a_second_request_for_a_drill_is_told_to_wait(house: Trainee, stand_in: StandIn) -> None:
    drill = house.start()
    heard = len(stand_in.heard)
    with ThreadPoolExecutor(1) as other_tab, stand_in.hanging():
        first = other_tab.submit(house.say, drill, "您好", 1)
        wait_for(lambda: len(stand_in.heard) > heard)
        second = house.say(drill, "您好", 1)
    assert (first.result().status_code, second.status_code) == (200, 409)
    assert "请稍等" in second.json()["message"]
    assert second.json()["look_again"]
    assert len(stand_in.heard) == heard + 1


def test_the_turnstile_lets_one_through_for_each_name() -> None:
    turnstile = Turnstile()
    with turnstile.enter("a") as first, turnstile.enter("a") as second:
        with turnstile.enter("b") as other:
            assert (first, second, other) == (True, False, True)
        with turnstile.enter("a") as third:
            assert not third
    with turnstile.enter("a") as again:
        assert again
