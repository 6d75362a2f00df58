"""Posts as activities of Teams: each an Adaptive Card.

Version 1.5 of the schema, which Teams shows on desktops and phones. What people wrote stands in
`TextRun`s, the one element of text that knows no Markdown; choices and titles of actions know none
either. Microsoft's pages: "Adaptive Cards schema explorer", "User mention in Adaptive Cards".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from bot.chats.post import (
    Button,
    Buttons,
    Call,
    Facts,
    Field,
    Form,
    Heading,
    Line,
    Post,
    Scale,
    Scales,
    Words,
)

LARGEST = 28 * 1024  # bytes of an activity in UTF-16, as Teams counts; its limit for all clients
LENGTHS = (4000, 1500, 500, 200, 80, 30)  # characters of a paragraph: the first that fits
LINES = 40  # of a paragraph
SUMMARY = 200  # characters
CARD = "application/vnd.microsoft.card.adaptive"

Element = dict[str, Any]
Shown = Heading | Words | Line | Facts | Scales | Buttons | Form

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_CODE = re.compile("<(?=at)|{(?={)")

_QUIET: Element = {"size": "small", "isSubtle": True}
_COLORS = {"good": "good", "bad": "attention"}
_SIGNS = {"good": "✓", "bad": "△"}  # so that no colour is needed
_STYLES = {"main": "positive", "danger": "destructive", "": "default"}


def activity_of(post: Post) -> Element:
    """The activity that shows a post, its texts shortened where it would be too large for Teams.

    Raises:
        ValueError: if it is too large all the same.
    """
    for longest in LENGTHS:
        activity = _activity(post, longest)
        if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) <= LARGEST:
            return activity
    raise ValueError("too large for a message of Teams")


def _activity(post: Post, longest: int) -> Element:
    marks = count(1)
    mentions: list[Element] = []
    body: list[Element] = []
    for part in post.parts:
        if isinstance(part, Call):
            mention = f"<at>{next(marks)}</at>"
            mentions.append(_mention(part, mention, longest))
            body.append(_call(part, mention, longest))
        else:
            body += _elements(part, longest)
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": _short(post.text, SUMMARY),
        "body": body,
        "msteams": {"width": "Full", "entities": mentions},
    }
    return {
        "type": "message",
        "summary": _short(post.text.replace("\n", " "), SUMMARY),
        "attachments": [{"contentType": CARD, "content": content}],
    }


def _mention(call: Call, mention: str, longest: int) -> Element:
    """Teams shows the person's name where the card has the mention's text."""
    mentioned = {"id": call.user, "name": _plain(_short(call.name, longest))}
    return {"type": "mention", "text": mention, "mentioned": mentioned}


def _call(call: Call, mention: str, longest: int) -> Element:
    """Mention and words in one row; a mention works in a `TextBlock` only."""
    person = [{"type": "TextBlock", "text": mention}]
    words = list(_paragraph(call.text, longest, "none"))
    return _row(("auto", person), ("stretch", words))


def _elements(part: Shown, longest: int) -> list[Element]:
    """The elements of a card that show a part."""
    if isinstance(part, Heading):
        return list(_paragraph(part.text, longest, size="large", weight="bolder"))
    if isinstance(part, Words):
        return list(_words(part, longest))
    if isinstance(part, Line):
        return [_line(part, longest)]
    if isinstance(part, Facts):
        return [_fact(name, words, longest) for name, words in part.pairs]
    if isinstance(part, Scales):
        return [element for scale in part.scales for element in _scale(scale, longest)]
    if isinstance(part, Buttons):
        return [_actions([_action(button) for button in part.buttons])]
    return _form(part, longest)


def _words(words: Words, longest: int) -> Iterator[Element]:
    """A label, or else a sign, bears the tone; quiet words belong to what stands above them."""
    quiet: Element = _QUIET if words.tone == "quiet" else {}
    colored = {"color": _COLORS[words.tone]} if words.tone in _COLORS else quiet
    begins = f"{_SIGNS[words.tone]} " if words.tone in _SIGNS else ""
    if words.label.strip():
        begins = f"{_short(_one_line(words.label), longest)}："
    lead = [_run(begins, weight="bolder", **colored)] if begins else []
    yield from _paragraph(words.text, longest, "small" if quiet else "medium", lead, **quiet)


def _paragraph(
    text: str, longest: int, spacing: str = "medium", lead: Sequence[Element] = (), **look: Any
) -> Iterator[Element]:
    """A text block for each line, since a line break within one isn't shown everywhere."""
    lines = _short(text, longest).split("\n")
    if len(lines) > LINES:
        lines = [*lines[:LINES], "…"]
    yield _text([*lead, _run(lines[0] or "\u00a0", **look)], spacing)
    for line in lines[1:]:
        yield _text([_run(line or "\u00a0", **look)], "small")


