"""Posts as Block Kit.

People's words stand in rich text and in `plain_text` without emoji only: neither knows markup, so
that no mention, link, `*bold*` or `:emoji:` in them works. Source: Slack's reference, "Block Kit",
pages "Rich text block", "Header block", "Context block", "Divider block", "Actions block", "Button
element".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.chats.post import (
    Button,
    Call,
    Facts,
    Form,
    Heading,
    Line,
    Part,
    Post,
    Scale,
    Scales,
    Words,
)
from bot.slack.entities import escaped

MOST_BLOCKS = 50
LONGEST_HEADER = 150
LONGEST_BUTTON = 75
LONGEST_TEXT = 1500  # half of what a text may hold: Slack counts some characters twice
LONGEST_FALLBACK = 3000

_USER = re.compile(r"[UW][A-Z0-9]+")
_MARKS = {"good": "white_check_mark", "bad": "pencil2"}
_STYLES = {"main": "primary", "danger": "danger"}
_BEST = 5

Block = dict[str, Any]


def blocks_of(post: Post) -> list[Block]:
    """The blocks that show a post.

    Where a message can't hold them all, paragraphs share blocks; if they are too many even so, the
    message ends with "…".
    """
    blocks = [block for part in post.parts for block in _blocks(part)]
    if len(blocks) > MOST_BLOCKS:
        blocks = _joined(blocks)
    if len(blocks) > MOST_BLOCKS:
        blocks = [*blocks[: MOST_BLOCKS - 1], *_rich(_group("section", _plain("…")))]
    return blocks


def fallback_of(post: Post) -> str:
    """The same for notifications, which show no blocks; long ones are cut."""
    return escaped(post.text[:LONGEST_FALLBACK]).strip() or "…"


def plain_text(text: str, longest: int) -> Block:
    """A text object without markup, cut to `longest` characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return {"type": "plain_text", "text": cut if cut.strip() else "…", "emoji": False}


def as_value(value: Mapping[str, Any]) -> str:
    """JSON without a character too much, as limits are narrow."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _joined(blocks: list[Block]) -> list[Block]:
    """The same with neighbouring rich text in one block, which shows it with less air."""
    joined: list[Block] = []
    for kind, run in groupby(blocks, itemgetter("type")):
        if kind == "rich_text":
            joined += _rich(*(element for block in run for element in block["elements"]))
        else:
            joined += run
    return joined


def _blocks(part: Part) -> list[Block]:
    if isinstance(part, Heading):
        return _heading(part)
    if isinstance(part, Words):
        return _words(part)
    if isinstance(part, Line):
        said = {"strike": True} if part.struck else {}
        quote = _group("quote", *_text(part.text, **said))
        return _rich(_group("section", *_text(part.name, bold=True)), quote)
    if isinstance(part, Facts):
        return _facts(part)
    if isinstance(part, Scales):
        scores = [block for scale in part.scales for block in _scale(scale)]
        return [{"type": "divider"}, *scores, {"type": "divider"}] if scores else []
    if isinstance(part, Call):
        return _rich(_group("section", _mention(part), *_text(f" {part.text}")))
    if isinstance(part, Form):
        return _actions([Button(part.title, part.value, "main")])
    return _actions(list(part.buttons))


def _heading(part: Heading) -> list[Block]:
    if not part.text.strip():
        return []
    if len(part.text) > LONGEST_HEADER:
        return _rich(_group("section", *_text(part.text, bold=True)))
    return [{"type": "header", "text": plain_text(part.text, LONGEST_HEADER)}]


def _words(part: Words) -> list[Block]:
    label = f"{part.label}：" if part.label.strip() else ""
    if part.tone == "quiet":
        return _small(label + part.text)
    words = [*_text(label, bold=True), *_text(part.text)]
    mark = [_emoji(_MARKS[part.tone]), _plain(" ")] if part.tone in _MARKS else []
    return _rich(_group("section", *mark, *words)) if words else []


def _small(text: str) -> list[Block]:
    return [
        {"type": "context", "elements": [plain_text(piece, LONGEST_TEXT)]}
        for piece in _pieces(text)
    ]


def _facts(part: Facts) -> list[Block]:
    items = [
        _group("section", *_text(f"{name}：", bold=True), *_text(words))
        for name, words in part.pairs
    ]
    return _rich({"type": "rich_text_list", "style": "bullet", "elements": items}) if items else []


def _scale(scale: Scale) -> list[Block]:
    """Five marks, value, whether it is good, and the name; small below, the reason.

    Marks stand first, so that those of several scales line up.
    """
    full = min(max(round(scale.value), 0), _BEST)
    figures = _plain(f"{'●' * full}{'○' * (_BEST - full)} {scale.value:.1f} ")
    mark = _emoji(_MARKS["good" if scale.good else "bad"])
    name = _text(f" {scale.name}", bold=True)
    return [*_rich(_group("section", figures, mark, *name)), *_small(scale.reason)]


def _mention(call: Call) -> Block:
    if _USER.fullmatch(call.user):
        return {"type": "user", "user_id": call.user}
    return _plain(f"@{call.name}"[:LONGEST_TEXT])


def _actions(buttons: list[Button]) -> list[Block]:
    elements = [_button(button, number) for number, button in enumerate(buttons)]
    return [{"type": "actions", "elements": elements}] if elements else []


def _button(button: Button, number: int) -> Block:
    shown: Block = {
        "type": "button",
        "action_id": f"button {number}",
        "text": plain_text(button.words, LONGEST_BUTTON),
    }
    shown |= {"url": button.url} if button.url else {"value": as_value(button.value)}
    if button.style:
        shown["style"] = _STYLES[button.style]
    return shown


def _rich(*elements: Block) -> list[Block]:
    filled = [element for element in elements if element["elements"]]
    return [{"type": "rich_text", "elements": filled}] if filled else []


def _group(kind: str, *elements: Block) -> Block:
    return {"type": f"rich_text_{kind}", "elements": list(elements)}


def _text(text: str, **style: bool) -> list[Block]:
    """Elements of rich text that show exactly this."""
    return [_plain(piece) | ({"style": style} if style else {}) for piece in _pieces(text)]


def _plain(text: str) -> Block:
    return {"type": "text", "text": text}


def _emoji(name: str) -> Block:
    return {"type": "emoji", "name": name}


def _pieces(text: str) -> list[str]:
    if not text.strip():
        return []
    return [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
