"""A test's hold of the Slack double, and its people: what they do reaches Duilian signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.doubles.misbehaving import Double
from tests.doubles.slack import BOT, SECRET, TEAM

SERIAL = count(1)


def unique(prefix: str) -> str:
    """An id that nothing else has."""
    return f"{prefix}{int(time.time())}{next(SERIAL):05d}"


def new_ts() -> str:
    """A message's timestamp, unique."""
    return f"{int(time.time())}.{next(SERIAL) + 500_000:06d}"


def event(about: dict[str, Any], event_id: str = "") -> dict[str, Any]:
    """An event as the Events API wraps it."""
    whole = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0DUILIAN", "event": about}
    return whole | {"event_id": event_id or unique("Ev"), "event_time": int(time.time())}


def message(user: str, room: str, text: str, thread: str = "", ts: str = "") -> dict[str, Any]:
    """A new message of a person's."""
    kind = {"D": "im", "G": "group"}.get(room[0], "channel")
    about = {"type": "message", "user": user, "text": text, "channel": room, "channel_type": kind}
    ts = ts or new_ts()
    return about | {"ts": ts, "event_ts": ts} | ({"thread_ts": thread} if thread else {})


def mention(said: dict[str, Any]) -> dict[str, Any]:
    """The second event of a message that mentions the bot."""
    return {name: value for name, value in said.items() if name != "channel_type"} | {
        "type": "app_mention"
    }


def edited(said: dict[str, Any], text: str) -> dict[str, Any]:
    """The event of an edit."""
    ts, inner = new_ts(), {n: said[n] for n in said if n not in ("channel", "channel_type")}
    now = inner | {"text": text, "edited": {"user": said["user"], "ts": ts}}
    return _about(said, "message_changed", ts) | {"message": now, "previous_message": inner}


def deleted(said: dict[str, Any]) -> dict[str, Any]:
    """The event of a deletion."""
    inner = {n: said[n] for n in said if n not in ("channel", "channel_type")}
    about = {"deleted_ts": said["ts"], "previous_message": inner}
    return _about(said, "message_deleted", new_ts()) | about


def _about(said: dict[str, Any], subtype: str, ts: str) -> dict[str, Any]:
    about = {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts}
    return about | {"channel": said["channel"], "channel_type": said["channel_type"]}


def press(user: str, shown: dict[str, Any], button: dict[str, Any]) -> dict[str, Any]:
    """The press of a button on a message of the bot's."""
    container = {"type": "message", "message_ts": shown["ts"], "channel_id": shown["channel"]}
    if "thread_ts" in shown:
        container["thread_ts"] = shown["thread_ts"]
    action = {**button, "action_ts": new_ts()}
    about = {"type": "block_actions", "user": {"id": user}, "team": {"id": TEAM}}
    return about | {
        "trigger_id": unique("trigger."),
        "container": container,
        "channel": {"id": shown["channel"]},
        "message": {"ts": shown["ts"]},
        "actions": [action],
    }


def command(user: str, room: str, text: str) -> dict[str, str]:
    """A slash command, as a form."""
    about = {"command": "/drill", "text": text, "user_id": user, "channel_id": room}
    return about | {"team_id": TEAM, "trigger_id": unique("trigger.")}


def shortcut(user: str) -> dict[str, Any]:
    """The global shortcut."""
    about = {"type": "shortcut", "callback_id": "start_drill", "user": {"id": user}}
    return about | {"team": {"id": TEAM}, "trigger_id": unique("trigger.")}


def submitted(user: str, view: dict[str, Any], filled_in: dict[str, str]) -> dict[str, Any]:
    """A modal that was sent, its fields filled in."""
    values = {
        name: {name: {"selected_option": {"value": value}, "value": value}}
        for name, value in filled_in.items()
    }
    whole = {**view, "id": unique("V"), "state": {"values": values}}
    about = {"type": "view_submission", "user": {"id": user}, "team": {"id": TEAM}}
    return about | {"trigger_id": unique("trigger."), "view": whole}


def body_of(payload: dict[str, Any]) -> tuple[bytes, str]:
    """A payload as Slack posts it, with its content type."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    form = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    """The signature of a request."""
    text = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


@dataclass
class Workspace:
    """The double, and the address of Duilian that it delivers to.

    Args:
        double: the running double.
        address: of Duilian, up to `/slack/events`.
    """

    double: Double
    address: str

    def deliver(
        self,
        payload: dict[str, Any] | bytes,
        *,
        timestamp: str = "",
        signed: str = "",
        retry: int = 0,
    ) -> httpx.Response:
        """Sends a payload to Duilian as Slack would, or with another timestamp or signature."""
        sent = (payload, "application/json") if isinstance(payload, bytes) else body_of(payload)
        body, content_type = sent
        timestamp = timestamp or str(int(time.time()))
        headers: dict[str, Any] = {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signed or signature(body, timestamp),
        }
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
        address = f"{self.address}/slack/events"
        headers = {name: value.encode("latin-1") for name, value in headers.items()}
        return httpx.post(address, content=body, headers=headers, timeout=30, trust_env=False)

    def say(self, user: str, room: str, text: str, thread: str = "") -> dict[str, Any]:
        """Somebody says something; the event, for what happens to it later."""
        said = message(user, room, text, thread)
        assert self.deliver(event(said)).status_code == 200
        if f"<@{BOT}>" in text and not room.startswith("D"):
            assert self.deliver(event(mention(said))).status_code == 200
        return said

    def messages(self, room: str) -> list[dict[str, Any]]:
        """What the bot posted there and is still to be seen, oldest first."""
        found: list[dict[str, Any]] = self.double.control("messages").get(room, [])
        return found
