"""Learns to judge from the rated replies; the same data gives the same judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from actions.judge import store
from actions.judge.clause_features import clause_features
from actions.judge.first_look import FirstLook
from actions.judge.moves import LABELS, gold_labels
from actions.judge.panel import Line, read_panel
from actions.judge.reply_features import conduct, wording
from actions.judge.scores import Impression, ScoreModel
from actions.judge.second_look import SecondLook
from actions.judge.situation import Reader
from actions.judge.vocabulary import Floats

FOLDS = 4
Indices = NDArray[np.intp]
Progress = Callable[[str], None]


class Material:
    """The panel, read and cut up once: what every fit takes its rows from."""

    def __init__(self, lines: Sequence[Line], reader: Reader) -> None:
        self.lines = list(lines)
        self.readings = [reader.read(line.reply, line.context) for line in lines]
        self.clauses = [clause_features(reading) for reading in self.readings]
        self.labels = [
            gold_labels(reading.reply.pieces, line.spans)
            for reading, line in zip(self.readings, lines, strict=True)
        ]
        self.wording = [wording(reading) for reading in self.readings]
        self.scores = np.array([line.scores for line in lines], dtype=np.float64)
        self.made = np.array([np.isin(np.arange(len(LABELS)), made) for made in self.labels])
        self.groups = np.array([line.customer for line in lines])

    def first_look(self, rows: Indices) -> FirstLook:
        """The first look at clauses, learned from these replies."""
        clauses = [clause for i in rows for clause in self.clauses[i]]
        return FirstLook.fit(clauses, [label for i in rows for label in self.labels[i]])

    def second_look(
        self, rows: Indices, chances: dict[int, Floats], scores: NDArray[np.float64]
    ) -> SecondLook:
        """The second look at clauses, learned from what was foretold of these replies unseen."""
        return SecondLook.fit(
            [chances[i] for i in rows], list(scores), [self.labels[i] for i in rows]
        )

    def fit_impression(self, rows: Indices) -> Impression:
        """The first reading by wording, learned from these replies."""
        return Impression.fit([self.wording[i] for i in rows], self.scores[rows])

    def conduct(
        self, rows: Indices, chances: dict[int, Floats], impressions: dict[int, Floats]
    ) -> Floats:
        """Conduct of these replies, given move probabilities and impressions of each."""
        return np.array(
            [conduct(self.readings[i], chances[i], self._before(i, impressions)) for i in rows]
        )

    def _before(self, row: int, impressions: dict[int, Floats]) -> Floats:
        earlier = range(row - self.lines[row].turn, row)
        return np.array([impressions[i] for i in earlier], dtype=np.float32).reshape(-1, 4)

    def impressions(self, model: Impression, rows: Indices) -> dict[int, Floats]:
        """First readings of these replies."""
        found = model.of([self.wording[i] for i in rows])
        return dict(zip(rows.tolist(), found, strict=True))

    def unseen_impressions(self, rows: Indices) -> dict[int, Floats]:
        """First readings by models that did not see the reply's customer."""
        found: dict[int, Floats] = {}
        for seen, unseen in folds(rows, self.groups):
            found |= self.impressions(self.fit_impression(seen), unseen)
        return found

    def chances(self, model: FirstLook, rows: Indices) -> dict[int, Floats]:
        """First chances of the clauses of these replies."""
        return {int(i): model.chances(self.clauses[i]) for i in rows}

    def unseen_chances(self, rows: Indices, progress: Progress) -> dict[int, Floats]:
        """First chances by classifiers that did not see the reply's customer."""
        found: dict[int, Floats] = {}
        for number, (seen, unseen) in enumerate(folds(rows, self.groups), 1):
            progress(f"moves, part {number} of {FOLDS}")
            found |= self.chances(self.first_look(seen), unseen)
        return found

    def fit(self, rows: Indices, progress: Progress) -> store.Models:
        """The whole judge, learned from these replies."""
        chances = self.unseen_chances(rows, progress)
        conduct_rows = self.conduct(rows, chances, self.unseen_impressions(rows))
        words = [self.wording[i] for i in rows]
        progress("scores")
        targets = np.hstack([self.scores[rows], self.made[rows]])
        parts = folds(np.arange(len(rows)), self.groups[rows])
        model, foretold = ScoreModel.fit(words, conduct_rows, targets, parts)
        progress("moves, all together")
        return store.Models(
            self.first_look(rows),
            self.second_look(rows, chances, foretold),
            self.fit_impression(rows),
            model,
        )


def folds(
    rows: Indices, groups: NDArray[np.str_], count: int = FOLDS
) -> list[tuple[Indices, Indices]]:
    """Splits rows into parts that share no group, of about the same size.

    Args:
        rows: places of replies.
        groups: the group of every reply there is.
        count: number of parts, at most the number of groups.

    Returns:
        For each part the rows outside it and the rows in it.
    """
    sizes = Counter(groups[rows].tolist())
    load = [0] * min(count, len(sizes))
    part: dict[str, int] = {}
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        lightest = load.index(min(load))
        part[group] = lightest
        load[lightest] += size
    parts = np.array([part[group] for group in groups[rows].tolist()])
    return [(rows[parts != number], rows[parts == number]) for number in range(len(load))]


def train(panel_folder: Path, out: Path, progress: Progress) -> None:
    """Learns from all rated replies of a folder and writes the judge.

    Args:
        panel_folder: folder of .jsonl files in the panel's format.
        out: folder the judge is written to.
        progress: told what is being done.

    Raises:
        BadChatError: a line of the panel cannot be used.
    """
    version = store.panel_version(panel_folder)
    lines = read_panel(panel_folder)
    progress(f"{len(lines)} rated replies")
    material = Material(lines, Reader())
    store.save(out, material.fit(np.arange(len(lines)), progress), version)
