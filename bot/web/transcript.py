"""What was said, with what it did: the transcript and the curves of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from actions.judge.verdict import HELPFUL, Move
from actions.records import Answer, Drill, Hint, Nudge, Turn

Said = TypeVar("Said", Turn, Answer)


@dataclass(frozen=True)
class Piece:
    """Some words of a reply and the move they make, if any."""

    words: str
    move: str | None = None

    @property
    def helpful(self) -> bool:
        """Whether the move helps the customer."""
        return self.move in HELPFUL


@dataclass(frozen=True)
class Step:
    """One turn as the report shows it.

    Args:
        turn: the turn that counts.
        pieces: its reply.
        change: points of anger it moved the customer by.
        nudges: what the customer said while they waited for it.
        taken_back: what was said first and taken back, with its pieces.
        hints: hints given before it.
        unheard: answers in its place that the customer never heard, with their pieces.
    """

    turn: Turn
    pieces: list[Piece]
    change: int
    taken_back: list[tuple[Turn, list[Piece]]]
    hints: list[Hint]
    nudges: list[Nudge]
    unheard: list[tuple[Answer, list[Piece]]]


def steps(
    drill: Drill,
    turns: Sequence[Turn],
    hints: Sequence[Hint],
    nudges: Sequence[Nudge],
    answers: Sequence[Answer],
) -> list[Step]:
    """The drill turn by turn; `turns` includes those taken back."""
    anger = drill.anger
    result = []
    for turn in turns:
        if turn.taken_back:
            continue
        waiting = [nudge for nudge in nudges if nudge.turn == turn.number]
        anger = waiting[-1].anger if waiting else anger
        earlier = [t for t in turns if t.taken_back and t.number == turn.number]
        result.append(
            Step(
                turn,
                pieces(turn.reply, turn.verdict.moves),
                round(turn.anger) - round(anger),
                [_marked(t) for t in earlier],
                [hint for hint in hints if hint.turn == turn.number],
                waiting,
                [_marked(a) for a in answers if a.turn == turn.number],
            )
        )
        anger = turn.anger
    return result


def left_over(turns: Sequence[Turn]) -> list[tuple[Turn, list[Piece]]]:
    """Replies taken back with nothing said in their place."""
    counting = {turn.number for turn in turns if not turn.taken_back}
    return [_marked(t) for t in turns if t.taken_back and t.number not in counting]


def unheard_of(trainee_id: str, answers: Sequence[Answer], turns: Sequence[Turn]) -> list[Answer]:
    """The answers of one trainee without those that became a reply, taken back or not."""
    said = {(turn.number, turn.trainee_id, turn.reply) for turn in turns}
    return [
        answer
        for answer in answers
        if answer.trainee_id == trainee_id and (answer.turn, trainee_id, answer.reply) not in said
    ]


def unheard_after(
    turns: Sequence[Turn], answers: Sequence[Answer]
) -> list[tuple[Answer, list[Piece]]]:
    """Answers to the last line, where nobody's was said any more."""
    counting = {turn.number for turn in turns if not turn.taken_back}
    return [_marked(answer) for answer in answers if answer.turn not in counting]


def pieces(reply: str, moves: Sequence[Move]) -> list[Piece]:
    """The reply cut into pieces with and without a move; together they are the whole reply."""
    result, done = [], 0
    for move in sorted(moves, key=lambda move: move.start):
        if not done <= move.start < move.end <= len(reply):
            continue
        if move.start > done:
            result.append(Piece(reply[done : move.start]))
        result.append(Piece(reply[move.start : move.end], move.label))
        done = move.end
    if done < len(reply):
        result.append(Piece(reply[done:]))
    return result


def _marked(said: Said) -> tuple[Said, list[Piece]]:
    return said, pieces(said.reply, said.verdict.moves)
