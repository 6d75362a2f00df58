"""Which customer trains what a trainee is weakest in; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from actions.feedback import DIMENSIONS
from actions.judge.verdict import HURTFUL
from actions.past import Past
from actions.records import Turn
from actions.story import Story

GOOD_SCORE = 3.4  # from here (rigidity: below its mirror image) a score is praise, not blame
OFTEN = 4.0  # weight of a habit shown in every reply, in points of a score
PRACTISED = 1.0  # what it counts that a story says it practises the weakness
STEP = 0.5  # what each level off the right one costs
SETTLED = 0.8  # what it costs that this customer went away content before


def next_story(
    last: Story, ending: str, past: Past, turns: Sequence[Turn], stories: Mapping[str, Story]
) -> tuple[Story, str] | None:
    """The story to try next and the weakness it trains: a scale or a hurtful move.

    Args:
        last: the story just played.
        ending: how it ended; a level up after content, a level down after a walk-out.
        past: what the trainee did lately.
        turns: the replies just said; there is at least one.
        stories: the playable stories.
    """
    weak = weaknesses([*turns, *past.turns])
    worst = max(weak, key=lambda name: weak[name])
    level = last.level + (1 if ending == "content" else -1 if ending == "complains" else 0)

    def worth(story: Story) -> float:
        practised = sum(weak[name] * PRACTISED for name in story.practises)
        off = STEP * abs(story.level - level)
        return practised - off - SETTLED * (story.name in past.settled)

    others = [story for story in stories.values() if story.name != last.name]
    if not others:
        return None
    best = max(others, key=worth)
    trained = [name for name in best.practises if weak[name] > 0]
    return best, max(trained, key=lambda name: weak[name], default=worst)


def weaknesses(turns: Sequence[Turn]) -> dict[str, float]:
    """How weak someone is, 0 for not at all: by scale in points, by hurtful move in habit."""
    found = {
        scale: max(0.0, GOOD_SCORE - fmean(goodness(scale, _score(t, scale)) for t in turns))
        for scale in DIMENSIONS
    }
    for move in HURTFUL:
        found[move] = OFTEN * sum(turn.verdict.makes(move) for turn in turns) / len(turns)
    return found


def goodness(dimension: str, value: float) -> float:
    """A score (1-5) with rigidity turned round, so that higher is better on every scale."""
    return 6 - value if dimension == "rigidity" else value


def is_good(dimension: str, value: float) -> bool:
    """Whether a score deserves praise."""
    return goodness(dimension, value) >= GOOD_SCORE


def _score(turn: Turn, scale: str) -> float:
    value: float = getattr(turn.verdict, scale)
    return value
