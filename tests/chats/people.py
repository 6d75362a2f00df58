"""People in the Slack double who drill with the real Duilian."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.chats.conftest import Chats
from tests.doubles import workspace as ws
from tests.doubles.block_kit import shown
from tests.doubles.misbehaving import eventually

NUMBERS = count(1)
STORY = "点错的汉堡"
NAME = "张老三"  # of that story's customer


def lines(messages: list[dict[str, Any]], thread: str = "") -> list[str]:
    """What the customer said, oldest first."""
    return [
        shown(block["elements"][1]["elements"])
        for message in messages
        for block in message["blocks"]
        if message.get("thread_ts", "") == thread
        and block["type"] == "rich_text"
        and block["elements"][0]["type"] == "rich_text_section"
        and shown(block["elements"][0]["elements"]) == NAME
    ]


def button(message: dict[str, Any], act: str) -> dict[str, Any]:
    """The button of a message that does this."""
    [found] = [
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if f'"act":"{act}"' in element.get("value", "")
    ]
    return found


@dataclass
class Person:
    """Somebody new, who talks to the bot directly."""

    chats: Chats
    user: str = field(default_factory=lambda: f"U0TRAINEE{next(NUMBERS)}")

    @property
    def room(self) -> str:
        """Their conversation with the bot."""
        return f"D{self.user[1:]}"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the bot said there."""
        return self.chats.slack.messages(self.room)

    @property
    def lines(self) -> list[str]:
        """What the customer said there."""
        return lines(self.messages)

    def say(self, text: str) -> dict[str, Any]:
        """Says something to the bot."""
        return self.chats.slack.say(self.user, self.room, text)

    def message(self, text: str) -> dict[str, Any]:
        """The event of a message that is still to be delivered."""
        return ws.event(ws.message(self.user, self.room, text))

    def press(self, act: str) -> None:
        """Presses the newest button that does this."""
        message = next(m for m in reversed(self.messages) if f'"act":"{act}"' in str(m["blocks"]))
        payload = ws.press(self.user, message, button(message, act))
        assert self.chats.slack.deliver(payload).status_code == 200

    def starts(self) -> None:
        """Starts a drill and waits for the customer's first line."""
        self.say(f"开始 {STORY}")
        self.hears(1)

    def hears(self, number: int) -> list[str]:
        """Waits until the customer has said so many lines."""
        eventually(lambda: len(self.lines) >= number, 60)
        return self.lines
