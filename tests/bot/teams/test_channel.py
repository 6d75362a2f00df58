"""The channel itself: Sanic in this process, the double of Microsoft in its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from actions.records import Records
from actions.records.store import new_id
from bot.channels.settings import ChannelSettings
from bot.channels.teams import TeamsInput
from bot.chats.desk import Desk
from bot.chats.heard import Heard
from bot.chats.inbox import Inbox
from bot.chats.outbox import Outbox
from bot.chats.platform import Person, Platform
from bot.chats.post import Post, Words
from bot.serve import free_ports
from tests.bot.teams.conftest import activity
from tests.doubles.misbehaving import Double
from tests.doubles.teams import DEFECTS, environment, service_url


@dataclass
class Echo:
    """A host that says again what it hears."""

    outbox: Outbox
    met: dict[str, Person] = field(default_factory=dict)

    def knows(self, heard: Heard) -> bool:
        return heard.user in self.met

    def meet(self, heard: Heard, person: Person) -> None:
        self.met[heard.user] = person

    def handle(self, heard: Heard) -> None:
        said = heard.text or str(heard.value.get("act")) or heard.kind
        self.outbox.add([Post(heard.key, "thread", heard.place, (Words(said),))])

    def lane(self, heard: Heard) -> str:
        return heard.place.room

    def due(self) -> list[Heard]:
        return []

    def posted(self, *_: object) -> None: ...

    give_up = doubtful = refused = form = posted


@dataclass
class Channel:
    """A running channel, and what reaches it."""

    port: int
    microsoft: Double
    hosts: list[Echo]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/teams/messages"

    async def deliver(self, *activities: dict[str, Any], defect: str = "") -> list[int]:
        """Lets the double deliver activities, all at once; the statuses."""
        deliveries = [{"activity": one, "defect": defect} for one in activities]
        sent = {"to": self.url, "deliveries": deliveries}
        return await asyncio.to_thread(lambda: self.microsoft.control("deliver", **sent))

    def message(self, **about: Any) -> dict[str, Any]:
        return activity(serviceUrl=service_url(self.microsoft.url), **about)

    def said(self) -> list[str]:
        """What the double has on show."""
        return [words(message) for message in self.microsoft.http.get("/_messages").json()]

    async def hears(self, *expected: str) -> None:
        """Waits until the double has exactly these on show."""
        for _ in range(200):
            if self.said() == list(expected):
                return
            await asyncio.sleep(0.05)
        assert self.said() == list(expected)


def words(message: dict[str, Any]) -> str:
    (element,) = message["activity"]["attachments"][0]["content"]["body"]
    found: str = element["inlines"][0]["text"]
    return found


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    found = Double("teams")
    yield found
    found.close()


async def nobody(message: UserMessage) -> None:
    raise AssertionError("the echo needs no Rasa")


@pytest.fixture
async def channel(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Channel]:
    monkeypatch.setattr(Sanic, "test_mode", True)  # allows several applications in a process
    double.control("start_anew")
    records = Records(f"sqlite:///{tmp_path / 'duilian.db'}")
    records.migrate()
    hosts: list[Echo] = []

    def make_desk(platform: Platform, _: object) -> Desk:
        hosts.append(Echo(Outbox(records.db, "teams")))
        return Desk(platform, hosts[0], Inbox(records.db, "teams"), hosts[0].outbox)

    given = {
        name.removeprefix("DUILIAN_").lower(): value
        for name, value in environment(double.url).items()
    }
    port = free_ports(1)[0]
    app = Sanic(f"duilian_{new_id()}", configure_logging=False)
    blueprint = TeamsInput(ChannelSettings(**given), make_desk).blueprint(nobody)
    app.blueprint(blueprint, url_prefix="/webhooks/teams")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    await server.startup()
    await server.before_start()
    await server.after_start()
    yield Channel(port, double, hosts)
    await server.before_stop()
    server.close()
    await server.after_stop()
    records.close()


async def test_what_is_said_is_answered_in_its_thread(channel: Channel) -> None:
    assert await channel.deliver(channel.message(text="您好")) == [200]
    await channel.hears("您好")
    (message,) = channel.microsoft.http.get("/_messages").json()
    assert message["conversation"] == "19:team@thread.tacv2;messageid=1699999999000"
    lin = Person("林小雨", "lin@corp.test", locale="zh-CN", timezone="Asia/Shanghai")
    assert channel.hosts[0].met == {"29:lin": lin}


async def test_what_comes_twice_is_answered_once(channel: Channel) -> None:
    message = channel.message(text="您好")
    assert await channel.deliver(*[message] * 5) == [200] * 5
    await channel.hears("您好")


@pytest.mark.parametrize("defect", DEFECTS)
async def test_a_request_with_a_defect_is_refused_without_a_word(
    channel: Channel, defect: str
) -> None:
    expected = 401 if defect in ("no token", "not a bearer") else 403
    assert await channel.deliver(channel.message(), defect=defect) == [expected]
    assert channel.hosts[0].met == {}


async def test_a_button_of_the_newer_kind_gets_the_answer_it_waits_for(channel: Channel) -> None:
    action = {"action": {"type": "Action.Execute", "data": {"act": "hint"}}}
    pressed = channel.message(type="invoke", name="adaptiveCard/action", value=action)
    assert await channel.deliver(pressed) == [200]
    await channel.hears("hint")
    assert await channel.deliver(channel.message(type="invoke", name="task/fetch")) == [501]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"[" * 50_000, 400),
        (b"\xff\xfe", 400),
        (b"{}", 401),
        (b'{"text": "' + b"x" * (256 * 1024) + b'"}', 413),
    ],
    ids=["empty", "broken", "a list", "deep", "no text", "no token", "giant"],
)
async def test_bodies_that_are_no_activity_are_refused_without_a_word(
    channel: Channel, body: bytes, status: int
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(channel.url, content=body)
    assert (answer.status_code, answer.text) == (status, "")


async def test_other_events_are_taken_and_passed_over(channel: Channel) -> None:
    assert await channel.deliver(channel.message(type="messageReaction")) == [200]
    assert channel.hosts[0].met == {}


def test_without_an_app_id_there_is_nothing() -> None:
    def make_desk(*_: object) -> Desk:
        raise AssertionError("there is no Teams here")

    blueprint = TeamsInput(ChannelSettings(), make_desk).blueprint(nobody)
    assert blueprint._future_routes == set()
    assert blueprint._future_listeners == []
