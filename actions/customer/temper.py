"""How a reply moves the customer's temper and patience."""

from __future__ import annotations

from actions.judge.verdict import Verdict

# A full point of the judge's effect is about an eighth of the scale: a drill of six good
# replies brings a furious customer down, one kind word does not.
CALMING = 15.0  # points of anger a point of effect takes away at level 0
HEATING = 9.0  # points of anger a point of effect adds at level 0
LARGEST_FALL = 18.0  # thaws step by step
LARGEST_RISE = 30.0
PROGRESS = 5.0  # points less for a need met
FRUITLESS = 3.0  # points more for a turn that leads nowhere
SILENCE = 3.0  # points more for being left waiting at level 0

# Effects of a reply, as the judge tells them.
OUTRAGE = -1.5
HURT = -1.0
COLD = -0.4
PLEASED = 0.6


def anger_after(anger: float, verdict: Verdict, level: int, *, progress: bool) -> float:
    """The temper (0-100) after a reply.

    Args:
        anger: the temper before it.
        verdict: the judge's reading of the reply.
        level: the story's level 1-5; hard customers cool more slowly and flare up faster.
        progress: the reply met a need or got what it asked for.
    """
    effect = verdict.effect
    change = -effect * (CALMING - level) if effect > 0 else -effect * (HEATING + 1.5 * level)
    if progress:
        change -= PROGRESS
    elif effect < 0.5:
        change += FRUITLESS
    change = max(-LARGEST_FALL, min(LARGEST_RISE, change))
    return max(0.0, min(100.0, anger + change))


def anger_waiting(anger: float, level: int) -> float:
    """The temper (0-100) after a silence longer than the customer can bear."""
    return min(100.0, anger + SILENCE + level)


def patience_spent(spent: float, verdict: Verdict, *, progress: bool) -> float:
    """Turns of patience used up after a reply.

    Hurt costs most; a cold reply that gets somewhere costs nothing, a good one gives some back.
    """
    if verdict.effect <= OUTRAGE:
        return spent + 1.5
    if progress and verdict.effect > HURT:
        return max(0.0, spent - 0.5) if verdict.effect >= 0 else spent
    if verdict.effect < COLD:
        return spent + 1
    return spent if verdict.effect >= PLEASED else spent + 0.5
