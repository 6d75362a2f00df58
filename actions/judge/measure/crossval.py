"""Judges every panel reply by a judge that has never met its customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from actions.judge.house import House
from actions.judge.judge import Judge
from actions.judge.measure.baselines import char_ridge, keyword_counter
from actions.judge.panel import SCORES, Line
from actions.judge.rubric import Rubric
from actions.judge.situation import Reading
from actions.judge.training import Indices, Material, folds
from actions.judge.verdict import Verdict

PARTS = 5
JUDGE, CHAR_RIDGE, KEYWORDS = "judge", "character n-gram ridge", "keyword counter"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """One fifth of the customers, and the judge that learned from the others.

    Args:
        judge: has not met the customers of `unseen`.
        seen: places of the replies it learned from.
        unseen: places of the replies it has yet to judge.
    """

    judge: Judge
    seen: Indices
    unseen: Indices


@dataclass
class Outcome:
    """What the judge and the baselines said of customers they had not met.

    Args:
        material: the panel.
        scores: by method, shape (replies of the panel, 4); zero where not tested.
        verdicts: the judge's, by place of the reply.
    """

    material: Material
    scores: dict[str, Numbers] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """Places of the replies tested, in the panel's order."""
        return sorted(self.verdicts)

    @property
    def ratings(self) -> Numbers:
        """The panel's, shape (replies of the panel, 4)."""
        return self.material.scores

    def line(self, row: int) -> Line:
        """The reply at this place."""
        return self.material.lines[row]

    def reading(self, row: int) -> Reading:
        """The reply at this place, cut up."""
        return self.material.readings[row]

    def add(self, part: Part) -> None:
        """Judges the replies a part has yet to judge."""
        pairs = [(self.line(i).reply, self.line(i).context) for i in part.unseen]
        verdicts = part.judge.read_many(pairs)
        self.verdicts |= dict(zip(part.unseen.tolist(), verdicts, strict=True))
        said = {
            JUDGE: np.array([[getattr(v, name) for name in SCORES] for v in verdicts]),
            CHAR_RIDGE: char_ridge(self.material, part.seen, part.unseen),
            KEYWORDS: keyword_counter(self.material, part.seen, part.unseen),
        }
        for method, scores in said.items():
            self.scores.setdefault(method, np.zeros_like(self.ratings))[part.unseen] = scores


def parts(material: Material, progress: Callable[[str], None]) -> Iterator[Part]:
    """Group cross-validation by customer; own replies are learned from, never tested on."""
    ours = np.array([line.ours for line in material.lines])
    rubric, house = Rubric.load(), House()
    for number, (seen, unseen) in enumerate(
        folds(np.flatnonzero(~ours), material.groups, PARTS), 1
    ):
        progress(f"part {number} of {PARTS}: learning")
        learned_from = np.concatenate([seen, np.flatnonzero(ours)])
        models = material.fit(learned_from, lambda message: None)
        progress(f"part {number} of {PARTS}: judging {len(unseen)} replies")
        yield Part(Judge(models, rubric, house), learned_from, unseen)
