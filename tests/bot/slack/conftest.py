"""The Slack double, started once, and Duilian's end of it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic
from sanic.response import empty

from actions.records import Records
from bot.channels.settings import ChannelSettings
from bot.channels.slack import SlackInput
from bot.chats.desk import Desk
from bot.chats.inbox import Inbox
from bot.chats.outbox import Outbox
from bot.chats.platform import Platform
from bot.serve import free_ports
from bot.slack.client import Slack
from tests.bot.slack.site import Echo, Site
from tests.doubles.misbehaving import Double
from tests.doubles.slack import SECRET, TOKEN


@pytest.fixture(scope="session")
def _double() -> Iterator[Double]:
    double = Double("slack")
    yield double
    double.close()


@pytest.fixture
def double(_double: Double) -> Double:
    _double.clear()
    return _double


@pytest.fixture
def settings(double: Double) -> ChannelSettings:
    return ChannelSettings(
        slack_bot_token=TOKEN, slack_signing_secret=SECRET, slack_api=f"{double.url}/api/"
    )


@pytest.fixture
def slack(settings: ChannelSettings) -> Slack:
    return Slack(settings)


@pytest.fixture
def wanted(settings: ChannelSettings, request: pytest.FixtureRequest) -> ChannelSettings:
    return settings.copy(update=getattr(request, "param", {}))


@pytest.fixture
async def site(
    wanted: ChannelSettings, double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Site]:
    monkeypatch.setattr(Sanic, "test_mode", True)  # else Sanic starts once in a process only
    records = Records(f"sqlite:///{tmp_path / 'duilian.db'}")
    records.migrate()
    outbox, inbox = Outbox(records.db, "slack"), Inbox(records.db, "slack")
    host = Echo(outbox)

    def make_desk(platform: Platform, on_new_message: Any) -> Desk:
        return Desk(platform, host, inbox, outbox)

    app = Sanic(f"test_{time.monotonic_ns()}", configure_logging=False)
    app.blueprint(
        SlackInput(wanted, make_desk).blueprint(lambda message: None),  # type: ignore[arg-type, return-value]
        url_prefix="/webhooks/slack",
    )
    app.add_route(lambda request: empty(), "/")  # as Rasa has one; Sanic does not start without
    port = free_ports(1)[0]
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    assert server
    await server.startup()
    await server.before_start()
    await server.after_start()
    yield Site(double, host, inbox, f"http://127.0.0.1:{port}")
    await server.before_stop()
    server.close()
    await server.after_stop()
    records.close()
