"""What an administrator sees of Slack."""

from __future__ import annotations

import re

import pytest
import yaml
from typer.testing import CliRunner

from bot.channels.settings import ChannelSettings
from bot.slack import cli
from bot.slack.heard import SHORTCUT
from bot.slack.manifest import manifest, scopes
from tests.doubles.misbehaving import Double
from tests.doubles.slack import APP_TOKEN, environment

ADDRESS = "https://training.example.org"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, words)
    return result.exit_code, result.output


def test_the_manifest_has_the_address_everywhere() -> None:
    status, text = run("manifest", "--url", f"{ADDRESS}/")
    found = yaml.safe_load(text)
    urls = [found["features"]["slash_commands"][0]["url"]]
    urls += [
        found["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")
    ]
    assert (status, set(urls)) == (0, {f"{ADDRESS}/slack/events"})
    assert found["features"]["shortcuts"][0]["callback_id"] == SHORTCUT
    assert len(found["display_information"]["name"]) <= 35


def test_the_bot_has_a_name_that_slack_takes() -> None:
    name = yaml.safe_load(manifest(ADDRESS))["features"]["bot_user"]["display_name"]
    assert re.fullmatch("[a-z0-9._-]{1,80}", name)


def test_without_an_address_the_manifest_is_for_socket_mode() -> None:
    text = manifest("")
    assert "url" not in text
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True


def test_slack_sends_to_nothing_but_https() -> None:
    status, text = run("manifest", "--url", "http://training.example.org")
    assert (status, "https://" in text) == (1, True)


@pytest.fixture
def configured(double: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    for name, value in environment(double.url).items():
        monkeypatch.setenv(name, value)
    return double


def test_an_app_that_is_set_up_is_right(configured: Double) -> None:
    configured.control("scopes", scopes=scopes())
    status, text = run("check")
    assert (status, text) == (
        0,
        "Double: everything is right; Slack is heard by POST /slack/events\n",
    )


def test_missing_scopes_are_named(configured: Double) -> None:
    configured.control("scopes", scopes=scopes()[2:])
    status, text = run("check")
    assert (status, scopes()[0] in text, scopes()[2] in text) == (1, True, False)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"slack_bot_token": ""}, "DUILIAN_SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": ""}, "DUILIAN_SLACK_SIGNING_SECRET"),
        ({"slack_bot_token": "xoxb-wrong"}, "does not accept the bot token"),
        ({"slack_api": "http://127.0.0.1:9/"}, "is not reached"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(
    changes: dict[str, str],
    says: str,
    settings: ChannelSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "bot.channels.settings.channel_settings", lambda: settings.copy(update=changes)
    )
    status, text = run("check")
    assert (status, says in text) == (1, True)


def test_socket_mode_needs_no_secret(
    double: Double, settings: ChannelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    double.control("scopes", scopes=scopes())
    changed = settings.copy(update={"slack_signing_secret": "", "slack_app_token": APP_TOKEN})
    monkeypatch.setattr("bot.channels.settings.channel_settings", lambda: changed)
    assert run("check") == (0, "Double: everything is right; Slack is heard by Socket Mode\n")
