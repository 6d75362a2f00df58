"""The app manifest. Source: Slack's reference, "App manifest reference"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("manifest.yml")
PLACEHOLDER = "https://duilian.example.com"


def manifest(url: str) -> str:
    """The manifest as YAML.

    Args:
        url: the web app's address as Slack reaches it, without the path; empty: Socket Mode,
            which has no address.
    """
    if url:
        return FILE.read_text("utf8").replace(PLACEHOLDER, url.rstrip("/"))
    whole = _read()
    for command in whole["features"]["slash_commands"]:
        del command["url"]
    del whole["settings"]["event_subscriptions"]["request_url"]
    del whole["settings"]["interactivity"]["request_url"]
    whole["settings"]["socket_mode_enabled"] = True
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)


def scopes() -> list[str]:
    """What the bot must be allowed to do."""
    found: list[str] = _read()["oauth_config"]["scopes"]["bot"]
    return found


def _read() -> dict[str, Any]:
    whole: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
    return whole
