"""Plays every customer many times and writes what they did.

    python -m actions.rehearsals [--out docs/rehearsals.md]

Without --out the page goes to standard output. Ends with 1 if a rehearsal ends otherwise than
its story says.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from actions.judge.judge import Judge
from actions.rehearsals.play import rehearse
from actions.rehearsals.rated import GOOD_FROM, POOR_BELOW, rated_replies
from actions.rehearsals.table import Row, page
from actions.rehearsals.trials import try_out
from actions.settings import ROOT, Settings
from actions.story import Library


def main() -> int:
    """Reads the command line, plays, writes."""
    parser = ArgumentParser(prog="python -m actions.rehearsals")
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    settings = Settings()
    library = Library(settings.stories)
    manners = library.manners()
    _progress("reading the panel")
    replies = rated_replies(ROOT / "data" / "panel")
    read = Judge.load(settings.judge_model, settings.rubric, settings.house).read
    rows, wrong = [], []
    for name, story in library.stories().items():
        _progress(f"playing {name}")
        own = rehearse(story, manners, read)
        wrong += [f"{name}: {one}" for one in own]
        right = len(story.rehearsals) - len(own)
        rows.append(Row(story, right, try_out(story, manners, replies)))
    text = page(rows, GOOD_FROM, POOR_BELOW)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        print(text)
    for one in wrong:
        _progress(one)
    return 1 if wrong or library.problems() else 0


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
