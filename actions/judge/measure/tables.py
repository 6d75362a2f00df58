"""The figures of docs/judge.md as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from actions.judge.measure.agreement import SpanCount, confusion, kappa, spearman
from actions.judge.measure.crossval import JUDGE, Outcome
from actions.judge.measure.free_rides import Ride
from actions.judge.measure.robustness import Shifts
from actions.judge.panel import RANGES, SCORES, Span
from actions.judge.verdict import HURTFUL, MOVES, Verdict

KINDS = {
    "all": "all",
    "tr": "practice chats",
    "trh": "helpdesk chats",
    "trp": "phone talk",
    "dev": "nine more customers",
}
_ENOUGH = 30
"""Examples from which a move's recall says something."""


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A Markdown table."""
    lines = [list(head), ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def scale(name: str) -> tuple[int, int]:
    """The least and greatest value of a score."""
    low, high = RANGES[name]
    return int(low), int(high)


def kind_of(outcome: Outcome, row: int) -> str:
    """The kind of chat a reply is from: the first part of its id."""
    return outcome.line(row).chat.split("-")[0]


def rows_by_kind(outcome: Outcome) -> dict[str, list[int]]:
    """The tested replies: all, and those of each kind of chat there is."""
    rows = {
        kind: [i for i in outcome.rows if kind in ("all", kind_of(outcome, i))] for kind in KINDS
    }
    return {kind: found for kind, found in rows.items() if found}


def kappas(outcome: Outcome) -> list[str]:
    """Kappa of the judge and the baselines, all chats and by kind."""
    rows = []
    for kind, tested in rows_by_kind(outcome).items():
        for method, scores in outcome.scores.items():
            values = [
                f"{kappa(outcome.ratings[tested, k], scores[tested, k], *scale(score)):.3f}"
                for k, score in enumerate(SCORES)
            ]
            rows.append([KINDS[kind], len(tested), method, *values])
    return table(["replies", "n", "method", *SCORES], rows)


def errors(outcome: Outcome) -> list[str]:
    """Mean absolute error and rank correlation of the judge's unrounded scores."""
    tested = outcome.rows
    rows = []
    for k, name in enumerate(SCORES):
        rated, judged = outcome.ratings[tested, k], outcome.scores[JUDGE][tested, k]
        off = abs(rated - judged)
        rows.append([name, f"{off.mean():.2f}", f"{np.mean(off <= 1):.0%}"])
        rows[-1].append(f"{spearman(rated, judged):.3f}")
    return table(["score", "mean error", "within 1 point", "Spearman"], rows)


def moves(outcome: Outcome) -> tuple[list[str], list[str]]:
    """Micro F1 by kind of chat; precision and recall of each move, hurtful ones first."""
    counts = {kind: SpanCount() for kind in rows_by_kind(outcome)}
    for i in outcome.rows:
        made = [Span(move.label, move.start, move.end) for move in outcome.verdicts[i].moves]
        for kind in ("all", kind_of(outcome, i)):
            counts[kind].add(outcome.line(i).spans, made)
    micro = [[KINDS[kind], f"{count.micro_f1():.3f}"] for kind, count in counts.items()]
    every = counts["all"]
    rows = []
    for label in (*HURTFUL, *(move for move in MOVES if move not in HURTFUL)):
        few = " (few examples)" if every.marked[label] < _ENOUGH else ""
        side = "hurtful" if label in HURTFUL else "helpful"
        figures = (f"{every.recall(label):.2f}{few}", f"{every.precision(label):.2f}")
        rows.append([label, side, every.marked[label], *figures])
    head = ["move", "side", "marked", "recall", "precision"]
    return table(["replies", "micro F1"], micro), table(head, rows)


def sessions(outcome: Outcome) -> list[str]:
    """Spearman correlation of the means of whole drills."""
    chats: dict[str, list[int]] = {}
    for i in outcome.rows:
        chats.setdefault(outcome.line(i).chat, []).append(i)
    rows = []
    for method, scores in outcome.scores.items():
        values = []
        for k in range(len(SCORES)):
            panel = np.array([outcome.ratings[places, k].mean() for places in chats.values()])
            ours = np.array([scores[places, k].mean() for places in chats.values()])
            values.append(f"{spearman(panel, ours):.3f}")
        rows.append([method, len(chats), *values])
    return table(["method", "chats", *SCORES], rows)


def confusions(outcome: Outcome) -> list[str]:
    """Rows the panel's rounded rating, columns the judge's."""
    lines: list[str] = []
    for k, name in enumerate(SCORES):
        low, high = scale(name)
        ratings = outcome.ratings[outcome.rows, k]
        counts = confusion(ratings, outcome.scores[JUDGE][outcome.rows, k], low, high)
        steps = range(low, high + 1)
        head = [f"**{name}**: rated ↓ judged →", *map(str, steps)]
        rows = [[f"**{step}**", *row] for step, row in zip(steps, counts.tolist(), strict=True)]
        lines += [*table(head, rows), ""]
    return lines[:-1]


def worst_misses(outcome: Outcome, count: int) -> list[str]:
    """The replies farthest off, for each score."""
    lines: list[str] = []
    for k, name in enumerate(SCORES):
        off = abs(outcome.scores[JUDGE][:, k] - outcome.ratings[:, k])
        rows = []
        for i in sorted(outcome.rows, key=lambda i: -off[i])[:count]:
            line = outcome.line(i)
            figures = [f"{outcome.ratings[i, k]:.1f}", f"{outcome.scores[JUDGE][i, k]:.1f}"]
            said = (_cell(line.context.customer_says), _cell(line.reply))
            rows.append([f"{line.chat}.{line.turn + 1}", *figures, *said])
        head = [f"**{name}**", "rated", "judged", "customer", "reply"]
        lines += [*table(head, rows), ""]
    return lines[:-1]


def explained(verdicts: Sequence[Verdict]) -> list[str]:
    """How many scores carry a reason, by side of the scale."""
    sides = {"bad (half a point or more)": (-2.0, -0.5), "middle": (-0.5, 0.5), "good": (0.5, 2.1)}
    rows = []
    for dimension in ("empathy", "clarity", "rigidity"):
        sign = -1 if dimension == "rigidity" else 1
        for side, (low, high) in sides.items():
            found = [v for v in verdicts if low <= sign * (getattr(v, dimension) - 3) < high]
            bare = [v for v in found if not any(r.dimension == dimension for r in v.reasons)]
            share = f"{1 - len(bare) / max(1, len(found)):.0%}"
            rows.append([dimension, side, len(found), share])
    return table(["score", "side", "replies", "with a reason"], rows)


def shifts(found: Shifts) -> list[str]:
    """Mean absolute shift of each score, by variant."""
    rows = [
        [name, len(found.rows[name]), *(f"{value:.2f}" for value in means)]
        for name, means in found.means().items()
    ]
    return table(["typed with", "replies", *SCORES], rows)


def rides(found: Sequence[Ride]) -> list[str]:
    """The best of each score that a kind of worthless reply got."""
    rows = [
        [ride.kind, ride.tried, *(f"{ride.best[name]:.1f}" for name in SCORES)] for ride in found
    ]
    head = ["tried", "replies", "empathy ≤", "clarity ≤", "rigidity ≥", "effect ≤"]
    return table(head, rows)


def _cell(text: str) -> str:
    flat = " ".join(text.replace("|", "/").split())
    return flat if len(flat) <= 70 else flat[:69] + "…"
