"""What a customer makes of it that someone else speaks to them now."""

from __future__ import annotations

from collections.abc import Sequence

from actions.story.reactions import Handover

NOTICED = 0.8  # difference of effect between two replies that a customer remarks on


def handover(spoke: Sequence[tuple[str, float]], speaker: str, effect: float) -> Handover | None:
    """How a new speaker compares with the one before; None if that is not worth a word.

    Args:
        spoke: who said the replies so far and the effect (-2..+2) of each, in order.
        speaker: who says this one.
        effect: its effect.
    """
    if not spoke or spoke[-1][0] == speaker:
        return None
    difference = effect - spoke[-1][1]
    if abs(difference) >= NOTICED:
        return "better" if difference > 0 else "worse"
    return "new" if len({who for who, _ in spoke}) == 1 else None
