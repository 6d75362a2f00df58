"""A host that says what it heard, and the server it is behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.chats.heard import Heard, Place
from bot.chats.inbox import Inbox
from bot.chats.outbox import Outbox
from bot.chats.platform import Person, Posted
from bot.chats.post import Field, Form, Post, Words
from tests.doubles import workspace as ws
from tests.doubles.misbehaving import Double

FORM = Form("选一位客户", (Field("story", "客户", (("a", "甲"),)),), "开始", {"act": "start"})


@dataclass
class Echo:
    """A host that says what it heard."""

    outbox: Outbox
    heard: list[Heard] = field(default_factory=list)
    forms: bool = True

    def lane(self, heard: Heard) -> str:
        return heard.place.room

    def knows(self, heard: Heard) -> bool:
        return True

    def meet(self, heard: Heard, person: Person) -> None:
        raise AssertionError

    def handle(self, heard: Heard) -> None:
        self.heard.append(heard)
        way = "direct" if heard.place.direct else "thread"
        words = (Words(heard.text or str(heard.value)),)
        self.outbox.add([Post(f"answer {heard.key}", way, heard.place, words, heard.user)])

    def give_up(self, heard: Heard) -> None:
        raise AssertionError

    def posted(self, post: Post, posted: Posted) -> None: ...

    def doubtful(self, post: Post) -> None: ...

    def form(self, value: Mapping[str, Any], place: Place, user: str) -> Form | None:
        return FORM if self.forms else None

    def due(self) -> list[Heard]:
        return []


@dataclass
class Site:
    """A server with the Slack channel, and the workspace that delivers to it."""

    double: Double
    host: Echo
    inbox: Inbox
    url: str

    async def deliver(self, payload: dict[str, Any] | bytes, **how: Any) -> httpx.Response:
        workspace = ws.Workspace(self.double, f"{self.url}/webhooks")
        return await asyncio.to_thread(workspace.deliver, payload, **how)

    async def eventually(self, look: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + 20
        while not (found := await asyncio.to_thread(look)):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        return found

    async def posts(self, room: str, number: int = 1) -> list[dict[str, Any]]:
        """What stands in a room, once it is so many messages."""

        def there() -> list[dict[str, Any]]:
            found = self.double.control("messages").get(room, [])
            return found if len(found) >= number else []

        found: list[dict[str, Any]] = await self.eventually(there)
        return found
