"""The records as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.judge.verdict import Verdict


@dataclass(frozen=True)
class Trainee:
    """A person who practises."""

    id: str
    name: str


@dataclass(frozen=True)
class Drill:
    """One trainee playing one story.

    The story's text is kept as it was at the start: changing the file changes neither a
    drill in progress nor an old report.

    Args:
        id: unguessable token.
        anger: the customer's temper at the start, 0-100.
        opening: the customer's first line.
        state: the customer's state (JSON) after the opening.
        ending: how it ended: content, grudging, complains, leaves, stopped; None while open.
        mode: how a team plays it: relay, open or duel; None for a trainee alone.
    """

    id: str
    trainee_id: str
    channel: str
    story: str
    title: str
    story_text: str
    opening: str
    anger: float
    state: dict[str, Any]
    opened_at: datetime
    ended_at: datetime | None = None
    ending: str | None = None
    mode: str | None = None


@dataclass(frozen=True)
class Turn:
    """One reply and what it did.

    Args:
        number: 1 for the first reply of the drill.
        trainee_id: who spoke.
        cue: what the customer reacted to.
        needs_met: needs that this reply met.
        anger: the customer's temper after the reply, 0-100.
        line: what the customer answered.
        state: the customer's state (JSON) after the reply.
        taken_back: the trainee took the reply back and tried again.
        message: id of the chat message that brought it, None from the web page.
    """

    drill_id: str
    number: int
    trainee_id: str
    reply: str
    verdict: Verdict
    cue: str
    needs_met: tuple[str, ...]
    anger: float
    line: str
    state: dict[str, Any]
    ending: str | None
    said_at: datetime
    taken_back: bool = False
    message: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a member of a team would have said as reply number `turn`; the customer never heard it.

    Args:
        message: what brought it, unique in the drill.
    """

    drill_id: str
    turn: int
    trainee_id: str
    message: str
    reply: str
    verdict: Verdict
    said_at: datetime


@dataclass(frozen=True)
class Nudge:
    """What the customer said when reply number `turn` was long in coming.

    Args:
        anger: the customer's temper after it, 0-100.
        state: the customer's state (JSON) after it.
        taken_back: it came after a reply that was taken back.
    """

    drill_id: str
    turn: int
    line: str
    anger: float
    state: dict[str, Any]
    said_at: datetime
    taken_back: bool = False


@dataclass(frozen=True)
class Hint:
    """A hint the trainee asked for before reply number `turn`."""

    drill_id: str
    turn: int
    text: str
    given_at: datetime
