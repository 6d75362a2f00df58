"""What Slack refuses in blocks and views, as far as we use them.

Source: Slack's reference, "Block Kit" and "Modal views".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

RICH = ("rich_text_section", "rich_text_quote", "rich_text_list")


def problems_of_blocks(blocks: list[dict[str, Any]]) -> list[str]:
    """Why Slack would refuse these blocks of a message."""
    return [*_checked((len(blocks) <= 50, "blocks")), *(p for b in blocks for p in _block(b))]


def problems_of_view(view: dict[str, Any]) -> list[str]:
    """Why Slack would refuse this modal."""
    inputs = view["blocks"]
    problems = [*_plain(view["title"], 24), *_plain(view["submit"], 24)]
    problems += _checked(
        (len(view["private_metadata"]) <= 3000, "private_metadata"),
        (1 <= len(inputs) <= 100, "blocks"),
        (len({block["block_id"] for block in inputs}) == len(inputs), "block_id"),
    )
    return problems + [problem for block in inputs for problem in _input(block)]


def shown(blocks: list[dict[str, Any]]) -> str:
    """All words that blocks show, in order; emoji and mentions as Slack writes them."""
    return "".join(_words(blocks))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        if value.get("type") == "emoji":
            yield f":{value['name']}:"
        elif value.get("type") == "user":
            yield f"<@{value['user_id']}>"
        elif isinstance(value.get("text"), str):
            yield value["text"]
        else:
            yield from _words(value.get("text") or value.get("elements"))


def _block(block: dict[str, Any]) -> list[str]:
    kind = block["type"]
    if kind == "header":
        return _plain(block["text"], 150)
    if kind == "context":
        found = [problem for text in block["elements"] for problem in _plain(text, 3000)]
        return found + _checked((1 <= len(block["elements"]) <= 10, "context"))
    if kind == "actions":
        ids = {button["action_id"] for button in block["elements"]}
        count = len(block["elements"])
        found = [problem for button in block["elements"] for problem in _button(button)]
        return found + _checked((1 <= count <= 25, "actions"), (len(ids) == count, "action_id"))
    if kind == "rich_text":
        return [problem for element in block["elements"] for problem in _rich(element)]
    return _checked((kind == "divider", f"type {kind}"))


def _rich(element: dict[str, Any]) -> list[str]:
    if element["type"] == "text":
        return _checked((1 <= len(element["text"]) <= 3000, "text"))
    if element["type"] in ("emoji", "user"):
        return []
    found = [problem for inner in element["elements"] for problem in _rich(inner)]
    return found + _checked((element["type"] in RICH, "rich"), (element["elements"], "empty"))


def _button(button: dict[str, Any]) -> list[str]:
    return _plain(button["text"], 75) + _checked(
        (len(button.get("value", "")) <= 2000, "value"),
        (len(button.get("url", "")) <= 3000, "url"),
        (button.get("style", "primary") in ("primary", "danger"), "style"),
    )


def _input(block: dict[str, Any]) -> list[str]:
    element = block["element"]
    if element["type"] == "plain_text_input":
        return _plain(block["label"], 2000) + _checked(
            (1 <= element["max_length"] <= 3000, "length")
        )
    options = element["options"]
    found = [problem for option in options for problem in _plain(option["text"], 75)]
    found += _checked(
        (1 <= len(options) <= 100, "options"),
        (all(1 <= len(option["value"]) <= 150 for option in options), "option value"),
        (element.get("initial_option", options[0]) in options, "initial_option"),
    )
    return _plain(block["label"], 2000) + found


def _plain(text: dict[str, Any], longest: int) -> list[str]:
    return _checked(
        (text["type"] == "plain_text", "markup"),
        (text["emoji"] is False, "emoji"),
        (1 <= len(text["text"]) <= longest, f"length {len(text['text'])}"),
        (bool(text["text"].strip()), "blank"),
    )


def _checked(*checks: tuple[object, str]) -> list[str]:
    return [name for right, name in checks if not right]
