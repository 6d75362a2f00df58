"""People in the Teams double who drill with the real Duilian."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from actions.records import Drill
from actions.records.store import now
from bot.chats.heard import Place
from bot.chats.inbox import Inbox
from bot.chats.rooms import Rooms
from tests.chats.conftest import Chats
from tests.doubles.misbehaving import eventually
from tests.doubles.teams import APP_ID, TENANT, service_url

NUMBERS = count(1)
BOT = f"28:{APP_ID}"
STORY = "点错的汉堡"
NAME = "张老三"  # of that story's customer
MENTION = {
    "type": "mention",
    "mentioned": {"id": BOT, "name": "对练"},
    "text": "<at>对练</at>",
}


def new_id() -> str:
    """Ids of messages are milliseconds, and no two are the same."""
    time.sleep(0.002)
    return str(time.time_ns() // 1_000_000)


def texts(of: object) -> Iterator[str]:
    """All that a card shows, from top to bottom."""
    if isinstance(of, dict):
        if of.get("type") == "TextRun":
            yield of["text"]
        for inner in of.values():
            yield from texts(inner)
    elif isinstance(of, list):
        for inner in of:
            yield from texts(inner)


def values(of: object) -> Iterator[dict[str, Any]]:
    """What the buttons of a card send."""
    if isinstance(of, dict):
        if of.get("type") == "Action.Submit":
            yield of["data"]
        for inner in of.values():
            yield from values(inner)
    elif isinstance(of, list):
        for inner in of:
            yield from values(inner)


def lines(messages: list[dict[str, Any]]) -> list[str]:
    """What the customer says in messages."""
    return [
        "\n".join(list(texts(element))[1:])
        for message in messages
        for element in message["activity"]["attachments"][0]["content"]["body"]
        if element["type"] == "Container" and next(texts(element)) == NAME
    ]


def waiting(chats: Chats) -> int:
    """How much of what came from Teams is not dealt with yet."""
    return len(Inbox(chats.servers.records.db, "teams").waiting(now()))


def drill_in(spot: Spot) -> Drill | None:
    """The drill in a thread."""
    room, _, thread = spot.about["id"].partition(";messageid=")
    place = Place("teams", TENANT, room, thread)
    found = Rooms(spot.chats.servers.records.db, "teams").thread_at(place)
    return spot.chats.servers.records.drill(found.drill_id) if found else None


@dataclass
class Spot:
    """A conversation in Teams.

    Args:
        chats: the real Duilian and its doubles.
        about: what activities say of the conversation.
    """

    chats: Chats
    about: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the bot posted here, oldest first."""
        found = self.chats.teams.http.get("/_messages").json()
        return [message for message in found if message["conversation"] == self.about["id"]]

    @property
    def text(self) -> str:
        """All words of it."""
        return "\n".join(texts(self.messages))

    @property
    def lines(self) -> list[str]:
        """What the customer said here."""
        return lines(self.messages)

    def message(self, user: str, text: str, **about: Any) -> dict[str, Any]:
        """Somebody's message, still to be delivered."""
        url = self.chats.teams.url
        usual = {
            "type": "message",
            "id": new_id(),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.1234567Z", time.gmtime()),
            "serviceUrl": service_url(url),
            "channelId": "msteams",
            "from": {"id": user, "name": user},
            "recipient": {"id": BOT, "name": "对练"},
            "conversation": {"tenantId": TENANT, **self.about},
            "channelData": {"tenant": {"id": TENANT}},
            "text": text,
            "textFormat": "plain",
            "locale": "zh-CN",
            "localTimezone": "Asia/Shanghai",
        }
        return {**usual, **about}

    def deliver(self, *activities: dict[str, Any], defect: str = "") -> list[int]:
        """Lets the double deliver them, all at once, as Microsoft would; the statuses."""
        deliveries = [{"activity": activity, "defect": defect} for activity in activities]
        to = f"{self.chats.servers.url}/teams/messages"
        statuses: list[int] = self.chats.teams.control("deliver", to=to, deliveries=deliveries)
        return statuses

    def say(self, user: str, text: str, **about: Any) -> dict[str, Any]:
        """Says something; what was sent."""
        message = self.message(user, text, **about)
        assert self.deliver(message) == [200]
        return message

    def press(self, user: str, act: str, **fields: str) -> None:
        """Presses the newest button that does this, with the form filled in."""
        for message in reversed(self.messages):
            for value in values(message):
                if value["act"] == act:
                    self.say(user, "", value={**value, **fields}, replyToId=message["id"])
                    return
        raise AssertionError(f"no button for {act}")

    def hears(self, number: int) -> list[str]:
        """Waits until the customer has said so many lines."""
        eventually(lambda: len(self.lines) >= number, 60)
        return self.lines

    def reads(self, words: str) -> None:
        """Waits until the bot has posted these words."""
        eventually(lambda: words in self.text, 60)


@dataclass
class Person(Spot):
    """Somebody new, and their conversation with the bot."""

    about: dict[str, Any] = field(default_factory=dict)
    user: str = field(default_factory=lambda: f"29:trainee-{next(NUMBERS)}")

    def __post_init__(self) -> None:
        """Makes them a member of the organisation."""
        self.about = {"conversationType": "personal", "id": f"a:{self.user}"}
        about = {"name": self.user[3:], "tenantId": TENANT, "userRole": "user"}
        self.chats.teams.control("member", id=self.user, **about)

    def starts(self) -> None:
        """Starts a drill and waits for the customer's first line."""
        self.say(self.user, f"开始 {STORY}")
        self.hears(1)


def team_drill(chats: Chats, mode: str = "") -> Spot:
    """The thread of a drill that a trainer has just started in a channel of its own."""
    room = f"19:{next(NUMBERS)}@thread.tacv2"
    started = new_id()
    where = {"conversationType": "channel", "id": f"{room};messageid={started}"}
    order = f"<at>对练</at> 开始 {STORY} {mode}"
    Spot(chats, where).say("29:boss", order, id=started, entities=[MENTION])

    def found() -> str:
        messages = chats.teams.http.get("/_messages").json()
        places = [message["conversation"] for message in messages]
        return next((place for place in places if place.startswith(f"{room};")), "")

    thread = Spot(chats, {"conversationType": "channel", "id": eventually(found, 60)})
    thread.hears(1)
    return thread
