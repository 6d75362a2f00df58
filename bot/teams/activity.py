"""Activities: the JSON that Teams speaks, read without trusting its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def read_activity(body: bytes) -> dict[str, Any]:
    """The activity in the body of a request.

    Raises:
        ValueError: if it is not a JSON object.
    """
    try:
        # Half a surrogate pair can be written in JSON, but not in a database.
        whole = json.dumps(json.loads(body), ensure_ascii=False).encode("utf8", "replace")
        activity = json.loads(whole)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(activity, dict):
        raise ValueError("not an object")
    return activity


def text_at(value: Any, *path: str) -> str:
    """The string at a path of keys; "" if there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def at(value: Any, *path: str) -> Any:
    """What is at a path of keys; None if there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def tenant_of(activity: Mapping[str, Any]) -> str:
    """Id of the tenant that the conversation is in, in small letters; "" if it isn't told."""
    told = text_at(activity, "channelData", "tenant", "id")
    return (told or text_at(activity, "conversation", "tenantId")).lower()
