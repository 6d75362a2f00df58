"""What a chat platform has to be able to do; bot/slack and bot/teams do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.chats.heard import Place
from bot.chats.post import Post

NAMELESS = "?"  # the name of somebody who can't be looked up, for now


@dataclass(frozen=True)
class Posted:
    """A message that is there.

    Args:
        ref: the platform's id of it.
        room: where it went, for the direct conversation that had to be opened for it.
        at: seconds since 1970 by the platform's clock.
        thread: id of the thread it starts or stands in.
    """

    ref: str
    room: str
    at: float
    thread: str = ""


@dataclass(frozen=True)
class Person:
    """What the platform says of somebody.

    Args:
        name: as their colleagues see it.
        email: only where the organisation vouches for it; "" for guests and strangers.
        locale: such as "zh-CN", "" if unknown.
        timezone: an IANA name, "" if unknown.
    """

    name: str
    email: str = ""
    locale: str = ""
    timezone: str = ""


class WaitError(Exception):
    """The platform asks to wait: nothing was posted.

    Args:
        seconds: how long; None where it does not say.
    """

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class UnsureError(Exception):
    """The connection broke after the request was sent: it may be posted or not."""


class RefusedError(Exception):
    """The platform will never post this; the message says why, without secrets."""


class Platform(Protocol):
    """A connected chat platform. Everything here may raise the three errors above."""

    name: str

    async def post(self, post: Post, thread: str) -> Posted:
        """Posts; `thread` is the thread's id where the way is "thread", else ""."""

    async def replace(self, post: Post, earlier: Posted) -> None:
        """Lets an earlier message show `post` instead."""

    async def find(self, post: Post, thread: str) -> Posted | None:
        """The message of a post that is perhaps there already; None if it is not, or can't tell.

        Raises:
            UnsureError: if the platform has no way to find out.
        """

    async def person(self, place: Place, user: str) -> Person:
        """Looks somebody up."""

    async def busy(self, place: Place) -> None:
        """Shows that an answer is coming, where the platform can; never fails."""
