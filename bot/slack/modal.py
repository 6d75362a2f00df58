"""Forms as modals. Source: Slack's reference, "Modal views", "Input block"."""

from __future__ import annotations

from typing import Any

from bot.chats.heard import Heard
from bot.chats.post import Field, Form
from bot.slack.blocks import as_value, plain_text

LONGEST_TITLE = 24
LONGEST_LABEL = 2000
LONGEST_OPTION = 75
LONGEST_INPUT = 3000
MOST_OPTIONS = 100
LONGEST_METADATA = 3000  # bytes, to be safe; Slack counts characters


def view_of(form: Form, asked: Heard) -> dict[str, Any]:
    """The modal of a form.

    Args:
        form: what to fill in.
        asked: what somebody pressed to get it; where they did so comes back with the form.

    Raises:
        ValueError: if the form's value is too long to come back.
    """
    place = asked.place
    about = {"value": form.value, "room": place.room, "thread": place.thread}
    metadata = as_value({**about, "message": asked.message})
    if len(metadata.encode()) > LONGEST_METADATA:
        raise ValueError("the form's value is too long")
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain_text(form.title, LONGEST_TITLE),
        "submit": plain_text(form.submit, LONGEST_TITLE),
        "private_metadata": metadata,
        "blocks": [_input(field) for field in form.fields],
    }


def _input(field: Field) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(field.words, LONGEST_LABEL),
        "element": _select(field) if field.options else _box(field),
    }


def _select(field: Field) -> dict[str, Any]:
    options = {
        value: {"text": plain_text(words, LONGEST_OPTION), "value": value}
        for value, words in field.options[:MOST_OPTIONS]
    }
    shown = {"type": "static_select", "action_id": field.name, "options": [*options.values()]}
    return shown | ({"initial_option": options[field.chosen]} if field.chosen in options else {})


def _box(field: Field) -> dict[str, Any]:
    return {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": True,
        "max_length": min(field.longest, LONGEST_INPUT),
    }
