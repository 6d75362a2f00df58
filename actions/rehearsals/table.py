"""What the trials of all stories show, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.rehearsals.trials import DRILLS, KINDS, Trials
from actions.story.cues import ENDINGS
from actions.story.model import Story

_HEAD = """# How the customers behave

Written by `make rehearse`; don't edit.

Each customer plays their own rehearsals with the real judge, and {drills} drills with replies
drawn from the panel (`data/panel`): {each} each with good ones (effect {good} or more), middling
ones, poor ones (below {poor}) and a mixture of all three. In these drills the panel's own ratings
and labels stand in for the judge, so that what is tried is the customer alone; the ratings were
made by independent machine raters following the scales, not by human experts. A drawn reply that
makes a move which can meet the customer's next need is taken to speak of it, and a question to
ask for the next thing not told yet: without that, replies to other customers would never get
anywhere.

- **endings**: share of the drills that end content / grudging / complains / leaves.
- **turn**: correlation (Pearson) of a reply's effect with how far it calmed the customer, of
  replies that left the anger between 0 and 100; **drill**: of a drill's mean effect with the
  mean calming.
- **again**: wordings said twice in a drill; **no end**: drills without an ending;
  **replies**: median length.
"""


@dataclass(frozen=True)
class Row:
    """One story: how many of its rehearsals end as they say, of how many, and its trials."""

    story: Story
    right: int
    trials: Trials


def page(rows: Sequence[Row], good: float, poor: float) -> str:
    """The whole page.

    Args:
        rows: one a story, easiest first.
        good: effect from which replies count as good.
        poor: effect below which they count as poor.
    """
    head = _HEAD.format(drills=DRILLS * len(KINDS), each=DRILLS, good=good, poor=poor)
    titles = ["story", "level", "own rehearsals", *KINDS, "turn", "drill", "again", "no end"]
    lines = [_line([*titles, "replies"]), "| --- " * (len(titles) + 1) + "|"]
    lines += [_line(_cells(row)) for row in rows]
    return f"{head}\n" + "\n".join(lines) + "\n\n" + _bars(rows) + "\n"


def _cells(row: Row) -> list[str]:
    story, trials = row.story, row.trials
    return [
        story.name,
        str(story.level),
        f"{row.right} of {len(story.rehearsals)}",
        *(" / ".join(f"{trials.endings(kind).get(e, 0):.0%}" for e in ENDINGS) for kind in KINDS),
        f"{trials.by_turn():.2f}",
        f"{trials.by_drill():.2f}",
        str(trials.repeated),
        str(trials.unended),
        f"{trials.length:.0f}",
    ]


def _bars(rows: Sequence[Row]) -> str:
    trials = [row.trials for row in rows]
    content = [t.endings("good").get("content", 0.0) for t in trials]
    spoilt = [t.endings("poor").get("content", 0.0) for t in trials]
    bars = [
        (
            "own rehearsals ending otherwise",
            sum(len(r.story.rehearsals) - r.right for r in rows),
            0,
        ),
        ("good drills ending content, least", f"{min(content):.0%}", "90% or more"),
        ("poor drills ending content, most", f"{max(spoilt):.0%}", "0%"),
        ("correlation turn by turn, least", f"{min(t.by_turn() for t in trials):.2f}", "0.8"),
        ("correlation drill by drill, least", f"{min(t.by_drill() for t in trials):.2f}", "0.8"),
        ("wordings said twice", sum(t.repeated for t in trials), 0),
        ("drills without an ending", sum(t.unended for t in trials), 0),
    ]
    return "\n".join(["| all stories | measured | bar |", "| --- | --- | --- |", *map(_line, bars)])


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
