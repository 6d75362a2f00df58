"""What a team discusses after a duel: the best and the worst wording for the same line; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.judge.rubric import Rubric
from actions.judge.verdict import Verdict
from actions.records import Answer, Drill, Turn

APART = 1.0  # difference of effect from which two wordings are worth comparing
CONTRASTS = 2


@dataclass(frozen=True)
class Contrast:
    """Two answers to one line of the customer.

    Nobody is named with the worst: the wording is discussed, not who wrote it.

    Args:
        turn: number of the reply.
        customer: what the customer had said.
        best: the answer that would calm most.
        by: trainee id of who wrote it.
        why_best: what is good about it, "" if nothing stands out.
        worst: the answer that would calm least.
        why_worst: what is wrong with it, "" if nothing stands out.
        advice: what to do instead, "" likewise.
    """

    turn: int
    customer: str
    best: str
    by: str
    why_best: str
    worst: str
    why_worst: str
    advice: str


def contrasts(
    drill: Drill, turns: Sequence[Turn], answers: Sequence[Answer], rubric: Rubric, language: str
) -> list[Contrast]:
    """The two lines at which the answers lay furthest apart, in the order of the drill."""
    lines = [drill.opening, *(turn.line for turn in turns)]
    found: list[tuple[float, Contrast]] = []
    for number, line in enumerate(lines, 1):
        here = [answer for answer in answers if answer.turn == number]
        if len({answer.trainee_id for answer in here}) < 2:
            continue
        best = max(here, key=lambda answer: rank(answer.verdict))
        worst = min(here, key=lambda answer: rank(answer.verdict))
        apart = best.verdict.effect - worst.verdict.effect
        if apart >= APART:
            found.append((apart, _contrast(number, line, best, worst, rubric, language)))
    widest = sorted(found, key=lambda pair: -pair[0])[:CONTRASTS]
    return sorted((contrast for _, contrast in widest), key=lambda contrast: contrast.turn)


def rank(verdict: Verdict) -> tuple[float, float]:
    """Orders answers: what calms more is better, and of two alike the better worded."""
    return verdict.effect, verdict.empathy + verdict.clarity - verdict.rigidity


def _contrast(
    number: int, line: str, best: Answer, worst: Answer, rubric: Rubric, language: str
) -> Contrast:
    praise, blame = _criterion(best, good=True), _criterion(worst, good=False)
    return Contrast(
        turn=number,
        customer=line,
        best=best.reply,
        by=best.trainee_id,
        why_best=rubric.wording(praise, language).says if praise else "",
        worst=worst.reply,
        why_worst=rubric.wording(blame, language).says if blame else "",
        advice=rubric.wording(blame, language).advice if blame else "",
    )


def _criterion(answer: Answer, *, good: bool) -> str:
    reasons = [reason for reason in answer.verdict.reasons if (reason.weight > 0) == good]
    heaviest = max(reasons, key=lambda reason: abs(reason.weight), default=None)
    return heaviest.criterion if heaviest else ""
