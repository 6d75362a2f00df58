"""What a reply is read against: the customer's line, what was said and told before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from actions.judge.lexicon import Lexicon
from actions.judge.pipeline import Parsed, Parser
from actions.judge.text import fold, grams, han
from actions.judge.verdict import Context

_NUMBER = re.compile(r"\d{4,}(?![.\d]*(?:元|块|万|年))")
"""What may be an order, phone or card number, but no amount."""
_EARLIER = 6
"""Earlier replies that still count as said a moment ago."""


def pairs(folded: str) -> frozenset[str]:
    """The character pairs two texts are compared by."""
    return frozenset(grams(han(folded), 2))


def share(part: frozenset[str], whole: frozenset[str]) -> float:
    """How much of `part` (0-1) is also in `whole`."""
    return len(part & whole) / len(part) if part else 0.0


@dataclass(frozen=True)
class Reading:
    """A reply, cut up, with what it is read against."""

    reply: Parsed
    customer: Parsed
    briefing: str
    earlier_replies: tuple[str, ...]
    earlier_lines: tuple[str, ...]
    turn: int
    lexicon: Lexicon

    @cached_property
    def clause_signs(self) -> tuple[frozenset[str], ...]:
        """Lexicon categories of each clause."""
        return tuple(self.lexicon.of_trainee(self._tail(piece.end)) for piece in self.reply.pieces)

    @cached_property
    def _ends(self) -> dict[int, str]:
        starts = [piece.start for piece in self.reply.pieces[1:]] + [len(self.reply.text)]
        return {
            piece.end: self.reply.text[piece.start : following]
            for piece, following in zip(self.reply.pieces, starts, strict=True)
        }

    def _tail(self, end: int) -> str:
        return self._ends[end].rstrip(" ,。.;")

    def clause_with_tail(self, index: int) -> str:
        """A clause (folded) with the punctuation after it."""
        return self._ends[self.reply.pieces[index].end]

    @cached_property
    def signs(self) -> frozenset[str]:
        """Lexicon categories of the whole reply."""
        return frozenset().union(*self.clause_signs)

    @cached_property
    def customer_signs(self) -> frozenset[str]:
        """Lexicon categories of the customer's line."""
        return self.lexicon.of_customer(self.customer.text)

    @cached_property
    def reply_pairs(self) -> frozenset[str]:
        """Character pairs of the reply."""
        return pairs(self.reply.text)

    @cached_property
    def clause_pairs(self) -> tuple[frozenset[str], ...]:
        """Character pairs of each clause."""
        return tuple(pairs(piece.text) for piece in self.reply.pieces)

    @cached_property
    def customer_pairs(self) -> frozenset[str]:
        """Character pairs of the customer's line."""
        return pairs(self.customer.text)

    @cached_property
    def briefing_pairs(self) -> frozenset[str]:
        """Character pairs of the briefing."""
        return pairs(self.briefing)

    @cached_property
    def earlier_pairs(self) -> tuple[frozenset[str], ...]:
        """Character pairs of each earlier reply, newest first."""
        return tuple(pairs(text) for text in self.earlier_replies)

    @cached_property
    def told_pairs(self) -> frozenset[str]:
        """Character pairs of everything the customer said before the current line."""
        return frozenset().union(*(pairs(text) for text in self.earlier_lines))

    @cached_property
    def repeats(self) -> float:
        """The largest share of the reply that an earlier reply said already (0-1)."""
        return max((share(self.reply_pairs, said) for said in self.earlier_pairs), default=0.0)

    @cached_property
    def told_numbers(self) -> frozenset[str]:
        """Numbers the customer has given."""
        lines = (*self.earlier_lines, self.customer.text)
        return frozenset(number for line in lines for number in _NUMBER.findall(line))


class Reader:
    """Prepares replies for judging."""

    def __init__(self) -> None:
        self._parser = Parser()
        self._lexicon = Lexicon.load()

    def read(self, reply: str, context: Context) -> Reading:
        """Cuts up the reply and what it answers."""
        recent = context.earlier[-_EARLIER:]
        return Reading(
            reply=self._parser.parse(reply),
            customer=self._parser.parse(context.customer_says),
            briefing=fold(context.briefing),
            earlier_replies=tuple(fold(turn.trainee) for turn in reversed(recent)),
            earlier_lines=tuple(fold(turn.customer) for turn in context.earlier),
            turn=len(context.earlier),
            lexicon=self._lexicon,
        )
