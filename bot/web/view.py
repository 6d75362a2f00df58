"""A drill as the drill page shows it, made from the records alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from actions.records import Drill, Hint, Turn
from actions.story.cues import band
from bot.web import labels

Say = Callable[[str], str]
Entry = dict[str, Any]


def view(drill: Drill, turns: Sequence[Turn], hints: Sequence[Hint], say: Say) -> dict[str, Any]:
    """The whole state of the drill page.

    Args:
        drill: the drill.
        turns: its turns with those taken back, in order.
        hints: its hints.
        say: puts words of the catalog into the reader's language.

    Returns:
        `turn`: the number of the next reply; `ending`: None while open; `temper`;
        `entries`: what was said, in order, each with a `key` that stays its own.
    """
    counting = [turn for turn in turns if not turn.taken_back]
    return {
        "turn": len(counting) + 1,
        "ending": drill.ending,
        "temper": _temper([drill.anger, *(turn.anger for turn in counting)], say),
        "entries": _entries(drill, turns, hints),
    }


def _temper(angers: list[float], say: Say) -> dict[str, Any]:
    anger = round(angers[-1])
    change = anger - round(angers[-2]) if len(angers) > 1 else 0
    word = say(labels.temper(anger))
    return {
        "anger": anger,
        "band": band(anger),
        "word": word,
        "change": labels.signed(change) if change else "",
    }


def _entries(drill: Drill, turns: Sequence[Turn], hints: Sequence[Hint]) -> list[Entry]:
    timed: list[tuple[datetime, Entry]] = [
        (drill.opened_at, {"key": "opening", "who": "customer", "text": drill.opening})
    ]
    for i, turn in enumerate(turns):
        if not turn.taken_back:
            reply = {"key": f"reply-{i}", "who": "trainee", "text": turn.reply, "turn": turn.number}
            line = {"key": f"line-{i}", "who": "customer", "text": turn.line}
            timed += [(turn.said_at, reply), (turn.said_at, line)]
    for i, hint in enumerate(hints):
        timed.append((hint.given_at, {"key": f"hint-{i}", "who": "coach", "text": hint.text}))
    return [entry for _, entry in sorted(timed, key=lambda pair: pair[0])]
