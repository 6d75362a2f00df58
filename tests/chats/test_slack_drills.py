"""Whole drills in Slack, from the first word to the feedback."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from actions.settings import ROOT
from actions.story import Library
from tests.chats.conftest import Chats
from tests.chats.people import STORY, Person, button, lines
from tests.doubles import workspace as ws
from tests.doubles.block_kit import shown
from tests.doubles.misbehaving import eventually

pytestmark = pytest.mark.servers

REPLIES = Library(ROOT / "data" / "stories").stories()["burger_swap"].rehearsals[0].trainee
BOSS = "U0BOSS"


def feedback(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cards that hold all three scores."""
    names = ("同理心", "清晰度", "死板度")
    return [m for m in messages if all(name in m["text"] for name in names)]


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]


def plays_to_the_end(person: Person) -> dict[str, Any]:
    """Says good replies until the coach speaks; the card."""
    for number, reply in enumerate(REPLIES, len(person.lines) + 1):
        person.say(reply)
        person.hears(number)
    if not feedback(person.messages):
        person.press("stop")
    return eventually(lambda: feedback(person.messages))[0]


def test_whoever_looks_in_is_welcomed_once(chats: Chats) -> None:
    person = Person(chats)
    opened = {"type": "app_home_opened", "user": person.user, "channel": person.room}
    for _ in range(3):
        assert chats.slack.deliver(ws.event(opened)).status_code == 200
    person.starts()  # comes after all of that
    assert sum(message["text"].startswith("我是对练") for message in person.messages) == 1


def test_a_drill_alone_ends_with_a_card_and_a_report(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    card = plays_to_the_end(person)
    kinds = [block["type"] for block in card["blocks"]]
    assert kinds[0] == "header" and "actions" in kinds
    assert "●" in shown(card["blocks"])
    [report] = [b["url"] for b in buttons(card) if "url" in b]
    page = httpx.get(report, follow_redirects=True, trust_env=False)
    assert page.status_code == 200
    assert STORY in page.text


def test_buttons_give_a_hint_and_take_back_what_was_said(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    person.press("hint")
    eventually(lambda: any(m["text"].startswith("提示") for m in person.messages))
    person.say("没办法，规定就是这样。")
    person.hears(2)
    person.press("retake")
    eventually(lambda: any("strike" in str(message["blocks"]) for message in person.messages))


def test_a_message_that_is_edited_is_answered_anew(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    said = person.say("没办法，规定就是这样。")
    person.hears(2)
    change = ws.event(ws.edited(said, REPLIES[0]))
    assert chats.slack.deliver(change).status_code == 200
    person.hears(3)
    assert "strike" in str(person.messages)


def test_the_shortcut_opens_a_list_and_the_chosen_customer_speaks(chats: Chats) -> None:
    chats.slack.double.clear()
    person = Person(chats)
    assert chats.slack.deliver(ws.shortcut(person.user)).status_code == 200
    [opened] = chats.slack.double.calls("views.open", "done")
    view = opened["body"]["view"]
    sent = ws.submitted(person.user, view, {"story": "burger_swap"})
    assert chats.slack.deliver(sent).status_code == 200
    person.hears(1)


def test_a_team_drills_in_a_thread_and_each_is_coached_alone(chats: Chats) -> None:
    room, first, second = "C0TEAM", Person(chats), Person(chats)
    assert chats.slack.deliver(ws.command(BOSS, room, STORY)).status_code == 200
    root = eventually(lambda: chats.slack.messages(room))[0]
    thread = root["ts"]
    spoken = zip((first, second, first), REPLIES[:3], strict=True)
    for number, (person, reply) in enumerate(spoken, 1):
        eventually(lambda n=number: len(lines(chats.slack.messages(room), thread)) == n)
        chats.slack.say(person.user, room, reply, thread)
    eventually(lambda: len(lines(chats.slack.messages(room), thread)) == 4)
    end = ws.press(BOSS, root, button(root, "end"))
    assert chats.slack.deliver(end).status_code == 200
    [card] = eventually(lambda: feedback(chats.slack.messages(room)))
    assert card["thread_ts"] == thread
    for person in (first, second):
        [own] = eventually(lambda p=person: feedback(p.messages))
        assert "给您一个人的点评" in own["text"]
    drill = chats.team_drill(room, thread)
    assert drill
    speakers = [turn.trainee_id for turn in chats.servers.records.turns(drill.id)]
    assert speakers[0] == speakers[2] != speakers[1]


def test_only_a_trainer_starts_a_team(chats: Chats) -> None:
    chats.slack.double.clear()
    person, room = Person(chats), "C0NOBOSS"
    assert chats.slack.deliver(ws.command(person.user, room, STORY)).status_code == 200
    [told] = eventually(lambda: chats.slack.double.calls("chat.postEphemeral"))
    assert told["body"]["user"] == person.user
    assert not chats.slack.messages(room)
