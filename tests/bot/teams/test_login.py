"""The bot's own tokens: one for all that is posted, renewed in time."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.chats.heard import Place
from bot.chats.platform import WaitError
from bot.chats.post import Post, Words
from bot.teams.connector import Connector
from bot.teams.login import MARGIN, Login, LoginError
from tests.bot.teams.conftest import SETTINGS, VIA, Answer, Clock, Wire, fails
from tests.doubles.teams import TENANT

POST = Post("key", "thread", Place("teams", TENANT, "a:1abc", direct=True, via=VIA), (Words("好"),))


async def test_one_token_serves_many_posts_at_once(connector: Connector, wire: Wire) -> None:
    await asyncio.gather(*(connector.post(POST, "") for _ in range(9)))
    ((path, form),) = wire.logins
    assert path == f"/{TENANT}/oauth2/v2.0/token"
    assert form["scope"] == "https://api.botframework.com/.default"
    assert set(wire.proofs) == {"Bearer t"}


async def test_a_token_is_renewed_shortly_before_its_end(
    login: Login, wire: Wire, clock: Clock
) -> None:
    for clock.now in (0, 3600 - MARGIN - 1, 3600 - MARGIN + 1):
        await login.token()
    assert len(wire.logins) == 2


async def test_a_token_that_is_not_accepted_is_renewed_once(
    connector: Connector, wire: Wire
) -> None:
    statuses = iter([401, 201])
    wire.answer = lambda _: httpx.Response(next(statuses), json={"id": "1700000000456"})
    await connector.post(POST, "")
    assert len(wire.logins) == 2


async def test_a_bot_of_several_tenants_logs_in_at_the_frameworks_own(
    http: httpx.AsyncClient, wire: Wire
) -> None:
    await Login(SETTINGS.copy(update={"teams_tenant": ""}), http).token()
    assert wire.logins[0][0] == "/botframework.com/oauth2/v2.0/token"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            lambda _: httpx.Response(401, json={"error_description": "AADSTS7000215: Invalid"}),
            "AADSTS7000215",
        ),
        (lambda _: httpx.Response(400, json={"error": "unauthorized_client"}), "unauthorized"),
        (lambda _: httpx.Response(200, text="<html>"), "otherwise"),
        (lambda _: httpx.Response(200, json=[]), "otherwise"),
        (fails(httpx.ConnectError), "can't be reached"),
    ],
)
async def test_without_a_token_posts_wait_and_the_reason_is_told(
    connector: Connector, login: Login, wire: Wire, answer: Answer, says: str
) -> None:
    wire.login = answer
    with pytest.raises(LoginError, match=says):
        await login.token()
    with pytest.raises(WaitError):
        await connector.post(POST, "")
    assert wire.sent == []
