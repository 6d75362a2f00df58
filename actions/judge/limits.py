"""What the scales say outright: no score is had for words that are no reply.

The panel holds hardly any such replies, so these bounds are set, not learned
(docs/scales.md: a reply that repeats what was said is at least 4 on rigidity). What a company
forbids (data/house.yml) is bounded here too.
"""

from __future__ import annotations

from collections.abc import Iterable

LIMITS: dict[str, dict[str, tuple[float, float]]] = {
    "unreadable": {
        "empathy": (1.0, 1.5),
        "clarity": (1.0, 1.0),
        "rigidity": (4.0, 5.0),
        "effect": (-2.0, -1.0),
    },
    "copies_customer": {
        "empathy": (1.0, 2.0),
        "clarity": (1.0, 1.5),
        "rigidity": (4.0, 5.0),
        "effect": (-2.0, -1.0),
    },
    "abuses": {
        "empathy": (1.0, 1.0),
        "effect": (-2.0, -2.0),
    },
    "repeats_self": {
        "empathy": (1.0, 2.5),
        "clarity": (1.0, 3.0),
        "rigidity": (4.0, 5.0),
        "effect": (-2.0, -1.0),
    },
    "no_sentence": {
        "empathy": (1.0, 3.0),
        "clarity": (1.0, 3.0),
        "rigidity": (3.0, 5.0),
        "effect": (-2.0, 0.0),
    },
    "endless": {
        "empathy": (1.0, 3.0),
        "clarity": (1.0, 2.0),
        "rigidity": (3.0, 5.0),
        "effect": (-2.0, 0.0),
    },
    "forbidden_words": {
        "empathy": (1.0, 2.0),
        "effect": (-2.0, 0.0),
    },
}


def within_limits(scores: dict[str, float], flags: Iterable[str]) -> dict[str, float]:
    """The scores, held within what each of the flags allows."""
    held = dict(scores)
    for flag in flags:
        for name, (low, high) in LIMITS.get(flag, {}).items():
            held[name] = min(max(held[name], low), high)
    return held
