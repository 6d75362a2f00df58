"""One-to-one folding of what people type, so that offsets keep pointing at the original."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

READ_AT_MOST = 1200
"""Characters of a text that are read; nobody says more in one turn."""

_TRADITIONAL = Path(__file__).with_name("traditional.txt")
_LOOKALIKES = {
    "。": "。",
    "｡": "。",
    "､": "、",
    "〜": "~",
    "∼": "~",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "⋯": "…",
}
_DIGITS = re.compile(r"\d")


class _Fold(dict[int, str]):
    """Lazily maps a code point to the one character it is read as."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            folded = " "
        elif len(folded) != 1:
            folded = char
        folded = folded.lower() if len(folded.lower()) == 1 else folded
        self[code] = " " if folded.isspace() else folded
        return self[code]


def read_traditional() -> dict[str, str]:
    """The simplified character for each traditional one."""
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


_FOLD = _Fold(str.maketrans(read_traditional() | _LOOKALIKES))


def fold(text: str) -> str:
    """Folds width, case, script variants and control characters, one character for one.

    Args:
        text: any text.

    Returns:
        Text of the same length (cut at READ_AT_MOST), so offsets into it hold for `text`.
    """
    return text[:READ_AT_MOST].translate(_FOLD)


def plain(folded: str) -> str:
    """Digits become 0: the judge learns that a number is there, not which."""
    return _DIGITS.sub("0", folded)


def grams(text: str, size: int) -> list[str]:
    """All runs of `size` characters."""
    return [text[i : i + size] for i in range(len(text) - size + 1)]


def is_han(char: str) -> bool:
    """Whether the character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def han(text: str) -> str:
    """Only the Chinese characters, letters and digits: what two texts are compared by."""
    return "".join(char for char in text if char.isalnum())
