"""Breaks words into lines that fit a width, as SVG does not; Chinese breaks between characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

# Widths in ems, generous, as the font is whichever the reader has.
FULL = 1.0  # Chinese characters and their punctuation, and any script not known here
SMALL = 0.7  # small Latin letters, digits
CAPITAL = 0.9
WIDE = 1.1
SPACE = 0.35
_WIDE = frozenset("mwMW@%&")

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # control, format, surrogates, private, unassigned
# What stays together: a Latin word or a character, with the punctuation that may not be parted.
_UNIT = re.compile(r" |[“‘（《【「]*(?:[!-~]+|.)[，。、；：！？”’）》】」…—]*")


def legible(text: str) -> str:
    """The text in one line, without characters that no reader sees or XML does not allow."""
    seen = (" " if char.isspace() else char for char in text)
    kept = "".join(char for char in seen if unicodedata.category(char) not in _UNSEEN)
    return " ".join(kept.split())


def width_of(text: str, size: float) -> float:
    """How wide a legible text gets at most, in the unit of the font's size."""
    return sum(_ems(char) for char in text) * size


def wrap(text: str, size: float, width: float) -> list[str]:
    """The lines of a text.

    Args:
        text: any text.
        size: of the font.
        width: of the lines, in the same unit; at least two characters.

    Returns:
        Lines no wider than `width`; none for a text without anything to see.
    """
    return _fill(_UNIT.findall(legible(text)), size, width)


def wrap_list(words: Sequence[str], size: float, width: float) -> list[str]:
    """The same for words set side by side, none of them parted if it fits a line."""
    seen = [legible(word) for word in words]
    return _fill([f"{word}、" for word in seen[:-1]] + seen[-1:], size, width)


def _fill(units: Iterable[str], size: float, width: float) -> list[str]:
    lines = [""]
    for unit in units:
        if width_of(lines[-1] + unit, size) <= width:
            lines[-1] += unit
        else:
            lines += _cut(unit, size, width)
    return [stripped for line in lines if (stripped := line.strip())]


def _cut(unit: str, size: float, width: float) -> Iterator[str]:
    """A unit in pieces that fit a line; mostly one."""
    piece = ""
    for char in unit:
        if piece and width_of(piece + char, size) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def _ems(char: str) -> float:
    if char in _WIDE:
        return WIDE
    if char == " ":
        return SPACE
    if not char.isascii():
        return FULL
    return CAPITAL if char.isupper() else SMALL
