"""Replies of the panel with its own ratings as their verdicts, sorted by quality.

The judge has no part in this: what is tried is the customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from actions.customer import State
from actions.customer.matter import open_needs
from actions.judge.flags import flags_of
from actions.judge.panel import Line, read_panel
from actions.judge.situation import Reader
from actions.judge.verdict import Clause, Move, Verdict
from actions.story.model import Story

Quality = Literal["good", "middling", "poor"]
QUALITIES: tuple[Quality, ...] = ("good", "middling", "poor")

GOOD_FROM = 1.0  # effect
POOR_BELOW = -0.7  # effect


@dataclass(frozen=True)
class Rated:
    """A reply of the panel.

    Args:
        reply: its words.
        verdict: the panel's ratings and labels, and the flags its own chat earns it.
    """

    reply: str
    verdict: Verdict

    def in_the(self, story: Story, state: State) -> tuple[str, Verdict]:
        """The same reply to this customer: what it does about its own matter, done about theirs.

        A reply that makes a move which can meet the next open need speaks of that need; a
        question asks for the next detail not told.
        """
        words = [
            need.met_by.about[0]
            for need in open_needs(story, state.met)[:1]
            if self.verdict.makes(*need.met_by.moves)
        ]
        untold = [r for number, r in enumerate(story.reveals) if number not in state.told]
        clauses = tuple(
            replace(clause, text=clause.text + (untold[0].about[0] if untold else ""))
            for clause in self.verdict.clauses
        )
        return self.reply + "".join(words), replace(self.verdict, clauses=clauses)


def rated_replies(panel: Path) -> dict[Quality, list[Rated]]:
    """The panel's replies by quality; what the project wrote itself is left out.

    Raises:
        BadChatError: if a line of the panel can't be used.
    """
    reader = Reader()
    found: dict[Quality, list[Rated]] = {quality: [] for quality in QUALITIES}
    for line in read_panel(panel):
        if not line.ours:
            flags = flags_of(reader.read(line.reply, line.context), line.spans)
            found[_quality(line)].append(Rated(line.reply, _verdict(line, flags)))
    return found


def _quality(line: Line) -> Quality:
    effect = line.scores[3] if line.scores else 0.0
    if effect >= GOOD_FROM:
        return "good"
    return "poor" if effect < POOR_BELOW else "middling"


def _verdict(line: Line, flags: Sequence[str]) -> Verdict:
    empathy, clarity, rigidity, effect = line.scores or (3.0, 3.0, 3.0, 0.0)
    moves = tuple(
        Move(span.label, line.reply[span.start : span.end], span.start, span.end)
        for span in line.spans
    )
    questions = tuple(
        Clause(move.words, move.start, move.end, {"asks_detail": 1.0})
        for move in moves
        if move.label == "asks_detail"
    )
    return Verdict(empathy, clarity, rigidity, effect, moves, tuple(flags), (), questions)
