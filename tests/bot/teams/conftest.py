"""Microsoft without a network: the double's keys and tokens, answered in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from bot.channels.settings import ChannelSettings
from bot.teams.connector import Connector
from bot.teams.keys import Keys
from bot.teams.login import Login
from tests.doubles.teams import APP_ID, ISSUER, PASSWORD, TENANT, Microsoft

SETTINGS = ChannelSettings(
    teams_app_id=APP_ID,
    teams_app_password=PASSWORD,
    teams_tenant=TENANT,
    teams_openid="https://microsoft.test/openid",
    teams_login="https://login.test",
)

VIA = "https://smba.test/amer/"


@dataclass
class Net:
    """Answers in place of the network, and counts."""

    microsoft: Microsoft
    asked: list[str] = field(default_factory=list)
    down: bool = False
    hold: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        async with self.hold:
            self.asked.append(request.url.path)
        if self.down:
            raise httpx.ConnectError("no network", request=request)
        if request.url.path == "/openid":
            about = {"issuer": ISSUER, "jwks_uri": "https://microsoft.test/keys"}
            return httpx.Response(200, json=about)
        return httpx.Response(200, json={"keys": self.microsoft.published()})


@dataclass
class Clock:
    """A clock that tests set."""

    now: float = 100_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def microsoft() -> Microsoft:
    return Microsoft()


@pytest.fixture
def net(microsoft: Microsoft) -> Net:
    return Net(microsoft)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def keys(net: Net, clock: Clock) -> AsyncIterator[Keys]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(net)) as http:
        found = Keys(SETTINGS.teams_openid, http, clock)
        yield found
        await found.close()


def activity(**about: Any) -> dict[str, Any]:
    """A message to the bot in a channel, with some of it otherwise."""
    usual = {
        "type": "message",
        "id": "1700000000123",
        "timestamp": "2023-11-14T22:13:20.1234567Z",
        "serviceUrl": "https://smba.test/amer/",
        "channelId": "msteams",
        "from": {"id": "29:lin", "name": "林小雨", "aadObjectId": "7faf8ab2"},
        "recipient": {"id": f"28:{APP_ID}", "name": "对练"},
        "conversation": {
            "conversationType": "channel",
            "tenantId": TENANT,
            "id": "19:team@thread.tacv2;messageid=1699999999000",
        },
        "channelData": {"tenant": {"id": TENANT}, "channel": {"id": "19:team@thread.tacv2"}},
        "textFormat": "plain",
        "text": "您稍等，我马上帮您查。",
        "locale": "zh-CN",
        "localTimezone": "Asia/Shanghai",
    }
    return {**usual, **about}


Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Wire:
    """Answers in place of the Connector and the login, and keeps what was sent."""

    answer: Answer = field(
        default=lambda _: httpx.Response(
            201, json={"id": "1700000000456", "activityId": "1700000000789"}
        )
    )
    sent: list[tuple[str, str, object]] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    logins: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    login: Answer = field(
        default=lambda _: httpx.Response(200, json={"access_token": "t", "expires_in": 3600})
    )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "login.test":
            self.logins.append(
                (request.url.path, dict(httpx.QueryParams(request.content.decode())))
            )
            return self.login(request)
        body = json.loads(request.content) if request.content else None
        path = unquote(request.url.raw_path.decode()).removeprefix("/amer/v3/conversations")
        self.sent.append((request.method, path, body))
        self.proofs.append(request.headers["Authorization"])
        return self.answer(request)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def http(wire: Wire) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(wire)) as client:
        yield client


@pytest.fixture
def login(http: httpx.AsyncClient, clock: Clock) -> Login:
    return Login(SETTINGS, http, clock)


@pytest.fixture
def connector(http: httpx.AsyncClient, login: Login) -> Connector:
    return Connector(SETTINGS, http, login)


def fails(error: type[httpx.TransportError]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("broken", request=request)

    return answer
