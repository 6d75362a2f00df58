"""How a case went: the feelings, what made it worse, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from actions.authoring.draft.clauses import clause_around, words_of
from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import Worse, lexicon
from actions.authoring.draft.people import People
from actions.authoring.draft.prose import is_object
from actions.authoring.draft.telling import Telling
from actions.judge.pipeline import Parser, Piece
from actions.story.cues import Ending

_NEAR = 4  # characters between the customer and what they do themselves


@dataclass(frozen=True)
class Feeling:
    """A sign of the customer's temper: the word, its clause, the anger (0-100) it suggests."""

    word: Quote
    clause: Quote
    anger: int


@dataclass(frozen=True)
class Hurt:
    """Something that made it worse.

    Args:
        says: what it is called, in Chinese.
        practises: the scale or move a story about it practises.
        quote: the words it rests on.
        spoken: whether it is the agent who speaks.
    """

    says: str
    practises: str
    quote: Quote
    spoken: bool


@dataclass(frozen=True)
class Ended:
    """A sign of how it ended: the ending of a story, and whether the customer says it."""

    ending: Ending
    quote: Quote
    spoken: bool


def feelings(
    document: Document, told: Iterable[Telling], people: People, parser: Parser
) -> list[Feeling]:
    """Signs of the customer's temper, in order."""
    found = []
    for telling in told:
        for feeling in lexicon().feelings:
            sign = feeling.signs.search(telling.plain)
            if sign and not telling.is_agents(people, sign.start()):
                start, end = clause_around(telling.pieces(parser), *sign.span())
                clause = telling.quote(document, start, end)
                word = telling.quote(document, *sign.span())
                found.append(Feeling(word, clause, feeling.anger))
                break
    return found


def hurts(
    document: Document, told: Iterable[Telling], people: People, parser: Parser
) -> list[Hurt]:
    """What the narration says the agents did wrong."""
    found: dict[int, Hurt] = {}
    for telling in told:
        if telling.who == "agent":
            continue
        pieces = telling.pieces(parser)
        for worse in lexicon().worse:
            for sign in _signs(worse, telling, pieces, people):
                start, end = clause_around(pieces, *sign)
                hurt = Hurt(worse.says, worse.practises, telling.quote(document, start, end), False)
                found.setdefault(hurt.quote.start, hurt)
    return sorted(found.values(), key=lambda hurt: hurt.quote.start)


def _signs(
    worse: Worse, telling: Telling, pieces: Iterable[Piece], people: People
) -> Iterator[tuple[int, int]]:
    """Start and end of the words for it, where it is not the customer who does it."""
    places = [(found.start(), found.end()) for found in worse.signs.finditer(telling.plain)]
    for piece in pieces:
        places.extend((s, e) for s, e, word in words_of(piece) if word in worse.words)
    for start, end in places:
        if not _customers_own(telling.plain[:start], telling.plain[end:], people):
            yield start, end


def _customers_own(before: str, after: str, people: People) -> bool:
    """Whether it is the customer who does something (他反复强调)."""
    if lexicon().insists.search(after):
        return True
    clause = before[max(before.rfind(mark) for mark in ",;:。!?") + 1 :]
    last = next(reversed(people.mentions(clause)), None)
    return (
        last is not None
        and last.role == "customer"
        and len(clause) - last.end <= _NEAR
        and not is_object(clause, last)
    )


def endings(document: Document, told: Iterable[Telling], people: People) -> list[Ended]:
    """Signs of how it ended, in order: from where an agent comes in."""
    found: list[Ended] = []
    begun = False
    for telling in told:
        agent = telling.who == "agent" or any(
            mention.role == "agent" for mention in people.mentions(telling.plain)
        )
        if telling.field == "ending" or (begun and telling.who != "agent"):
            found.extend(_ended(document, telling, people))
        begun = begun or agent
    return found


def _ended(document: Document, telling: Telling, people: People) -> Iterator[Ended]:
    for ending, outcome in lexicon().endings.items():
        for sign in outcome.signs.finditer(telling.plain):
            before = telling.plain[: sign.start()]
            taken_back = outcome.unless and outcome.unless.search(before)
            if not taken_back and not (
                ending == "leaves" and telling.is_agents(people, sign.start())
            ):
                yield Ended(ending, telling.quote(document), telling.who == "customer")
                break


def ended(signs: list[Ended]) -> Ending | None:
    """How it ended: a complaint, whatever came after it, else the last sign."""
    if any(sign.ending == "complains" for sign in signs):
        return "complains"
    return signs[-1].ending if signs else None