def _line(line: Line, longest: int) -> Element:
    struck: Element = {"strikethrough": True, "isSubtle": True} if line.struck else {}
    name = _text([_run(_short(line.name, longest), weight="bolder")], "none")
    items = [name, *_paragraph(line.text, longest, "small", **struck)]
    return {"type": "Container", "style": "emphasis", "spacing": "medium", "items": items}


def _fact(name: str, words: str, longest: int) -> Element:
    title = _run(f"{_short(_one_line(name), longest)}：", weight="bolder")
    return _text([title, _run(_short(_one_line(words), longest))], "small")


def _scale(scale: Scale, longest: int) -> list[Element]:
    """Name, five marks, value and a sign, so that no colour is needed; below, the reason."""
    tone = "good" if scale.good else "bad"
    full = max(0, min(5, round(scale.value)))
    name = _run(_short(scale.name, longest), weight="bolder")
    bar = _run("■" * full + "□" * (5 - full), color=_COLORS[tone])
    value = _run(f"{scale.value:.1f} {_SIGNS[tone]}", color=_COLORS[tone])
    cells = (("stretch", name), ("auto", bar), ("auto", value))
    row = _row(*((width, [_text([run], "none")]) for width, run in cells))
    return [row, *_paragraph(scale.reason, longest, "small", **_QUIET)]


def _row(*cells: tuple[str, list[Element]]) -> Element:
    """Cells beside each other: the width of each, and its elements."""
    columns = [
        {"type": "Column", "width": width, "spacing": "small", "items": items}
        for width, items in cells
    ]
    return {"type": "ColumnSet", "spacing": "medium", "columns": columns}


def _form(form: Form, longest: int) -> list[Element]:
    """The fields, and an action that sends them together with the form's own value."""
    send = {"type": "Action.Submit", "title": form.submit, "data": form.value, "style": "positive"}
    fields = [_field(field, longest) for field in form.fields]
    heading = _paragraph(form.title, longest, weight="bolder")
    return [*heading, *fields, _actions([send])]


def _field(field: Field, longest: int) -> Element:
    about = {"id": field.name, "label": _plain(_short(field.words, longest))}
    if not field.options:
        text = {"type": "Input.Text", "isMultiline": True, "maxLength": field.longest}
        return {**about, **text}
    choices = [{"title": _short(words, longest), "value": key} for key, words in field.options]
    chosen = {"value": field.chosen} if field.chosen else {}
    return {**about, "type": "Input.ChoiceSet", "choices": choices, **chosen}


def _action(button: Button) -> Element:
    title = {"title": button.words, "style": _STYLES[button.style]}
    if button.url:
        return {"type": "Action.OpenUrl", "url": button.url, **title}
    # The fields of a form on the same card belong to the form's own button alone.
    data = {"data": button.value, "associatedInputs": "none"}
    return {"type": "Action.Submit", **title, **data}


def _actions(actions: list[Element]) -> Element:
    return {"type": "ActionSet", "spacing": "medium", "actions": actions}


def _text(runs: list[Element], spacing: str) -> Element:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": runs}


def _run(text: str, **look: Any) -> Element:
    return {"type": "TextRun", "text": _plain(text), **look}


def _plain(text: str) -> str:
    """Text in which nothing is a mention, nor a date to be written out (`{{DATE(…)}}`)."""
    return _CODE.sub("\\g<0>\u200b", _CONTROL.sub(" ", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
