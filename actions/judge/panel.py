"""Reads chats in the panel's format, rated (data/panel) or not (real transcripts)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.judge.verdict import MOVES, Context, Exchange

SCORES = ("empathy", "clarity", "rigidity", "effect")
RANGES = {
    "empathy": (1.0, 5.0),
    "clarity": (1.0, 5.0),
    "rigidity": (1.0, 5.0),
    "effect": (-2.0, 2.0),
}


class BadChatError(ValueError):
    """A line that is no chat; the message says where, what is wrong and how to mend it."""


@dataclass(frozen=True)
class Span:
    """A labelled stretch of a reply; offsets are characters, end exclusive."""

    label: str
    start: int
    end: int

    def meets(self, start: int, end: int) -> bool:
        """Whether the overlap is at least half of the shorter stretch."""
        overlap = min(self.end, end) - max(self.start, start)
        return overlap > 0 and 2 * overlap >= min(self.end - self.start, end - start)


@dataclass(frozen=True)
class Line:
    """One reply of a chat with everything said before it, and its ratings if it has any.

    `ours` marks chats written and rated for the project (source: project): they are learned
    from and never tested on.
    """

    chat: str
    customer: str
    turn: int
    reply: str
    context: Context
    scores: tuple[float, float, float, float] | None
    spans: tuple[Span, ...]
    ours: bool = False


def read_chats(path: Path) -> Iterator[Line]:
    """Yields every reply of a JSONL file of chats.

    Raises:
        BadChatError: a line is not a chat in the panel's format.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from _replies(_parse(line, f"{path}:{number}"), f"{path}:{number}")


def read_panel(folder: Path) -> list[Line]:
    """All rated replies of a panel folder, in the order of file names and lines."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in read_chats(path)]
    for line in lines:
        if line.scores is None:
            raise BadChatError(
                f"{line.chat}: turn {line.turn} has no ratings; add {', '.join(SCORES)}"
            )
    if not lines:
        raise BadChatError(f"{folder}: no rated chats; put the panel's .jsonl files there")
    return lines


def _parse(line: str, where: str) -> dict[str, Any]:
    try:
        chat = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadChatError(
            f"{where}: not JSON ({error}); write one chat as one JSON object"
        ) from None
    if not isinstance(chat, dict):
        raise BadChatError(f"{where}: not an object; write {{'id': …, 'turns': […]}}")
    if not isinstance(chat.get("turns"), list) or not chat["turns"]:
        raise BadChatError(f"{where}: 'turns' is missing or empty; add a list of turns")
    for key in ("id", "customer", "briefing"):
        if not isinstance(chat.setdefault(key, ""), str):
            raise BadChatError(f"{where}: {key!r} is not text; put it in quotes")
    return chat


def _replies(chat: dict[str, Any], where: str) -> Iterator[Line]:
    earlier: list[Exchange] = []
    for number, turn in enumerate(chat["turns"]):
        here = f"{where}: turn {number + 1}"
        if not isinstance(turn, dict):
            raise BadChatError(f"{here} is not an object; write {{'customer': …, 'trainee': …}}")
        for key in ("customer", "trainee"):
            if not isinstance(turn.get(key), str):
                raise BadChatError(f"{here} has no text in {key!r}; add what the {key} said")
        yield Line(
            chat=chat["id"],
            customer=chat["customer"],
            turn=number,
            reply=turn["trainee"],
            context=Context(chat["briefing"], turn["customer"], tuple(earlier)),
            scores=_scores(turn, here),
            spans=_spans(turn, here),
            ours=chat.get("source") == "project",
        )
        earlier.append(Exchange(turn["customer"], turn["trainee"]))


def _scores(turn: dict[str, Any], where: str) -> tuple[float, float, float, float] | None:
    given = [name for name in SCORES if turn.get(name) is not None]
    if not given:
        return None
    for name in SCORES:
        low, high = RANGES[name]
        value = turn.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadChatError(f"{where}: {name!r} is missing or no number; rate all of {SCORES}")
        if not low <= value <= high:
            raise BadChatError(f"{where}: {name!r} is {value}; the scale runs from {low} to {high}")
    return turn["empathy"], turn["clarity"], turn["rigidity"], turn["effect"]


def _spans(turn: dict[str, Any], where: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    seen: dict[str, int] = {}
    for move in turn.get("moves") or []:
        if not (isinstance(move, list) and len(move) == 2 and move[0] in MOVES):
            raise BadChatError(
                f"{where}: {move!r} is no move; write [label of moves.md, quoted words]"
            )
        label, words = move
        start = turn["trainee"].find(words, seen.get(words, 0)) if isinstance(words, str) else -1
        if start < 0 or not words:
            raise BadChatError(f"{where}: {words!r} is not in the reply; quote it exactly")
        seen[words] = start + len(words)
        spans.append(Span(label, start, start + len(words)))
    return tuple(spans)
