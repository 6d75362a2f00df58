"""What people type, made safe to hand to Rasa: it is always words, never a command."""

from __future__ import annotations

import unicodedata

# Letters and marks that show nothing, so that a slash behind them looks like the first character.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_BLANK_CATEGORIES = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me")
_WIDE_SLASH = "\uff0f"


def as_typed(text: str) -> str:
    r"""The text without control characters, and never a payload.

    Rasa strips white space and takes what then begins with "/" for an intent. Such a slash
    becomes a full-width one, whatever invisible characters stand before it. Line breaks and
    tabs stay, all else stays as typed.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if char in "\n\t" or not _is_control(char))
    start = next((i for i, char in enumerate(kept) if not _is_blank(char)), len(kept))
    if kept[start : start + 1] == "/":
        return kept[:start] + _WIDE_SLASH + kept[start + 1 :]
    return kept


def is_blank(text: str) -> bool:
    """Whether the text shows nothing."""
    return all(map(_is_blank, text))


def _is_control(char: str) -> bool:
    """Control characters, and halves of characters that no encoding can carry."""
    return unicodedata.category(char) in ("Cc", "Cs")


def _is_blank(char: str) -> bool:
    """White space and what shows nothing by itself: formats, marks, blank letters."""
    return char in _BLANK or unicodedata.category(char) in _BLANK_CATEGORIES
