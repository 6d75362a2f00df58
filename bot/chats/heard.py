"""What came in from a chat platform, in one shape for all of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["said", "edited", "deleted", "pressed", "met"]


@dataclass(frozen=True)
class Place:
    """Where people talk.

    Args:
        channel: slack or teams.
        tenant: the organisation: Slack's team id, the tenant id of Teams.
        room: the channel, group chat or direct conversation.
        thread: id of the thread's first message; "" outside a thread and in direct ones.
        direct: one person and the bot alone.
        via: the address that answers go to, where the platform has several (Teams).
    """

    channel: str
    tenant: str
    room: str
    thread: str = ""
    direct: bool = False
    via: str = ""


@dataclass(frozen=True)
class Heard:
    """One thing somebody did.

    Args:
        key: the same for every delivery of the same thing, unique among all others.
        kind: "said" a message; "edited" or "deleted" one; "pressed" a button or sent a form;
            "met": the bot was added or somebody opened it.
        place: where.
        user: the platform's id of the person; "" where it does not tell (who deleted something).
        at: when, in seconds since 1970 by the platform's clock.
        message: id of the message that was said, edited or deleted; of a button, the one it is on.
        text: plain words, without entities and without the mention of the bot.
        addressed: the bot was mentioned by name, or a slash command was used.
        value: of a button or form: `act` and what belongs to it, with the form's fields.
        name: the person's name where the platform tells it along.
        locale: the person's language where the platform tells it along, such as "en-GB".
        timezone: likewise, an IANA name.
    """

    key: str
    kind: Kind
    place: Place
    user: str
    at: float
    message: str = ""
    text: str = ""
    addressed: bool = False
    value: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    locale: str = ""
    timezone: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the inbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Heard:
        """The reverse of `as_json`."""
        return cls(**{**value, "place": Place(**value["place"])})
