"""Whole drills in Teams, from the first word to the feedback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from actions.settings import ROOT
from actions.story import Library
from tests.chats.conftest import Chats
from tests.chats.teammates import BOT, MENTION, NAME, STORY, Person, Spot, drill_in, team_drill
from tests.chats.teammates import texts as texts_of
from tests.doubles.misbehaving import eventually

pytestmark = pytest.mark.servers

REPLIES = Library(ROOT / "data" / "stories").stories()["burger_swap"].rehearsals[0].trainee
CURT = "没办法，规定就是这样。"


def feedback(spot: Spot) -> list[dict[str, Any]]:
    """The cards that hold all three scores."""
    names = ("同理心", "清晰度", "死板度")
    return [m for m in spot.messages if all(name in "\n".join(texts_of(m)) for name in names)]


def links(of: object) -> Iterator[str]:
    """The addresses that a card opens."""
    if isinstance(of, dict):
        if of.get("type") == "Action.OpenUrl":
            yield of["url"]
        of = list(of.values())
    if isinstance(of, list):
        for inner in of:
            yield from links(inner)


def struck(of: object) -> bool:
    """Whether a card shows something as taken back."""
    return "'strikethrough': True" in str(of)


def test_whoever_adds_the_bot_is_welcomed_and_chooses_a_customer(chats: Chats) -> None:
    person = Person(chats)
    person.say(person.user, "", type="conversationUpdate", membersAdded=[{"id": BOT}])
    eventually(lambda: person.messages)
    person.press(person.user, "start", story="burger_swap")
    person.hears(1)
    assert NAME in person.text


def test_a_drill_alone_ends_with_a_card_and_a_report(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    for number, reply in enumerate(REPLIES, 2):
        person.say(person.user, reply)
        person.hears(number)
    if not feedback(person):
        person.press(person.user, "stop")
    card = eventually(lambda: feedback(person))[0]
    page = httpx.get(next(links(card)), follow_redirects=True, trust_env=False)
    assert page.status_code == 200
    assert STORY in page.text


def test_buttons_give_a_hint_and_take_back_what_was_said(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    person.press(person.user, "hint")
    person.reads("提示")
    person.say(person.user, CURT)
    person.hears(2)
    person.press(person.user, "retake")
    eventually(lambda: struck(person.messages))


def test_a_message_that_is_edited_is_answered_anew(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    said = person.say(person.user, CURT)
    person.hears(2)
    data = {**said["channelData"], "eventType": "editMessage"}
    edited = {**said, "type": "messageUpdate", "channelData": data, "text": REPLIES[0]}
    assert person.deliver(edited) == [200]
    person.hears(3)
    assert struck(person.messages)


def test_a_message_that_is_deleted_is_taken_back(chats: Chats) -> None:
    person = Person(chats)
    person.starts()
    said = person.say(person.user, CURT)
    person.hears(2)
    data = {**said["channelData"], "eventType": "softDeleteMessage"}
    assert person.deliver({**said, "type": "messageDelete", "channelData": data}) == [200]
    eventually(lambda: struck(person.messages))


def test_a_team_drills_in_a_thread_and_each_is_coached_alone(chats: Chats) -> None:
    thread, first, second = team_drill(chats), Person(chats), Person(chats)
    for number, (person, reply) in enumerate(zip((first, second, first), REPLIES, strict=False), 2):
        thread.say(person.user, reply)
        thread.hears(number)
    thread.press("29:boss", "end")
    eventually(lambda: feedback(thread))
    for person in (first, second):
        assert eventually(lambda p=person: feedback(p))
    drill = drill_in(thread)
    assert drill
    speakers = [turn.trainee_id for turn in chats.servers.records.turns(drill.id)]
    assert speakers[0] == speakers[2] != speakers[1]


def test_in_a_duel_answers_are_given_in_the_card_unseen_by_others(chats: Chats) -> None:
    thread, first, second = team_drill(chats, "对决"), Person(chats), Person(chats)
    for person, reply in ((first, CURT), (second, REPLIES[0])):
        thread.press(person.user, "answer", text=reply)
        person.reads("收到")
    assert CURT not in thread.text
    thread.press("29:boss", "reveal")
    assert len(thread.hears(2)) == 2
    assert REPLIES[0] in thread.text


def test_in_a_relay_whoever_is_next_is_called_by_name(chats: Chats) -> None:
    thread, first, second = team_drill(chats, "接力"), Person(chats), Person(chats)
    for person in (first, second):
        thread.press(person.user, "join")
    thread.say(first.user, REPLIES[0])
    thread.hears(2)
    entities = [
        entity
        for message in thread.messages
        for entity in message["activity"]["attachments"][0]["content"]["msteams"]["entities"]
    ]
    assert second.user in [entity["mentioned"]["id"] for entity in entities]


def test_only_a_trainer_starts_a_team(chats: Chats) -> None:
    person = Person(chats)
    room = {"conversationType": "channel", "id": "19:no-trainer@thread.tacv2;messageid=1"}
    Spot(chats, room).say(person.user, f"<at>对练</at> 开始 {STORY}", id="1", entities=[MENTION])
    person.reads(person.user)
    assert not [m for m in chats.teams.http.get("/_messages").json() if "no-trainer" in str(m)]
