"""The chat desk: hears what comes in, in order, and posts what is to be said, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy.exc import OperationalError

from actions.records.store import now
from bot.chats.heard import Heard, Place
from bot.chats.inbox import Inbox
from bot.chats.outbox import Item, Outbox
from bot.chats.platform import (
    NAMELESS,
    Person,
    Platform,
    Posted,
    RefusedError,
    UnsureError,
    WaitError,
)
from bot.chats.post import Form, Post

WAITS = (1, 1, 2, 4, 8, 15, 30, 60)  # seconds before each further try to get through to Rasa
POST_WAITS = (1, 2, 5, 10, 30, 60)  # the same for posting, the last again and again
TRIES = 1440  # at posting something: a day of them
TICK = 1.0  # seconds
WORKERS = 16

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """Rasa or the action server does not answer now; the same may work in a moment."""


class Host(Protocol):
    """Deals with what is heard; works in threads, writes its answers to the outbox."""

    def lane(self, heard: Heard) -> str | None:
        """What this must be dealt with in order with; None if it is none of the bot's business."""

    def knows(self, heard: Heard) -> bool:
        """Whether this person was looked up before."""

    def meet(self, heard: Heard, person: Person) -> None:
        """Gets to know a person."""

    def handle(self, heard: Heard) -> None:
        """Deals with it; done again after an `UnreachableError`, without doing anything twice."""

    def give_up(self, heard: Heard) -> None:
        """Says that it could not be dealt with."""

    def posted(self, post: Post, posted: Posted) -> None:
        """Hears that a post is there."""

    def doubtful(self, post: Post) -> None:
        """Hears that nobody can tell whether a post is there."""

    def refused(self, post: Post) -> None:
        """Hears that a post will never be there."""

    def form(self, value: Mapping[str, Any], place: Place, user: str) -> Form | None:
        """The form that a button with this value opens for somebody; None if it opens none."""

    def due(self) -> list[Heard]:
        """What time itself brings up now."""


