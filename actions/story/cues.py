"""Cues: the ways a customer can have been treated, and the bands of their temper."""

from __future__ import annotations

from typing import Literal

HURT = (
    "blamed",
    "challenged",
    "ordered",
    "passed_on",
    "refused",
    "rule_quoted",
    "deflected",
    "put_off",
    "jargon",
    "repeated",
    "asked_again",
    "many_questions",
    "long_winded",
    "feeling_skipped",
    "sorry_only",
    "sorry_again",
    "unreadable",
    "copied",
    "closed_early",
)
HELPED = ("felt_heard", "owned", "acted", "dated", "eased")
CUES = HURT + HELPED

TEMPERAMENTS = ("quick", "dry", "tearful", "pedantic", "proud", "timid", "chatty")

Band = Literal["calm", "warm", "hot"]
BANDS: tuple[Band, ...] = ("calm", "warm", "hot")

WARM_FROM = 35.0
HOT_FROM = 70.0

Ending = Literal["content", "grudging", "complains", "leaves"]
ENDINGS: tuple[Ending, ...] = ("content", "grudging", "complains", "leaves")


def band(anger: float) -> Band:
    """The band of a temper (0-100)."""
    if anger >= HOT_FROM:
        return "hot"
    return "warm" if anger >= WARM_FROM else "calm"
