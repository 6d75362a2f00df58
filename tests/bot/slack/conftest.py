"""The Slack double, started once, and Duilian's end of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.settings import ChannelSettings
from bot.slack.client import Slack
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
