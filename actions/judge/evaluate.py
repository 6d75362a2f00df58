"""How far the judge agrees with the panel on customers it has never met.

    python -m actions.judge.evaluate [panel folder] [predictions.json]

Group cross-validation by customer: each fifth of the customers is judged by a judge trained on
the others (chats with "source": "project" are learned from, never tested on). The ratings were
made by independent machine raters that followed the scales, not by human experts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from actions.judge.agreement import SpanCount, confusion, kappa, spearman
from actions.judge.baselines import char_ridge, keyword_counter
from actions.judge.flags import flags_of
from actions.judge.limits import within_limits
from actions.judge.panel import RANGES, SCORES, Span, read_panel
from actions.judge.situation import Reader
from actions.judge.training import Indices, Material, folds
from actions.judge.verdict import HURTFUL, MOVES

_OUTER = 5
_KINDS = ("tr", "trh", "trp", "dev")
_POLITE = frozenset({"formula_feeling", "formula_sorry", "formula_filler", "sorry", "calm"})
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """What the judge and the baselines said of customers they had not met.

    Args:
        scores: by method, shape (replies, 4).
        spans: the judge's moves of each reply.
        rows: the replies tested.
    """

    material: Material
    scores: dict[str, Numbers]
    spans: dict[int, list[Span]]
    rows: Indices

    def kind(self, row: int) -> str:
        """The kind of chat a reply is from: the first part of its id."""
        return self.material.lines[row].chat.split("-")[0]


def cross_validate(material: Material, progress: Callable[[str], None]) -> Outcome:
    """Judges every reply by a judge that has not met its customer."""
    total = len(material.lines)
    everything = np.arange(total)
    tested = np.array([i for i in everything if not material.lines[i].ours])
    extra = np.array([i for i in everything if material.lines[i].ours], dtype=np.intp)
    scores = {name: np.zeros((total, 4)) for name in ("judge", "char_ridge", "keywords")}
    spans: dict[int, list[Span]] = {}
    for number, (seen, unseen) in enumerate(folds(tested, material.groups, _OUTER), 1):
        progress(f"part {number} of {_OUTER}")
        learned_from = np.concatenate([seen, extra])
        models = material.fit(learned_from, lambda message: None)
        foretold = material.foretell(models, unseen)
        for i, row in zip(unseen.tolist(), foretold, strict=True):
            reading = material.readings[i]
            spans[i] = material.moves(models, i, row)
            named = dict(zip(SCORES, row.tolist(), strict=True))
            scores["judge"][i] = list(within_limits(named, flags_of(reading, spans[i])).values())
        scores["char_ridge"][unseen] = char_ridge(material, learned_from, unseen)
        scores["keywords"][unseen] = keyword_counter(material, learned_from, unseen)
    return Outcome(material, scores, spans, tested)


def _scale(name: str) -> tuple[int, int]:
    low, high = RANGES[name]
    return int(low), int(high)


def agreement_tables(outcome: Outcome) -> list[str]:
    """Kappa of the judge and the baselines, all chats and by kind."""
    lines = [
        "| replies | method | n | " + " | ".join(SCORES) + " |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in ("all", *_KINDS):
        rows = np.array([i for i in outcome.rows if kind in ("all", outcome.kind(int(i)))])
        if not len(rows):
            continue
        for method, scores in outcome.scores.items():
            values = [
                f"{kappa(outcome.material.scores[rows, k], scores[rows, k], *_scale(name)):.3f}"
                for k, name in enumerate(SCORES)
            ]
            lines.append(f"| {kind} | {method} | {len(rows)} | " + " | ".join(values) + " |")
    return lines


def move_table(outcome: Outcome) -> list[str]:
    """Precision and recall of each move, and micro F1 (also by kind)."""
    counts = {kind: SpanCount() for kind in ("all", *_KINDS)}
    for i in outcome.rows.tolist():
        for kind in ("all", outcome.kind(i)):
            counts[kind].add(outcome.material.lines[i].spans, outcome.spans[i])
    f1 = ", ".join(f"{kind} {count.micro_f1():.3f}" for kind, count in counts.items())
    lines = [f"micro F1: {f1}", "", "| move | marked | precision | recall |", "|---|---|---|---|"]
    every = counts["all"]
    for label in MOVES:
        hurtful = " (hurtful)" if label in HURTFUL else ""
        figures = f"{every.precision(label):.2f} | {every.recall(label):.2f}"
        lines.append(f"| {label}{hurtful} | {every.marked[label]} | {figures} |")
    return lines


def session_table(outcome: Outcome) -> list[str]:
    """Spearman correlation of session means."""
    chats: dict[str, list[int]] = {}
    for i in outcome.rows.tolist():
        chats.setdefault(outcome.material.lines[i].chat, []).append(i)
    parts = []
    for k, name in enumerate(SCORES):
        panel = np.array([outcome.material.scores[rows, k].mean() for rows in chats.values()])
        ours = np.array([outcome.scores["judge"][rows, k].mean() for rows in chats.values()])
        parts.append(f"{name} {spearman(panel, ours):.3f}")
    return [f"session means, Spearman ({len(chats)} chats): " + ", ".join(parts)]


def polite_surface(outcome: Outcome) -> list[str]:
    """Rigid or dismissive replies in polite words: how many the judge sees through."""
    rows = [
        i
        for i in outcome.rows.tolist()
        if outcome.material.readings[i].signs & _POLITE and outcome.material.scores[i, 2] >= 4
    ]
    lines = [f"polite surface, rated rigid (4 or more): {len(rows)} replies"]
    for method, scores in outcome.scores.items():
        seen = float(np.mean(scores[rows, 2] >= 3.5))
        fooled = float(np.mean((scores[rows, 0] >= 3.5) & (outcome.material.scores[rows, 0] < 3)))
        lines.append(f"  {method}: seen as rigid {seen:.2f}, taken for empathy {fooled:.3f}")
    return lines


def confusion_tables(outcome: Outcome) -> list[str]:
    """Rows the panel's rounded rating, columns the judge's."""
    lines: list[str] = []
    for k, name in enumerate(SCORES):
        ratings = outcome.material.scores[outcome.rows, k]
        table = confusion(ratings, outcome.scores["judge"][outcome.rows, k], *_scale(name))
        lines += [name, *("  " + " ".join(f"{value:4d}" for value in row) for row in table)]
    return lines


def worst_misses(outcome: Outcome, count: int = 30) -> list[str]:
    """The replies farthest off, for each scale."""
    lines: list[str] = []
    for k, name in enumerate(SCORES):
        off = outcome.scores["judge"][:, k] - outcome.material.scores[:, k]
        lines.append(f"worst misses, {name}")
        for i in sorted(outcome.rows.tolist(), key=lambda i: -abs(off[i]))[:count]:
            line = outcome.material.lines[i]
            said = f"{line.context.customer_says} → {line.reply}"
            rated, ours = line.scores[k] if line.scores else 0, outcome.scores["judge"][i, k]
            lines.append(f"  {line.chat}.{line.turn} rated {rated:.1f}, judged {ours:.1f}: {said}")
    return lines


def main() -> None:
    """Prints all tables; writes the predictions to a file if one is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/panel")
    material = Material(read_panel(folder), Reader())
    outcome = cross_validate(material, lambda message: print(message, file=sys.stderr))
    parts = (agreement_tables, move_table, session_table, polite_surface, confusion_tables)
    for part in (*parts, worst_misses):
        print("\n".join([*part(outcome), ""]))
    if len(sys.argv) > 2:
        kept = {name: scores.tolist() for name, scores in outcome.scores.items()}
        Path(sys.argv[2]).write_text(json.dumps(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
