"""Chooses what a customer says from wordings, none twice in a drill."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from actions.customer.state import State


class Voice:
    """The customer's voice in one turn.

    Args:
        state: the customer, as they are when they speak.
    """

    def __init__(self, state: State) -> None:
        self._seed = f"{state.seed} {state.turn} {state.waited}"
        self.anger = state.anger
        self.said = state.said

    def say(self, occasion: str, *choices: Sequence[str]) -> str:
        """One of the wordings not said yet, from the first list that has one left; else ""."""
        for wordings in choices:
            if left := [words for words in wordings if words not in self.said]:
                words = self._chance(occasion).choice(left)
                self.said = (*self.said, words)
                return words
        return ""

    def may(self, occasion: str, chance: float) -> bool:
        """Whether something happens that happens with this chance (0-1)."""
        return self._chance(occasion).random() < chance

    def _chance(self, occasion: str) -> random.Random:
        # Not for secrets: the same drill replayed must choose the same words.
        return random.Random(f"{self._seed} {occasion}")  # noqa: S311


def join(said: Iterable[str]) -> str:
    """One line of what is said one after the other."""
    sentences = [words if words[-1] in _CLOSING else words + "。" for words in said if words]
    return "".join(sentences)


_CLOSING = "。！？!?…~～—，、："
