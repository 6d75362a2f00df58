"""What the judge is given and what it gives back; plain values, no language work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

HELPFUL = (
    "greets",
    "acknowledges_feeling",
    "apologises",
    "takes_ownership",
    "restates",
    "asks_detail",
    "informs",
    "offers_check",
    "offers_solution",
    "offers_alternative",
    "commits_time",
    "confirms_agreement",
    "escalates",
    "reassures",
    "thanks",
    "closes",
)
HURTFUL = (
    "quotes_rule",
    "refuses",
    "blames_customer",
    "passes_buck",
    "vague_promise",
    "jargon",
    "commands",
    "challenges",
    "deflects",
)
MOVES = HELPFUL + HURTFUL

FLAGS = (
    "unreadable",  # no words a customer could read: emoji only, another script, key mashing
    "no_sentence",  # catchwords on a string, or figures alone
    "copies_customer",  # hands the customer's own words back
    "abuses",  # calls the customer names, tells them to get lost
    "repeats_self",  # says again what the trainee said before
    "asks_again",  # asks for what the customer has already told
    "leaves_unanswered",  # the customer asked, the reply does not take it up
    "many_questions",  # several questions at once
    "long_winded",  # far more words than the step needs
    "endless",  # so long that nobody reads it
    "skips_feeling",  # strong feeling on the table, none of it noticed
    "forbidden_words",  # a phrase the company forbids (data/house.yml)
)


@dataclass(frozen=True)
class Exchange:
    """One turn that is over: the customer's line and the trainee's reply to it."""

    customer: str
    trainee: str


@dataclass(frozen=True)
class Context:
    """Everything said before the reply.

    Args:
        briefing: what the trainee knows about the case.
        customer_says: the customer's line that the reply answers.
        earlier: the exchanges before that line, oldest first.
    """

    briefing: str
    customer_says: str
    earlier: tuple[Exchange, ...] = ()


@dataclass(frozen=True)
class Clause:
    """A clause of the reply: offsets into it (characters, end exclusive) and what it may do.

    `chances` maps move labels to probabilities; labels under 0.05 are left out.
    """

    text: str
    start: int
    end: int
    chances: dict[str, float] = field(default_factory=dict)

    def chance(self, labels: Iterable[str]) -> float:
        """The probability (0-1) that the clause makes one of these moves."""
        return sum(self.chances.get(label, 0.0) for label in labels)


@dataclass(frozen=True)
class Move:
    """What some words of the reply do; offsets are characters, end exclusive."""

    label: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Reason:
    """Why a score is what it is.

    Args:
        criterion: key of a criterion in data/rubric.yml.
        dimension: "empathy", "clarity" or "rigidity".
        words: the trainee's words it rests on; empty where something is missing.
        weight: how much it moved the score; positive is good for the customer.
    """

    criterion: str
    dimension: str
    words: str
    weight: float


@dataclass(frozen=True)
class Verdict:
    """The judge's reading of one reply.

    Scores follow the project's scales: empathy, clarity and rigidity 1-5 (rigidity higher
    is worse), effect -2 to +2.
    """

    empathy: float
    clarity: float
    rigidity: float
    effect: float
    moves: tuple[Move, ...] = ()
    flags: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    clauses: tuple[Clause, ...] = ()

    def makes(self, *labels: str) -> bool:
        """Whether the reply makes any of these moves."""
        return any(move.label in labels for move in self.moves)

    def as_json(self) -> dict[str, Any]:
        """Plain lists, dicts, strings and numbers, for the records."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Verdict:
        """The reverse of `as_json`."""
        return cls(
            empathy=value["empathy"],
            clarity=value["clarity"],
            rigidity=value["rigidity"],
            effect=value["effect"],
            moves=tuple(Move(**move) for move in value["moves"]),
            flags=tuple(value["flags"]),
            reasons=tuple(Reason(**reason) for reason in value["reasons"]),
            clauses=tuple(Clause(**clause) for clause in value["clauses"]),
        )
