"""What Slack sends, made into a `Heard`; pure, and never fails, whatever the payload.

Sources: Slack's reference, "message event" with its subtypes, "app_mention", "app_home_opened",
"block_actions payload", "view_submission payload", "shortcuts payload", "Slash commands".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chats.heard import Heard, Kind, Place
from bot.slack.entities import is_addressed, plain

TALK = ("", "thread_broadcast", "file_share", "me_message")  # subtypes that people say
SLACKBOT = "USLACKBOT"
SHORTCUT = "start_drill"
START = {"act": "start", "form": "start"}

_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_Json = Mapping[str, Any]


@dataclass(frozen=True)
class Me:
    """Who the bot is: the workspace it is installed in, and its user there."""

    team: str
    user: str


def heard_of(body: _Json, me: Me, at: float) -> Heard | None:
    """What somebody did; None if it is nothing to hear.

    A button, command or shortcut that opens a form is "pressed" with the form's `value`.

    Args:
        body: the payload of an event, a command or an interaction.
        me: who hears it.
        at: seconds since 1970, for what comes without a time of its own.
    """
    if body.get("type") == "event_callback":
        return _event(body, me, at)
    if body.get("type") == "block_actions":
        return _pressed(body, me, at)
    if body.get("type") == "view_submission":
        return _sent(body, me, at)
    if body.get("type") == "shortcut" and body.get("callback_id") == SHORTCUT:
        user = _text(_inner(body, "user"), "id")
        return _interaction(body, place_of(me, ""), user, at, value=dict(START))
    if _text(body, "command"):
        return _command(body, me, at)
    return None


def place_of(me: Me, room: str, thread: str = "") -> Place:
    """A place; without a room it is the direct conversation that is still to be found."""
    direct = not room or room.startswith("D")
    return Place("slack", me.team, room, "" if direct else thread, direct)


def _event(body: _Json, me: Me, at: float) -> Heard | None:
    event = _inner(body, "event")
    kind, subtype = _text(event, "type"), _text(event, "subtype")
    key, room = _text(body, "event_id"), _text(event, "channel")
    if not key or not room:
        return None
    at = _seconds(_text(event, "event_ts"), at)
    if kind == "app_mention" or (kind == "message" and subtype in TALK):
        return _said(event, room, me)
    if kind == "message" and subtype == "message_changed":
        return _changed(event, room, me, key, at)
    if kind == "message" and subtype == "message_deleted":
        before, gone = _inner(event, "previous_message"), _text(event, "deleted_ts")
        return _deleted(before, gone, room, me, key, at)
    if kind == "app_home_opened" and (user := _text(event, "user")):
        # It comes at every look into the conversation, and only the first one is a meeting.
        return Heard(f"slack {me.team} met {user}", "met", place_of(me, room), user, at)
    return None


def _said(event: _Json, room: str, me: Me) -> Heard | None:
    """A new message; `message` and `app_mention` of the same one have the same key."""
    ts = _text(event, "ts")
    place = place_of(me, room, _thread(event))
    heard = _message("said", f"slack {me.team} {room} {ts}", event, place, me, _seconds(ts, 0.0))
    if heard and not heard.text and not place.direct and not heard.addressed:
        return None  # a picture shown to colleagues
    return heard


def _changed(event: _Json, room: str, me: Me, key: str, at: float) -> Heard | None:
    message, before = _inner(event, "message"), _inner(event, "previous_message")
    if _text(message, "subtype") == "tombstone":  # what stays of a deleted message with replies
        return _deleted(before, _text(message, "ts"), room, me, key, at)
    if _text(message, "subtype") not in TALK or _text(message, "text") == _text(before, "text"):
        return None  # the preview of a link, a pin, the count of replies
    place = place_of(me, room, _thread(message))
    return _message("edited", f"slack {key}", message, place, me, at)


def _deleted(before: _Json, ts: str, room: str, me: Me, key: str, at: float) -> Heard | None:
    if not ts or not _is_persons(before, me):
        return None
    place = place_of(me, room, _thread(before))
    user = _text(before, "user") if place.direct else ""  # in channels it may be an administrator
    return Heard(f"slack {key}", "deleted", place, user, at, message=ts)


def _message(kind: Kind, key: str, message: _Json, place: Place, me: Me, at: float) -> Heard | None:
    if not _text(message, "ts") or not _is_persons(message, me):
        return None
    text = _text(message, "text")
    return Heard(
        key,
        kind,
        place,
        _text(message, "user"),
        at,
        message=_text(message, "ts"),
        text=plain(text, me.user),
        addressed=is_addressed(text, me.user),
    )


def _is_persons(message: _Json, me: Me) -> bool:
    """Whether a person wrote it: no bot, no workflow, not we ourselves."""
    user = _text(message, "user")
    return bool(user) and user not in (me.user, SLACKBOT) and not message.get("bot_id")


def _pressed(body: _Json, me: Me, at: float) -> Heard | None:
    """A button; those that only open an address have no value."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, Mapping):
        return None
    value = _json(_text(action, "value"))
    container = _inner(body, "container")
    room = _text(container, "channel_id") or _text(_inner(body, "channel"), "id")
    if not value or not room:
        return None
    message = _text(container, "message_ts")
    thread = _thread({"ts": message, **container}) or _thread(_inner(body, "message"))
    place, user = place_of(me, room, thread), _text(_inner(body, "user"), "id")
    at = _seconds(_text(action, "action_ts"), at)
    return _interaction(body, place, user, at, message=message, value=value)


