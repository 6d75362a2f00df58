"""Where a customer stands in a drill: plain values that fit in a Rasa slot."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class State:
    """The customer after some turn.

    Args:
        seed: chooses among wordings, so that two drills of one story differ.
        anger: 0 calm … 100 furious.
        turn: replies heard so far.
        spent: hurtful or fruitless turns that patience has not got back.
        met: needs met, in the order they were met.
        told: indexes of the reveals told.
        said: every line said, as nothing is said twice.
        sorry: apologies heard.
        grievances: turns that gave cause to complain.
        waited: silences that were too long.
        ending: how it ended, None while it goes on.
    """

    seed: int
    anger: float
    turn: int = 0
    spent: float = 0
    met: tuple[str, ...] = ()
    told: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    sorry: int = 0
    grievances: int = 0
    waited: int = 0
    ending: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Lists, strings and numbers, for slots and records."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> State:
        """The reverse of `as_json`, also after a round trip that made lists of the tuples."""
        lists = {key: tuple(value[key]) for key in ("met", "told", "said")}
        return cls(**{**value, **lists})
