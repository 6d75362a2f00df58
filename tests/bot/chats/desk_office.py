"""A desk with a platform and a host that do as the tests of the desk tell them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from actions.records import Records
from bot.chats.desk import Desk, UnreachableError
from bot.chats.heard import Heard, Place
from bot.chats.inbox import Inbox
from bot.chats.outbox import Outbox
from bot.chats.platform import Person, Posted, RefusedError, UnsureError
from bot.chats.post import Form, Post, Words

PLACE = Place("slack", "T1", "C1")


def heard(key: str, user: str = "U1") -> Heard:
    return Heard(key, "said", PLACE, user, 1.0, key, f"words of {key}")


def post(key: str, root: str = "", room: str = "C1") -> Post:
    place = Place("slack", "T1", room)
    return Post(key, "thread" if root else "room", place, (Words(key),), root=root)


class Platform:
    """Posts into a list; raises what `trouble` holds for a key first, one after the other."""

    name = "slack"

    def __init__(self) -> None:
        self.there: list[tuple[str, str]] = []
        self.trouble: dict[str, list[Exception]] = {}
        self.can_find = True
        self.finding: list[Exception] = []

    async def post(self, post: Post, thread: str) -> Posted:
        trouble = self.trouble.get(post.key)
        error = trouble.pop(0) if trouble else None
        if error is None or (isinstance(error, UnsureError) and error.args):
            self.there.append((post.key, thread))
        if error:
            raise error
        return Posted(f"ref {post.key}", post.place.room, 1.0)

    async def replace(self, post: Post, earlier: Posted) -> None:
        self.there.append((post.key, earlier.ref))

    async def find(self, post: Post, thread: str) -> Posted | None:
        if not self.can_find:
            raise UnsureError
        if self.finding:
            raise self.finding.pop()
        keys = [key for key, _ in self.there]
        return Posted(f"ref {post.key}", post.place.room, 1.0) if post.key in keys else None

    async def person(self, place: Place, user: str) -> Person:
        if user == "nobody":
            raise RefusedError("user_not_found")
        return Person(user)

    async def busy(self, place: Place) -> None:
        pass


class Host:
    """Answers what it hears with a post of the same key."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.met: list[str] = []
        self.handled: list[str] = []
        self.unreachable = 0
        self.given_up: list[str] = []
        self.doubted: list[str] = []
        self.refusals: list[str] = []

    def lane(self, heard: Heard) -> str | None:
        return None if heard.key == "gossip" else heard.place.room

    def knows(self, heard: Heard) -> bool:
        return heard.user in self.met

    def meet(self, heard: Heard, person: Person) -> None:
        self.met.append(heard.user)

    def handle(self, heard: Heard) -> None:
        if self.unreachable:
            self.unreachable -= 1
            raise UnreachableError
        if heard.key == "broken":
            raise ZeroDivisionError
        self.handled.append(heard.key)
        self.outbox.add([post(heard.key)])

    def give_up(self, heard: Heard) -> None:
        self.given_up.append(heard.key)

    def posted(self, post: Post, posted: Posted) -> None:
        if post.key == "stumbles":
            raise ZeroDivisionError

    def refused(self, post: Post) -> None:
        self.refusals.append(post.key)

    def doubtful(self, post: Post) -> None:
        self.doubted.append(post.key)

    def form(self, value: Mapping[str, Any], place: Place, user: str) -> Form | None:
        return None

    def due(self) -> list[Heard]:
        return []


class Office:
    """Desk, host and platform on one database, which outlives the desk."""

    def __init__(self, folder: Path) -> None:
        self.records = Records(f"sqlite:///{folder / 'duilian.db'}")
        self.records.migrate()
        self.inbox = Inbox(self.records.db, "slack")
        self.outbox = Outbox(self.records.db, "slack")
        self.platform = Platform()
        self.host = Host(self.outbox)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Desk]:
        desk = Desk(self.platform, self.host, self.inbox, self.outbox)
        running = asyncio.create_task(desk.run())
        yield desk
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    async def until(self, done: Callable[[], bool]) -> None:
        for _ in range(2000):
            if done():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it never came to that")

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.platform.there]
