"""All that Slack can do wrong, done to the real Duilian: nothing is lost, nothing said twice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.chats.conftest import Chats, Told
from tests.chats.people import STORY, Person, lines
from tests.doubles import workspace as ws
from tests.doubles.misbehaving import eventually
from tests.doubles.slack import BOT

pytestmark = pytest.mark.servers

REPLY = "您好，让您等急了，真对不住。我先查一下出餐没有。"
ANOTHER = "看到了，还没出餐，您想换成哪一款？"


@pytest.fixture
def person(chats: Chats) -> Person:
    """Somebody in the middle of a drill, alone."""
    found = Person(chats)
    found.starts()
    chats.slack.double.clear()
    return found


def stays(person: Person, number: int) -> None:
    """Whether so many lines stand there, once all that was heard is dealt with."""
    person.hears(number)
    person.say("给点提示")  # comes after everything else in this conversation
    eventually(lambda: any("提示" in message["text"] for message in person.messages), 60)
    assert len(person.lines) == number


def test_a_delivery_that_comes_late_is_answered(person: Person, told: Told) -> None:
    said = ws.message(person.user, person.room, REPLY, ts=f"{int(time.time()) - 3000}.000001")
    assert person.chats.slack.deliver(ws.event(said), retry=3).status_code == 200
    stays(person, 2)
    told("Slack", "an event fifty minutes late, third try", "answered once")


def test_a_delivery_that_comes_again_is_answered_once(person: Person, told: Told) -> None:
    event = person.message(REPLY)
    for retry in range(4):
        assert person.chats.slack.deliver(event, retry=retry).status_code == 200
    stays(person, 2)
    told("Slack", "the same event four times", "answered once")


def test_messages_out_of_order_are_all_answered(person: Person, told: Told) -> None:
    first, second = person.message(REPLY), person.message(ANOTHER)
    for event in (second, first):
        assert person.chats.slack.deliver(event).status_code == 200
    stays(person, 3)
    told("Slack", "two messages in the wrong order", "each answered once, as they came")


FORGED = {
    "a wrong signature": {"signed": "v0=" + "0" * 64},
    "no signature": {"signed": "v0="},
    "the signature of another secret": {},
    "an old timestamp, rightly signed": {"timestamp": str(int(time.time()) - 400)},
    "a timestamp from the future": {"timestamp": str(int(time.time()) + 4000)},
    "no number for a timestamp": {"timestamp": "soon"},
}


@pytest.mark.parametrize("case", FORGED)
def test_what_slack_did_not_sign_just_now_is_refused(case: str, person: Person, told: Told) -> None:
    event, how = person.message("这句是假的"), dict(FORGED[case])
    if not how:
        how = {"timestamp": str(int(time.time()))}
        how["signed"] = ws.signature(ws.body_of(event)[0], how["timestamp"], "another")
    answer = person.chats.slack.deliver(event, **how)
    assert answer.status_code == 401
    stays(person, 1)
    told("Slack", case, "refused: 401")


def test_a_giant_body_is_refused(chats: Chats, told: Told) -> None:
    answer = chats.slack.deliver(b'{"type": "' + b"a" * 2_000_000 + b'"}')
    assert answer.status_code == 413
    told("Slack", "a body of 2 MB", "refused: 413")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b'{"type": "event_callback"}'])
def test_what_makes_no_sense_does_no_harm(body: bytes, chats: Chats, told: Told) -> None:
    answer = chats.slack.deliver(body)
    assert (answer.status_code, answer.text) in ((400, ""), (200, ""))
    told("Slack", f"the signed body {body!r}", f"{answer.status_code}, nothing heard")


@pytest.mark.parametrize(
    ("how", "of", "case"),
    [
        ("429", "chat.postMessage", "429, Retry-After: 1"),
        ("500", "chat.postMessage", "500, twice"),
        ("drop_before", "chat.postMessage", "connection dropped before it is posted"),
        ("drop_after", "chat.postMessage", "connection dropped after it is posted"),
        ("late", "chat.postMessage", "an answer that comes late"),
    ],
)
def test_what_goes_wrong_while_posting(
    how: Any, of: str, case: str, person: Person, told: Told
) -> None:
    times = 2 if how == "500" else 1
    person.chats.slack.double.misbehave(of, how, times=times, seconds=1)
    person.say(REPLY)
    stays(person, 2)
    calls = [call["at"] for call in person.chats.slack.double.calls(of)]
    if how == "429":
        assert calls[1] - calls[0] >= 1
    told("Slack", case, "posted once")


def test_somebody_who_can_not_be_looked_up_at_once_is_answered(chats: Chats, told: Told) -> None:
    chats.slack.double.misbehave("users.info", "500")
    Person(chats).starts()
    told("Slack", "users.info answers 500 to somebody new", "looked up again, answered once")


def test_fifty_messages_at_once_in_one_thread(chats: Chats, told: Told) -> None:
    room = "C0FIFTY"
    chats.slack.say("U0BOSS", room, f"<@{BOT}> 开始 {STORY}")
    root = eventually(lambda: chats.slack.messages(room), 60)[0]["ts"]
    eventually(lambda: lines(chats.slack.messages(room), root), 60)

    def say(number: int) -> None:
        text = f"您好，我是第{number}位，马上帮您查出餐没有。"
        chats.slack.say(f"U0FIFTY{number % 5}", room, text, root)

    with ThreadPoolExecutor(50) as crowd:
        list(crowd.map(say, range(50)))

    eventually(lambda: chats.waiting() == 0, 90)
    drill = chats.team_drill(room, root)
    assert drill
    turns = chats.servers.records.turns(drill.id)
    answers = chats.servers.records.answers(drill.id)
    spoken = 1 + len(turns)  # the opening, and one line for each reply that was heard
    eventually(lambda: len(lines(chats.slack.messages(room), root)) >= spoken)
    assert len(lines(chats.slack.messages(room), root)) == spoken
    replies = {turn.reply for turn in turns} | {answer.reply for answer in answers}
    assert len(replies) == 50
    told("Slack", "50 messages at once in one thread", f"{len(turns)} answered once, all kept")


def test_a_restart_between_delivery_and_redelivery_loses_and_repeats_nothing(
    person: Person, told: Told
) -> None:
    chats, event = person.chats, person.message(REPLY)
    assert chats.slack.deliver(event).status_code == 200
    chats.kill_rasa()
    away = chats.slack.deliver(person.message(ANOTHER)).status_code
    assert away == 503
    chats.wait_for_rasa()
    assert chats.slack.deliver(event, retry=1).status_code == 200
    stays(person, 2)
    told("Slack", "Rasa killed right after a delivery, which is then repeated", "answered once")
    told("Slack", "a delivery while Rasa is away", f"{away}: Slack delivers it again")
