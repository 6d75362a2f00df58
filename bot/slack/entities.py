"""Slack's markup in texts: read away from what people write, kept out of what we write.

Source: Slack's documentation, "Formatting message text".
"""

from __future__ import annotations

import re

_ENTITY = re.compile(r"<([^<>]*)>")
_BLANKS = re.compile(r"[ \t]{2,}")


def plain(text: str, bot: str) -> str:
    """What somebody wrote, as they see it themselves.

    Args:
        text: with entities, as events have it.
        bot: user id of the bot, whose mention is left out.
    """
    if is_addressed(text, bot):
        text = _BLANKS.sub(" ", _mention(bot).sub(" ", text))
    shown = _ENTITY.sub(lambda entity: _shown(entity[1]), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def is_addressed(text: str, bot: str) -> bool:
    """Whether the text mentions the bot."""
    return bool(bot and _mention(bot).search(text))


def escaped(text: str) -> str:
    """The text with nothing in it that Slack reads as a mention, a link or a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mention(user: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")


def _shown(inside: str) -> str:
    """What Slack shows for an entity: its label, else a name that can be derived."""
    target, _, label = inside.partition("|")
    sign, name = target[:1], target[1:]
    if sign in ("@", "#"):
        return sign + (label or name)
    if sign == "!":
        return label or "@" + name.partition("^")[0]
    return label or target
