"""Many drills of a story with rated replies, and what they show of the customer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import correlation, fmean, median
from typing import Literal

from actions.customer import meet, react
from actions.rehearsals.rated import QUALITIES, Quality, Rated
from actions.story.manners import Manners
from actions.story.model import Story

Kind = Literal["good", "middling", "poor", "mixed"]
KINDS: tuple[Kind, ...] = (*QUALITIES, "mixed")
DRILLS = 50  # of each kind
LONGEST = 20  # replies; the customer goes earlier


@dataclass(frozen=True)
class Trial:
    """One drill with rated replies.

    Args:
        kind: which replies were drawn.
        ending: how it ended, "" if it did not.
        effects: the panel's effect of each reply.
        changes: points of anger each reply moved the customer by.
        angers: the customer's anger before each reply.
        repeated: wordings said more than once.
    """

    kind: Kind
    ending: str
    effects: tuple[float, ...]
    changes: tuple[float, ...]
    angers: tuple[float, ...]
    repeated: int


@dataclass
class Trials:
    """All trials of a story."""

    all: list[Trial] = field(default_factory=list)

    def endings(self, kind: Kind) -> dict[str, float]:
        """Share (0-1) of each ending among the trials of a kind."""
        own = [trial.ending for trial in self.all if trial.kind == kind]
        return {ending: count / len(own) for ending, count in Counter(own).items()}

    def by_turn(self) -> float:
        """Pearson correlation of a reply's effect with how far it calmed the customer.

        Replies that could move nothing any more, anger being 0 or 100, say nothing.
        """
        pairs = [
            (effect, -change)
            for trial in self.all
            for effect, change, anger in zip(
                trial.effects, trial.changes, trial.angers, strict=True
            )
            if 0 < anger < 100 and 0 < anger + change < 100
        ]
        return correlation([effect for effect, _ in pairs], [calmed for _, calmed in pairs])

    def by_drill(self) -> float:
        """Pearson correlation of a drill's mean effect with how far it calmed per reply."""
        return correlation(
            [fmean(trial.effects) for trial in self.all],
            [-fmean(trial.changes) for trial in self.all],
        )

    @property
    def repeated(self) -> int:
        """Wordings said twice in a drill."""
        return sum(trial.repeated for trial in self.all)

    @property
    def unended(self) -> int:
        """Drills without an ending."""
        return sum(not trial.ending for trial in self.all)

    @property
    def length(self) -> float:
        """Median number of replies."""
        return median(len(trial.effects) for trial in self.all)


def try_out(
    story: Story, manners: Manners, replies: Mapping[Quality, Sequence[Rated]], drills: int = DRILLS
) -> Trials:
    """Plays drills of each kind; the same story, manners and replies give the same trials."""
    trials = Trials()
    for kind in KINDS:
        for number in range(drills):
            chance = random.Random(f"{story.name} {kind} {number}")  # noqa: S311
            trials.all.append(_trial(story, manners, replies, kind, chance))
    return trials


def _trial(
    story: Story,
    manners: Manners,
    replies: Mapping[Quality, Sequence[Rated]],
    kind: Kind,
    chance: random.Random,
) -> Trial:
    state = meet(story, seed=chance.randrange(2**32)).state
    effects: list[float] = []
    changes: list[float] = []
    angers: list[float] = []
    drawn: set[str] = set()
    while not state.ending and len(effects) < LONGEST:
        quality = chance.choice(QUALITIES) if kind == "mixed" else kind
        rated = chance.choice([r for r in replies[quality] if r.reply not in drawn])
        drawn.add(rated.reply)
        reply, verdict = rated.in_the(story, state)
        after = react(story, manners, state, reply, verdict).state
        effects.append(verdict.effect)
        changes.append(after.anger - state.anger)
        angers.append(state.anger)
        state = after
    repeated = len(state.said) - len(set(state.said))
    return Trial(kind, state.ending or "", tuple(effects), tuple(changes), tuple(angers), repeated)