def _sent(body: _Json, me: Me, at: float) -> Heard | None:
    """A form; sent again after a lost answer it is still the same view."""
    view = _inner(body, "view")
    about, user = _json(_text(view, "private_metadata")), _text(_inner(body, "user"), "id")
    value, view_id = _inner(about, "value"), _text(view, "id")
    if not view_id or not value or not user:
        return None
    place = place_of(me, _text(about, "room"), _text(about, "thread"))
    filled_in = {**value, **_filled_in(_inner(_inner(view, "state"), "values"))}
    message = _text(about, "message")
    return Heard(f"slack {view_id}", "pressed", place, user, at, message=message, value=filled_in)


def _filled_in(values: _Json) -> dict[str, str]:
    """The fields: each a block of its own with one input in it."""
    found = {}
    for name, block in values.items():
        for field in block.values() if isinstance(block, Mapping) else ():
            if isinstance(field, Mapping):
                chosen = _inner(field, "selected_option")
                found[name] = _text(chosen, "value") or _text(field, "value")
    return found


def _command(body: _Json, me: Me, at: float) -> Heard | None:
    """A slash command; without words it opens the form.

    In a direct conversation it may be one between two other people, where the bot can't go:
    the answer goes to the person's own conversation with the bot.
    """
    room, user = _text(body, "channel_id"), _text(body, "user_id")
    place = place_of(me, "" if room.startswith("D") else room)
    text = plain(_text(body, "text"), me.user)
    if not text:
        value = dict(START) if place.direct else {**START, "team": True}
        return _interaction(body, place, user, at, value=value)
    return _interaction(body, place, user, at, kind="said", text=text, addressed=True)


def _interaction(
    body: _Json, place: Place, user: str, at: float, *, kind: Kind = "pressed", **about: Any
) -> Heard | None:
    trigger = _text(body, "trigger_id")
    return Heard(f"slack {trigger}", kind, place, user, at, **about) if trigger and user else None


def _thread(message: _Json) -> str:
    """The thread a message stands in; what starts one is no part of it."""
    thread = _text(message, "thread_ts")
    return "" if thread == _text(message, "ts") else thread


def _text(value: _Json, name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _inner(value: _Json, name: str) -> _Json:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _seconds(ts: str, otherwise: float) -> float:
    return float(ts) if _SECONDS.fullmatch(ts) else otherwise
