"""The desk: what is heard is dealt with once and in order, what is posted arrives once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from actions.records.store import now
from bot.chats import desk as desk_module
from bot.chats.outbox import Item
from bot.chats.platform import RefusedError, UnsureError, WaitError
from tests.bot.chats.desk_office import Office, heard, post


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
