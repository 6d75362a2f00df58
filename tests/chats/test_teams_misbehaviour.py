"""All that Teams can do wrong, done to the real Duilian: nothing is lost, nothing said twice."""

from __future__ import annotations

import pytest

from tests.chats.conftest import Chats, Told
from tests.chats.teammates import Person, drill_in, team_drill, waiting
from tests.doubles.misbehaving import How, eventually
from tests.doubles.teams import DEFECTS

pytestmark = pytest.mark.servers

REPLY = "您好，让您等急了，真对不住。我先查一下出餐没有。"
ANOTHER = "看到了，还没出餐，您想换成哪一款？"
OTHER_TENANT = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def person(chats: Chats) -> Person:
    """Somebody in the middle of a drill, alone."""
    found = Person(chats)
    found.starts()
    chats.teams.clear()
    return found


def stays(person: Person, number: int) -> None:
    """Whether so many lines stand there, once all that was heard is dealt with."""
    person.hears(number)
    person.press(person.user, "hint")  # comes after everything else in this conversation
    eventually(lambda: "提示" in person.text, 60)
    assert len(person.lines) == number


def test_a_delivery_that_comes_late_is_answered(person: Person, told: Told) -> None:
    late = person.message(person.user, REPLY, timestamp="2024-01-01T00:00:00Z")
    assert person.deliver(late) == [200]
    stays(person, 2)
    told("Teams", "a message with an old timestamp, token fresh", "answered once")


def test_a_delivery_that_comes_again_is_answered_once(person: Person, told: Told) -> None:
    message = person.message(person.user, REPLY)
    assert person.deliver(*[message] * 3) + person.deliver(message) == [200] * 4
    stays(person, 2)
    told("Teams", "the same message four times, three of them at once", "answered once")


def test_messages_out_of_order_are_all_answered(person: Person, told: Told) -> None:
    first, second = (person.message(person.user, text) for text in (REPLY, ANOTHER))
    assert person.deliver(second) + person.deliver(first) == [200, 200]
    stays(person, 3)
    told("Teams", "two messages in the wrong order", "each answered once, as they came")


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_request_that_proves_nothing_is_refused(person: Person, told: Told, defect: str) -> None:
    (status,) = person.deliver(person.message(person.user, REPLY), defect=defect)
    assert status in (401, 403)
    stays(person, 1)
    told("Teams", f"a token: {defect}", f"refused with {status}")


def test_a_tenant_that_is_not_served_is_refused(person: Person, told: Told) -> None:
    data = {"tenant": {"id": OTHER_TENANT}}
    assert person.deliver(person.message(person.user, REPLY, channelData=data)) == [403]
    stays(person, 1)
    told("Teams", "a message of another tenant", "refused with 403")


def test_a_new_key_is_known_as_soon_as_it_signs(person: Person, told: Told) -> None:
    person.chats.teams.control("rotate")
    message = person.message(person.user, REPLY)
    eventually(lambda: person.deliver(message) == [200])
    stays(person, 2)
    told("Teams", "all keys rotated", "keys fetched again, answered once")


def test_a_token_that_ended_early_is_renewed(person: Person, told: Told) -> None:
    person.chats.teams.control("forget_tokens")
    person.say(person.user, REPLY)
    stays(person, 2)
    told("Teams", "the bot's own token no longer accepted", "a new one fetched, answered once")


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ("429", "waits as long as asked, answered once"),
        ("500", "tries again, answered once"),
        ("late", "waits, answered once"),
    ],
)
def test_posting_that_has_to_wait(person: Person, told: Told, how: How, outcome: str) -> None:
    person.chats.teams.misbehave(f"{person.about['id']}/activities", how, times=2)
    person.say(person.user, REPLY)
    stays(person, 2)
    told("Teams", f"posting meets: {how}", outcome)


def test_a_post_that_nobody_knows_the_fate_of_is_offered_again(chats: Chats, told: Told) -> None:
    cases: tuple[tuple[How, int], ...] = (("drop_before", 0), ("drop_after", 1))
    for how, there in cases:
        person = Person(chats)
        person.starts()
        chats.teams.misbehave(f"{person.about['id']}/activities", how, times=2)  # typing, posting
        person.say(person.user, REPLY)
        person.reads("没显示出来")
        assert len(person.lines) == 1 + there
        person.press(person.user, "again")
        stays(person, 2 + there)
        told("Teams", f"posting meets: {how}", "said once; offers to show it again")


def test_a_giant_body_is_refused(person: Person, told: Told) -> None:
    assert person.deliver(person.message(person.user, "您" * 300_000)) == [413]
    stays(person, 1)
    told("Teams", "a body of 900 KB", "refused with 413")


def test_fifty_messages_at_once_in_one_thread(chats: Chats, told: Told) -> None:
    thread = team_drill(chats)
    people = [Person(chats).user for _ in range(5)]
    messages = [
        thread.message(people[n % 5], f"您好，我是第{n}位，马上帮您查出餐没有。") for n in range(50)
    ]
    assert thread.deliver(*messages) == [200] * 50
    eventually(lambda: not waiting(chats), 90)
    drill = drill_in(thread)
    assert drill
    turns = chats.servers.records.turns(drill.id)
    answers = chats.servers.records.answers(drill.id)
    spoken = 1 + len(turns)  # the opening, and one line for each reply that was heard
    assert len(thread.hears(spoken)) == spoken
    replies = {turn.reply for turn in turns} | {answer.reply for answer in answers}
    assert drill.ending or len(replies) == 50
    told("Teams", "50 messages at once in one thread", f"{len(turns)} answered once, all kept")
