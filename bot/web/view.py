"""A drill as the drill page shows it, made from the records alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from actions.records import Drill, Hint, Nudge, Turn
from actions.story.cues import band
from bot.web import labels

Say = Callable[[str], str]
Entry = dict[str, Any]


def view(
    drill: Drill,
    turns: Sequence[Turn],
    hints: Sequence[Hint],
    nudges: Sequence[Nudge],
    say: Say,
) -> dict[str, Any]:
    """The whole state of the drill page.

    Args:
        drill: the drill.
        turns: its turns with those taken back, in order.
        hints: its hints.
        nudges: what the customer said into silences, without what was taken back.
        say: puts words of the catalog into the reader's language.

    Returns:
        `turn`: the number of the next reply; `ending`: None while open; `temper`;
        `entries`: what was said, in order, each with a `key` that stays its own.
    """
    counting = [turn for turn in turns if not turn.taken_back]
    return {
        "turn": len(counting) + 1,
        "ending": drill.ending,
        "temper": _temper(_angers(drill, counting, nudges), say),
        "entries": _entries(drill, turns, hints, nudges),
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


def _angers(drill: Drill, turns: Sequence[Turn], nudges: Sequence[Nudge]) -> list[float]:
    """The temper at the start and after all that moved it, in order."""
    moved = [(nudge.turn, 0, nudge.anger) for nudge in nudges]
    moved += [(turn.number, 1, turn.anger) for turn in turns]
    return [drill.anger, *(anger for _, _, anger in sorted(moved, key=lambda item: item[:2]))]


def _entries(
    drill: Drill, turns: Sequence[Turn], hints: Sequence[Hint], nudges: Sequence[Nudge]
) -> list[Entry]:
    timed: list[tuple[datetime, Entry]] = [
        (drill.opened_at, {"key": "opening", "who": "customer", "text": drill.opening})
    ]
    for i, turn in enumerate(turns):
        if not turn.taken_back:
            reply = {"key": f"reply-{i}", "who": "trainee", "text": turn.reply, "turn": turn.number}
            line = {"key": f"line-{i}", "who": "customer", "text": turn.line}
            timed += [(turn.said_at, reply), (turn.said_at, line)]
    for i, nudge in enumerate(nudges):
        said = {"key": f"nudge-{nudge.turn}-{i}", "who": "customer", "text": nudge.line}
        timed.append((nudge.said_at, said))
    for i, hint in enumerate(hints):
        timed.append((hint.given_at, {"key": f"hint-{i}", "who": "coach", "text": hint.text}))
    return [entry for _, entry in sorted(timed, key=lambda pair: pair[0])]
