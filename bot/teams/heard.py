"""Activities of Teams as what was heard.

Shapes: "Messages in bot conversations" and "Conversation events in your Teams bot". People are
known by `from.id`: it is always there, and all of the Connector API takes it (members,
conversations, mentions); the Entra id is missing for some people and in some events.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import available_timezones

from bot.chats.heard import Heard, Kind, Place
from bot.teams.activity import at, tenant_of, text_at

BOT = "28:"  # what the ids of bots begin with
ZONES = frozenset(available_timezones())
_MESSAGE = re.compile(r";messageid=(\d+)")
# Nothing here reaches beyond the next "<": else a text of many would be read again from each.
_MENTION = re.compile(r"<at\b[^<>]*>([^<]*)</at>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NO_CHARACTER = re.compile(r"&(?=#[0-9]{9})")  # none has so many digits; Python won't read 5000
_MILLISECONDS = re.compile(r"[0-9]{13}")
# A message that is deleted and then restored stays deleted: it stands far above what was said
# since, and the customer has gone on without it.
_UPDATES: dict[tuple[str, str], Kind] = {
    ("messageUpdate", "editMessage"): "edited",
    ("messageDelete", "softDeleteMessage"): "deleted",
}


def heard_in(activity: Mapping[str, Any]) -> Heard | None:
    """What somebody did; None if it is nothing that matters to a drill.

    Args:
        activity: any JSON object; what it says of its origin has been verified.
    """
    kind = _kind(activity)
    user, name = text_at(activity, "from", "id"), text_at(activity, "from", "name")
    if kind is None or not user or user.startswith(BOT) or not _conversation(activity):
        return None
    value = _value(activity) if kind == "pressed" else {}
    return Heard(
        key=_key(activity, kind),
        kind=kind,
        place=_place(activity),
        user=user,
        at=_when(activity, kind),
        message=_message(activity, kind),
        text=_text(activity) if kind in ("said", "edited") else "",
        addressed=bool(_mentions_of_me(activity)),
        value=value,
        name=name,
        locale=text_at(activity, "locale"),
        timezone=_timezone(activity),
    )


def _kind(activity: Mapping[str, Any]) -> Kind | None:
    kind = text_at(activity, "type")
    if not text_at(activity, "id"):
        return None
    if _value(activity):
        return "pressed"
    if kind == "message":
        return "said"
    if kind == "conversationUpdate" and _added(activity):
        return "met"
    return _UPDATES.get((kind, text_at(activity, "channelData", "eventType")))


def _value(activity: Mapping[str, Any]) -> dict[str, Any]:
    """What a button or a form of ours sends; empty if this is no such thing."""
    kind, value = text_at(activity, "type"), at(activity, "value")
    if kind == "invoke":
        ours = text_at(activity, "name") == "adaptiveCard/action"
        value = at(value, "action", "data") if ours else None
    elif kind != "message":  # of a message: Action.Submit, or messageBack, which also has a text
        return {}
    return value if isinstance(value, dict) and text_at(value, "act") else {}


def _added(activity: Mapping[str, Any]) -> bool:
    members = at(activity, "membersAdded")
    me = text_at(activity, "recipient", "id")
    return isinstance(members, list) and any(text_at(member, "id") == me for member in members)


def _conversation(activity: Mapping[str, Any]) -> str:
    return text_at(activity, "conversation", "id")


def _place(activity: Mapping[str, Any]) -> Place:
    """The conversation; in a channel its id names the thread, too.

    The first message of a thread is already in a conversation of its own; here it isn't, as
    there is no thread until somebody answers.
    """
    whole = _conversation(activity)
    room = whole.partition(";")[0]
    thread = _MESSAGE.search(whole)
    first = thread[1] if thread else ""
    kind = text_at(activity, "conversation", "conversationType")
    return Place(
        channel="teams",
        tenant=tenant_of(activity),
        room=room,
        thread="" if first == text_at(activity, "id") else first,
        direct=kind == "personal" or (not kind and not room.startswith("19:")),
        via=text_at(activity, "serviceUrl"),
    )


def _key(activity: Mapping[str, Any], kind: Kind) -> str:
    """The activity's id is unique within its conversation; updates bear that of the message."""
    about = [tenant_of(activity), _conversation(activity), text_at(activity, "id")]
    if kind in ("edited", "deleted"):
        about.append(text_at(activity, "timestamp"))
    digest = hashlib.sha256("\n".join(about).encode("utf8", "replace")).hexdigest()
    return f"teams {kind} {digest}"


def _when(activity: Mapping[str, Any], kind: Kind) -> float:
    """Seconds since 1970: a new message's id counts milliseconds."""
    if kind == "said" and _MILLISECONDS.fullmatch(text_at(activity, "id")):
        return int(text_at(activity, "id")) / 1000
    try:
        # Python 3.10 reads no more than six digits behind the point.
        told = re.sub(r"(\.\d{6})\d+", r"\1", text_at(activity, "timestamp")).replace("Z", "+00:00")
        moment = datetime.fromisoformat(told)
        return moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _message(activity: Mapping[str, Any], kind: Kind) -> str:
    if kind == "pressed":
        return text_at(activity, "replyToId")
    return "" if kind == "met" else text_at(activity, "id")


def _timezone(activity: Mapping[str, Any]) -> str:
    """The person's time zone; "" if it isn't told, or is none that this computer knows."""
    told = [text_at(activity, "localTimezone")]
    told += [text_at(client, "timezone") for client in _entities(activity, "clientInfo")]
    return next((zone for zone in told if zone in ZONES), "")


def _mentions_of_me(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    me, mentions = text_at(activity, "recipient", "id"), _entities(activity, "mention")
    return [one for one in mentions if text_at(one, "mentioned", "id") == me != ""]


def _entities(activity: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    entities = at(activity, "entities")
    found = entities if isinstance(entities, list) else []
    return [entity for entity in found if text_at(entity, "type") == kind]


def _text(activity: Mapping[str, Any]) -> str:
    """The words, without the mention of the bot; other mentions become names."""
    mine = {text_at(mention, "text") for mention in _mentions_of_me(activity)}
    text = text_at(activity, "text")
    text = _MENTION.sub(lambda found: "" if found[0] in mine else found[1], text)
    if text_at(activity, "textFormat") in ("xml", "html"):
        text = _TAG.sub("", _BREAK.sub("\n", text))
    text = html.unescape(_NO_CHARACTER.sub("&amp;", text))
    return text.replace("\u00a0", " ").replace("\r\n", "\n").strip()
