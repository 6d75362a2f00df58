"""Measures the judge and writes docs/judge.md.

    python -m actions.judge.measure [--panel data/panel] [--out docs/judge.md]

Without --out the page goes to standard output. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from actions.judge.judge import Judge
from actions.judge.measure import cost
from actions.judge.measure.crossval import Outcome, parts
from actions.judge.measure.free_rides import free_rides
from actions.judge.measure.page import Figures, page
from actions.judge.measure.robustness import Shifts
from actions.judge.panel import read_panel
from actions.judge.situation import Reader
from actions.judge.training import Material

_EVERY = 8
"""One reply in so many is typed in other ways."""


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def figures(panel: Path) -> Figures:
    """Measures everything on a panel folder."""
    with tempfile.TemporaryDirectory() as name:
        _progress("cost: training, loading, reading")
        spent = cost.measure(panel, Path(name))
        _progress("worthless replies")
        rides = free_rides(Judge.load(Path(name)))
    _progress("reading the panel")
    outcome, shifts = Outcome(Material(read_panel(panel), Reader())), Shifts()
    for part in parts(outcome.material, _progress):
        outcome.add(part)
        shifts.add(part.judge, [outcome.line(i) for i in part.unseen[::_EVERY]])
    return Figures(outcome, shifts, rides, spent)


def main() -> None:
    """Reads the command line, measures, writes."""
    parser = ArgumentParser(prog="python -m actions.judge.measure")
    parser.add_argument("--panel", type=Path, default=Path("data/panel"))
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    text = page(figures(chosen.panel), "make judge-report")
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
