"""What Rasa says: every text and, after it, what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """One part of an answer.

    Args:
        kind: opening, turn, feedback, retaken, hint, nudge, patient, answer, note, offer or stale.
        text: what the coach says; of an opening, a turn or feedback, the records know more.
        data: what else came with it.
    """

    kind: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


def parts(answer: object) -> list[Said]:
    """Every text of Rasa's answer and what the message after it says it is.

    Raises:
        ValueError: if it isn't a list of messages.
    """
    if not isinstance(answer, list):
        raise ValueError("not a list of messages")
    said, text = [], ""
    for message in answer:
        if not isinstance(message, dict):
            raise ValueError("not a message")
        custom = message.get("custom")
        if isinstance(custom, dict) and isinstance(custom.get("kind"), str):
            said.append(Said(custom["kind"], text, custom))
            text = ""
        else:
            text = str(message.get("text", ""))
    return said
