"""The desk: what is heard is dealt with once and in order, what is posted arrives once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from actions.records import Records
from actions.records.store import now
from bot.chats import desk as desk_module
from bot.chats.desk import Desk, UnreachableError
from bot.chats.heard import Heard, Place
from bot.chats.inbox import Inbox
from bot.chats.outbox import Item, Outbox
from bot.chats.platform import Person, Posted, RefusedError, UnsureError, WaitError
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


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(desk_module, "WAITS", (0.01,) * 3)
    monkeypatch.setattr(desk_module, "POST_WAITS", (0.01,))
    monkeypatch.setattr(desk_module, "TICK", 0.02)
    return Office(tmp_path)


async def test_fifty_at_once_are_dealt_with_and_answered_in_order_once_each(
    office: Office,
) -> None:
    keys = [f"m{number:02}" for number in range(50)]
    async with office.open() as desk:
        new = await asyncio.gather(*(desk.take(heard(key)) for key in [*keys, *keys]))
        await office.until(lambda: len(office.keys) == 50)
    assert sum(new) == 50
    assert office.host.handled == office.keys == keys
    assert office.host.met == ["U1"]


async def test_what_was_heard_before_a_restart_is_dealt_with_after_it_and_not_twice(
    office: Office,
) -> None:
    office.inbox.add(heard("m1"))
    async with office.open():
        await office.until(lambda: office.keys == ["m1"])
        await office.until(lambda: office.inbox.waiting(now()) == [])
    async with office.open() as desk:
        assert not await desk.take(heard("m1"))
        assert await desk.take(heard("m2"))
        await office.until(lambda: office.keys == ["m1", "m2"])


async def test_what_rasa_misses_is_tried_again_in_its_turn(office: Office) -> None:
    office.host.unreachable = 2
    async with office.open() as desk:
        await desk.take(heard("m1"))
        await desk.take(heard("m2"))
        await office.until(lambda: office.keys == ["m1", "m2"])
    assert office.host.given_up == []


@pytest.mark.parametrize(("key", "unreachable"), [("m1", 9), ("broken", 0)])
async def test_what_never_works_is_given_up_aloud_and_holds_up_nobody(
    office: Office, key: str, unreachable: int
) -> None:
    office.host.unreachable = unreachable
    async with office.open() as desk:
        await desk.take(heard(key))
        await office.until(lambda: office.host.given_up == [key])
        office.host.unreachable = 0
        await desk.take(heard("m2"))
        await office.until(lambda: office.keys == ["m2"] and not office.inbox.waiting(now()))


@pytest.mark.parametrize(
    "trouble",
    [
        [WaitError(0.05)],
        [WaitError()] * 3,
        [UnsureError()],
        [UnsureError("it went through")],
        [UnsureError("it went through"), WaitError()],
    ],
)
async def test_a_post_arrives_once_and_before_the_next_whatever_the_platform_does(
    office: Office, trouble: list[Exception]
) -> None:
    office.platform.trouble["one"] = trouble
    office.outbox.add([post("one"), post("two")])
    async with office.open():
        await office.until(lambda: "two" in office.keys)
    assert office.keys == ["one", "two"]


async def test_where_nobody_can_tell_the_host_offers_it_again_instead_of_posting_twice(
    office: Office,
) -> None:
    office.platform.can_find = False
    office.platform.trouble["one"] = [UnsureError("it went through")]
    office.outbox.add([post("one"), post("two")])
    async with office.open():
        await office.until(lambda: "two" in office.keys)
    assert office.keys == ["one", "two"]
    assert office.host.doubted == ["one"]


async def test_a_refused_post_holds_up_nobody_but_what_belongs_to_it(office: Office) -> None:
    office.platform.trouble["root"] = [RefusedError("not_in_channel")]
    office.outbox.add([post("root"), post("below", root="root"), post("next")])
    async with office.open():
        await office.until(lambda: "next" in office.keys)
    assert office.keys == ["next"]


async def test_a_thread_waits_for_its_root_and_stands_in_it(office: Office) -> None:
    office.platform.trouble["root"] = [WaitError()]
    office.outbox.add([post("root"), post("below", root="root")])
    async with office.open():
        await office.until(lambda: len(office.keys) == 2)
    assert office.platform.there == [("root", ""), ("below", "ref root")]


async def test_what_is_nobodys_business_leaves_no_trace(office: Office) -> None:
    async with office.open() as desk:
        assert not await desk.take(heard("gossip"))
    assert office.inbox.waiting(now()) == []
    assert office.host.met == []


async def test_a_post_that_was_under_way_at_a_restart_is_looked_for_first(office: Office) -> None:
    office.outbox.add([post("one"), post("two")])
    office.outbox.trying("one")
    office.platform.there.append(("one", ""))
    async with office.open():
        await office.until(lambda: "two" in office.keys)
    assert office.keys == ["one", "two"]


async def test_a_post_in_doubt_is_looked_for_however_often_that_fails(office: Office) -> None:
    office.platform.trouble["one"] = [UnsureError("it went through")]
    office.platform.finding = [WaitError(), WaitError()]
    office.outbox.add([post("one"), post("two")])
    async with office.open():
        await office.until(lambda: "two" in office.keys)
    assert office.keys == ["one", "two"]


async def test_a_post_that_is_there_is_never_taken_for_refused(office: Office) -> None:
    office.outbox.add([post("stumbles"), post("below", root="stumbles")])
    async with office.open():
        await office.until(lambda: office.keys == ["stumbles", "below"])
    assert office.host.refusals == []


async def test_a_locked_database_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = [OperationalError("x", None, Exception("database is locked"))] * 2
    due = office.outbox.due

    def due_in_the_end() -> list[Item]:
        if locked:
            raise locked.pop()
        return due()

    monkeypatch.setattr(office.outbox, "due", due_in_the_end)
    async with office.open() as desk:
        await desk.take(heard("m1"))
        await office.until(lambda: office.keys == ["m1"])


async def test_a_platform_that_fails_for_a_day_holds_up_a_room_no_longer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "TRIES", 3)
    office.platform.trouble["one"] = [WaitError()] * 99
    office.outbox.add([post("one"), post("two")])
    async with office.open():
        await office.until(lambda: office.keys == ["two"])
    assert office.host.refusals == ["one"]


async def test_one_slow_room_does_not_hold_up_another(office: Office) -> None:
    office.platform.trouble["one"] = [WaitError()] * 1000
    office.outbox.add([post("one"), post("two", room="C2")])
    async with office.open():
        await office.until(lambda: office.keys == ["two"])


async def test_somebody_the_platform_does_not_know_is_heard_all_the_same(office: Office) -> None:
    async with office.open() as desk:
        await desk.take(heard("m1", user="nobody"))
        await office.until(lambda: office.keys == ["m1"])