class Desk:
    """One platform's desk.

    Args:
        platform: the connection.
        host: who deals with what is heard.
        inbox: keeps what is heard until it is dealt with.
        outbox: keeps posts until they are there.
    """

    def __init__(self, platform: Platform, host: Host, inbox: Inbox, outbox: Outbox) -> None:
        self._platform = platform
        self._host = host
        self._inbox = inbox
        self._outbox = outbox
        self._writer = ThreadPoolExecutor(1, "inbox")  # one, so that what is heard keeps its order
        self._dealers = ThreadPoolExecutor(WORKERS, "host")  # they may all be waiting for Rasa
        self._workers = ThreadPoolExecutor(4, "chats")
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._posting: set[str] = set()
        self._paused_until = 0.0
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._opened_at = now()

    # Hearing

    async def take(self, heard: Heard) -> bool:
        """Keeps what was heard on disk and deals with it soon; False if it was heard before."""
        loop = asyncio.get_running_loop()
        lane = await loop.run_in_executor(self._writer, self._keep, heard)
        if lane is None:
            return False
        self._start(self._deal_with(heard, lane))
        return True

    def _keep(self, heard: Heard) -> str | None:
        lane = self._host.lane(heard)
        return lane if lane is not None and self._inbox.add(heard) else None

    async def form(self, value: Mapping[str, Any], place: Place, user: str) -> Form | None:
        """The form that a button opens, for platforms that show it apart from the message."""
        return await self._in_thread(self._host.form, value, place, user)

    async def _deal_with(self, heard: Heard, lane: str) -> None:
        async with self._lanes.setdefault(lane, asyncio.Lock()):
            try:
                await self._handle(heard)
            except Exception:
                log.exception("%s could not be dealt with", heard.key)
                await self._or_log(self._host.give_up, heard)
            await self._or_log(self._inbox.done, heard.key)
        self._wake.set()

    async def _or_log(self, work: Callable[..., object], *args: Any) -> None:
        try:
            await self._in_thread(work, *args)
        except Exception:
            log.exception("one thing was left undone")

    async def _handle(self, heard: Heard) -> None:
        for wait in (*WAITS, None):
            try:
                if heard.user and not await self._in_thread(self._host.knows, heard):
                    person = await self._look_up(heard)
                    await self._in_thread(self._host.meet, heard, person)
                if heard.kind == "said":
                    self._start(self._platform.busy(heard.place))
                await asyncio.get_running_loop().run_in_executor(
                    self._dealers, self._host.handle, heard
                )
            except (UnreachableError, WaitError, UnsureError, OperationalError) as error:
                if wait is None:
                    raise
                asked = error.seconds if isinstance(error, WaitError) else None
                await asyncio.sleep(asked or wait)
            else:
                return

    async def _look_up(self, heard: Heard) -> Person:
        try:
            person = await self._platform.person(heard.place, heard.user)
        except RefusedError as error:
            log.warning("somebody can't be looked up: %s", error)
            person = Person(heard.name or NAMELESS)
        locale, timezone = person.locale or heard.locale, person.timezone or heard.timezone
        return replace(person, locale=locale, timezone=timezone)

    # Posting

    async def run(self) -> None:
        """Goes on with what was not done when Rasa stopped, then keeps posting until cancelled."""
        try:
            for heard in await self._in_thread(self._inbox.waiting, self._opened_at):
                lane = await self._in_thread(self._host.lane, heard)
                self._start(self._deal_with(heard, lane or heard.key))
            self._start(self._keep_time())
            while True:
                try:
                    await self._post_what_is_due()
                except Exception:
                    log.exception("the outbox could not be read")
                    await asyncio.sleep(TICK)
        finally:
            for task in self._tasks:
                task.cancel()
            for pool in (self._dealers, self._workers, self._writer):
                pool.shutdown(wait=False)

    async def _post_what_is_due(self) -> None:
        self._wake.clear()
        pause = self._paused_until - asyncio.get_running_loop().time()
        if pause <= 0:
            posting = set(self._posting)  # of these, the outbox may yet tell what is posted now
            for item in await self._in_thread(self._outbox.due):
                if item.lane not in posting:
                    self._posting.add(item.lane)
                    self._start(self._deliver(item))
        woken = asyncio.ensure_future(self._wake.wait())
        # Not wait_for: before Python 3.12 it may swallow a cancellation.
        await asyncio.wait({woken}, timeout=pause if pause > 0 else TICK)
        woken.cancel()

    async def _deliver(self, item: Item) -> None:
        try:
            await self._post(item)
        except (WaitError, UnsureError, OperationalError) as error:
            await self._put_off(item, error)
        except RefusedError as error:
            await self._refuse(item.post, str(error))
        except Exception:
            log.exception("%s could not be posted", item.post.key)
            await self._refuse(item.post, "an error of ours; see the log")
        finally:
            self._posting.discard(item.lane)
            self._wake.set()

    async def _put_off(self, item: Item, error: Exception) -> None:
        asked = error.seconds if isinstance(error, WaitError) else None
        seconds = asked or POST_WAITS[min(item.tries, len(POST_WAITS) - 1)]
        if asked:  # a limit holds for everything that is posted
            self._paused_until = asyncio.get_running_loop().time() + asked
        if item.tries >= TRIES:
            await self._refuse(item.post, "the platform failed for a day")
            return
        unsure = item.unsure or not isinstance(error, WaitError)
        await self._or_log(lambda: self._outbox.later(item.post.key, seconds, unsure=unsure))

    async def _post(self, item: Item) -> None:
        post, thread = item.post, ""
        for key in filter(None, (post.root, post.replaces)):
            if await self._in_thread(self._outbox.is_refused, key):
                raise RefusedError("what it belongs to is not there")
        if post.replaces:
            earlier = await self._in_thread(self._outbox.posted, post.replaces)
            if earlier is None:
                raise WaitError
            await self._platform.replace(post, earlier)
            await self._in_thread(self._outbox.sent, post.key, earlier)
            return
        if post.way == "thread":
            root = await self._in_thread(self._outbox.posted, post.root) if post.root else None
            thread = root.thread or root.ref if root else post.place.thread
        posted = None
        if item.unsure:
            try:
                posted = await self._platform.find(item.post, thread)
            except UnsureError:
                log.warning("%s: nobody can tell whether it is there", post.key)
                await self._in_thread(self._outbox.refused, post.key, "perhaps there")
                await self._in_thread(self._host.doubtful, post)
                return
        if posted is None:
            await self._in_thread(self._outbox.trying, post.key)
            posted = await self._platform.post(post, thread)
        try:
            await self._in_thread(self._host.posted, post, posted)
        except OperationalError:
            raise  # told once more, after the post was found
        except Exception:
            log.exception("%s is there, but nobody took notice", post.key)
        await self._in_thread(self._outbox.sent, post.key, posted)

    async def _refuse(self, post: Post, problem: str) -> None:
        log.warning("%s is not posted: %s", post.key, problem)
        await self._or_log(self._outbox.refused, post.key, problem)
        await self._or_log(self._host.refused, post)

    # Time

    async def _keep_time(self) -> None:
        while True:
            try:
                for heard in await self._in_thread(self._host.due):
                    await self.take(heard)
            except Exception:
                log.exception("the clock stumbled")
            await asyncio.sleep(TICK)

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_thread(self, work: Callable[..., Result], *args: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *args)
