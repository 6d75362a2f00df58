"""Rigid or dismissive replies in polite words: how many the judge sees through."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from actions.judge.measure.crossval import Outcome
from actions.judge.measure.tables import table

_POLITE = frozenset({"formula_feeling", "formula_sorry", "formula_filler", "sorry", "calm"})
_CLOSED = frozenset({"rule", "refuse"})
_RIGID, _COLD = 4, 2
_SEEN_AS = 3.5
"""From this on a score rounds to 4: rigid, or warm."""


def _sorry_before(outcome: Outcome, row: int) -> int:
    """In how many earlier replies of the chat the trainee apologised."""
    turn = outcome.line(row).turn
    return sum("sorry" in outcome.reading(i).signs for i in range(row - turn, row))


_SURFACES: dict[str, Callable[[Outcome, int], bool]] = {
    "any polite formula": lambda outcome, row: True,
    "with a rule or a refusal behind it": lambda outcome, row: bool(
        outcome.reading(row).signs & _CLOSED
    ),
    "an apology for the third time or more": lambda outcome, row: (
        "sorry" in outcome.reading(row).signs and _sorry_before(outcome, row) >= 2
    ),
}


def polite_surface(outcome: Outcome) -> list[str]:
    """How many replies with a polite surface are seen as what the panel rated them."""
    polite = [i for i in outcome.rows if outcome.reading(i).signs & _POLITE]
    rows: list[list[object]] = []
    for name, holds in _SURFACES.items():
        found = [i for i in polite if holds(outcome, i)]
        rigid = [i for i in found if outcome.ratings[i, 2] >= _RIGID]
        cold = [i for i in found if outcome.ratings[i, 0] <= _COLD]
        for method, scores in outcome.scores.items():
            seen = _share(scores[rigid, 2] >= _SEEN_AS)
            fooled = _share(scores[cold, 0] >= _SEEN_AS)
            rows.append([name, method, len(rigid), seen, len(cold), fooled])
    head = ["polite surface", "method", "rated rigid (4–5)", "seen as rigid"]
    return table([*head, "rated cold (1–2)", "taken for warm"], rows)


def _share(found: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> str:
    return f"{np.mean(found):.0%}" if len(found) else "–"
