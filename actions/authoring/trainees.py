"""Typical trainees: what they would type to the customer of a story (trainees.yml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

from actions.judge.verdict import HELPFUL
from actions.story.model import Need, Story

MOST = 10  # replies of one trainee
SAME = 8  # times that a trainee with a single reply says it


@dataclass(frozen=True)
class Trainee:
    """A trainee with their replies to one customer.

    Args:
        who: what kind of trainee, in a few Chinese words.
        replies: what they type, in order; at most `MOST`.
        hopeless: no customer should be content with them.
    """

    who: str
    replies: tuple[str, ...]
    hopeless: bool = False


def stock_trainees(story: Story) -> list[Trainee]:
    """Those with the same replies to everybody, but for the case's words."""
    return [
        Trainee(kind["who"], _filled(kind["replies"], story), kind["hopeless"])
        for kind in _texts()["stock"]
    ]


def cold_trainee(story: Story) -> Trainee:
    """One who deals with one need after the other, each time in a bare statement."""
    stock = _texts()["cold"]
    rounds = (
        _statement(need, number, stock["says"]) for number in range(MOST) for need in story.needs
    )
    return Trainee(stock["who"], tuple(islice(rounds, MOST)))


def expert(replies: Sequence[str]) -> Trainee:
    """One who says what the story itself calls very good replies."""
    return Trainee(_texts()["expert"], tuple(replies[:MOST]))


def _statement(need: Need, number: int, says: Mapping[str, Sequence[str]]) -> str:
    moves = [move for move in need.met_by.moves if move in HELPFUL] or ["informs"]
    ways = says[moves[number % len(moves)]]
    word = need.met_by.about[number % len(need.met_by.about)]
    return ways[number // len(moves) % len(ways)].format(word=word)


def _filled(replies: Sequence[str], story: Story) -> tuple[str, ...]:
    """The replies with the case's words; a single one is said again and again."""
    # The first words of an `about` are those a trainer thinks of first.
    words = cycle([need.met_by.about[0] for need in story.needs])
    asked = cycle([reveal.about[0] for reveal in story.reveals] or [story.title])
    if len(replies) == 1:
        return (replies[0].format(word=next(words)),) * SAME
    return tuple(
        reply.format(
            name=story.customer.name,
            word=next(words) if "{word}" in reply else "",
            asked=next(asked) if "{asked}" in reply else "",
        )
        for reply in replies
    )


@lru_cache(maxsize=1)
def _texts() -> Any:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf8"))
