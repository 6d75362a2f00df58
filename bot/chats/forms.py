"""The forms of the chats, made from the `value` of their button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.story import Story
from bot.chats.post import Field, Form
from bot.chats.words import words

MODES = ("open", "relay", "duel")
LEVELS = "levels"  # the story that stands for "the next one, level by level"


def form_of(value: Mapping[str, Any], language: str, stories: Mapping[str, Story]) -> Form | None:
    """The form that a button with this value opens; None if it opens none.

    Args:
        value: `form` names it: "start" a drill alone or in a channel, "answer" in a duel.
        language: the reader's.
        stories: the playable ones, easiest first.
    """
    if value.get("form") == "start":
        return _start(dict(value), language, stories)
    if value.get("form") == "answer":
        return _answer(dict(value), language)
    return None


def _start(value: dict[str, Any], language: str, stories: Mapping[str, Story]) -> Form:
    customers = tuple((name, f"{story.level} · {story.title}") for name, story in stories.items())
    fields = [Field("story", words(language, "form_story"), customers[:100], customers[0][0])]
    if value.get("team"):
        modes = tuple((mode, words(language, f"mode_{mode}_long")) for mode in MODES)
        fields.append(Field("mode", words(language, "form_mode"), modes, "open"))
    title = words(language, "form_start")
    return Form(title, tuple(fields), words(language, "form_go"), value)


def _answer(value: dict[str, Any], language: str) -> Form:
    field = Field("text", words(language, "form_answer_field"))
    return Form(
        words(language, "form_answer"), (field,), words(language, "form_answer_send"), value
    )
