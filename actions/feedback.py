"""What the coach has to say, as plain values; pages and channels show them."""

from __future__ import annotations

from dataclasses import dataclass

DIMENSIONS = ("empathy", "clarity", "rigidity")


@dataclass(frozen=True)
class Score:
    """The drill's mean on one scale (1-5; rigidity higher is worse) with one reason.

    `words` are the trainee's own, empty where the reason is something missing.
    """

    dimension: str
    value: float
    reason: str
    words: str


@dataclass(frozen=True)
class TurningPoint:
    """The reply after which the customer's temper changed most; `change` is in points of anger."""

    turn: int
    reply: str
    change: float
    text: str


@dataclass(frozen=True)
class Moment:
    """A reply worth another try.

    Args:
        turn: number of the reply.
        words: the trainee's words it is about (part of the reply).
        customer: what the customer answered, "" if they never heard it.
        change: points of anger it moved the customer by.
        principle: name of the principle.
        advice: what to do instead.
        source: document and section the principle comes from.
        better: a wording for this customer, None if the story has none.
    """

    turn: int
    words: str
    customer: str
    change: float
    principle: str
    advice: str
    source: str
    better: str | None


@dataclass(frozen=True)
class Strength:
    """What the trainee did well, once."""

    turn: int
    words: str
    text: str


@dataclass(frozen=True)
class NextCustomer:
    """The customer to try next and why."""

    story: str
    title: str
    why: str


@dataclass(frozen=True)
class Feedback:
    """What the trainee reads when the drill is over; texts are in one language.

    Args:
        ending: content, grudging, complains, leaves or stopped.
        headline: one sentence on how it went with this customer.
        scores: one a scale, in the order of `DIMENSIONS`; empty if nothing was said.
        waited: how often the customer had to ask where the trainee was, "" if never.
        moments: up to two.
    """

    ending: str
    headline: str
    scores: tuple[Score, ...] = ()
    turning_point: TurningPoint | None = None
    waited: str = ""
    moments: tuple[Moment, ...] = ()
    strength: Strength | None = None
    next_customer: NextCustomer | None = None
