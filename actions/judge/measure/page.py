"""docs/judge.md: the figures, how they came about and how to read them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from actions.judge.measure import tables
from actions.judge.measure.cost import Cost
from actions.judge.measure.crossval import PARTS, Outcome
from actions.judge.measure.free_rides import Ride
from actions.judge.measure.polite import polite_surface
from actions.judge.measure.robustness import BAR, Shifts

_MISSES = 10


@dataclass(frozen=True)
class Figures:
    """Everything that was measured."""

    outcome: Outcome
    shifts: Shifts
    rides: list[Ride]
    cost: Cost


def page(figures: Figures, command: str) -> str:
    """The page in Markdown.

    Args:
        figures: what was measured.
        command: what was run for it.
    """
    outcome = figures.outcome
    micro, by_move = tables.moves(outcome)
    parts: list[list[str]] = [
        ["# How far to trust the judge", "", f"Written by `{command}`; don't edit."],
        _provenance(outcome),
        ["## Agreement with the panel", "", _KAPPA, "", *tables.kappas(outcome)],
        ["The judge's scores as they are, not rounded:", "", *tables.errors(outcome)],
        ["## Whole drills", "", _SESSIONS, "", *tables.sessions(outcome)],
        ["## Moves", "", _MOVES, "", *micro, "", *by_move],
        ["## Polite words over a closed door", "", _POLITE, "", *polite_surface(outcome)],
        ["## Reasons", "", _REASONS, "", *tables.explained(list(outcome.verdicts.values()))],
        ["## Typed another way", "", _TYPED.format(bar=BAR), "", *tables.shifts(figures.shifts)],
        ["## Nothing for free", "", _RIDES, "", *tables.rides(figures.rides)],
        ["## Cost", "", *_cost(figures.cost)],
        ["## Confusion tables", "", _CONFUSION, "", *tables.confusions(outcome)],
        ["## Worst misses", "", _WORST, "", *tables.worst_misses(outcome, _MISSES)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _provenance(outcome: Outcome) -> list[str]:
    customers = len({outcome.line(i).customer for i in outcome.rows})
    ours = sum(line.ours for line in outcome.material.lines)
    return [
        "## Where the ratings come from",
        "",
        f"The panel (`data/panel`) holds {len(outcome.rows)} replies to {customers} customers. "
        "They were rated and labelled blind by independent machine raters that followed "
        "[the scales](scales.md) and [the moves](moves.md), **not by human experts**: the figures "
        "say how well the judge does what the scales say, not how well it agrees with people. "
        f"{ours} more replies were written and rated by Duilian's makers where the panel is thin; "
        "the judge learns from them and is never tested on them.",
        "",
        f"Every figure on agreement is for customers the judge had not met: the customers are "
        f"split into {PARTS} parts, and each part is judged by a judge trained on the others. "
        "The baselines get the same parts: a ridge regression on character 1–3-grams, and a "
        "counter of polite, warm, concrete and dismissive keywords. Customers in your company "
        "may differ more from all of these than they differ from each other.",
    ]


_KAPPA = (
    "Quadratically weighted kappa of the rounded scores: 1 is full agreement, 0 is chance; far "
    "misses count more than near ones. Two raters of the panel reach 0.93–0.98 with each other."
)
_SESSIONS = (
    "Rank correlation (Spearman) of a chat's mean score with the panel's mean: whether the judge "
    "puts whole drills in the right order."
)
_MOVES = (
    "A move is hit if the label is the same and the words overlap by at least half of the shorter "
    "stretch. Recall: how many of the panel's moves the judge finds. Precision: how many of the "
    "judge's moves the panel marked. Two labellers reach a micro F1 of 0.89 with each other."
)
_POLITE = (
    "Replies with polite formulas that the panel nevertheless rated rigid or cold, which large "
    "language models tend to miss. “Seen as rigid”: judged 3.5 or more. “Taken for warm”: empathy "
    "judged 3.5 or more."
)
_REASONS = (
    "How many scores carry a reason. Reasons never contradict their score (tested with generated "
    "verdicts): from half a point off the middle they all point the way the score does."
)
_TYPED = (
    "Panel replies of customers not met, typed another way: mean absolute shift of each score. "
    "Only replies that the change alters are counted. No variant may exceed {bar}."
)
_RIDES = (
    "The best that worthless replies got away with over several customers and turns. Nothing may "
    "exceed 3 (rigidity: stay under 3; effect: exceed 0). Plain rules hold most of these scores "
    "(`actions/judge/limits.py`); catchwords in casual sentences can still fool the judge."
)
_CONFUSION = "Rows the panel's mean rating, rounded; columns the judge's score, rounded."
_WORST = (
    f"The {_MISSES} replies farthest off on each score, by chat and turn: what to read first when "
    "you improve the judge."
)


def _cost(cost: Cost) -> list[str]:
    rows = [
        ["training, two threads", f"{cost.train:.0f} s ({cost.train_cpu:.0f} s of computing)"],
        ["memory of training", f"{cost.train_mb:.0f} MB"],
        ["start of Python to a judge that is ready", f"{cost.load:.1f} s"],
        ["one reply in a warm process, one core, median", f"{cost.one_ms:.1f} ms"],
        ["95 of 100 replies stay under", f"{cost.one_ms_95:.1f} ms"],
        ["transcripts, one core", f"{cost.many:.0f} replies a second"],
        ["memory of a process that reads", f"{cost.read_mb:.0f} MB"],
    ]
    load = f"{os.getloadavg()[2]:.1f} processes on average"
    where = (
        f"Each in a process of its own, on a machine of {os.cpu_count()} cores that others work on "
        f"too: {load} wanted to run, and times grow with them."
    )
    return [where, "", *tables.table(["what", "measured"], rows)]
