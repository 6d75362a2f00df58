"""What a case is about: the trouble, what the customer wants, and the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from actions.authoring.draft.clauses import LONGEST_CLAUSE, clause_around, content_words
from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.people import People
from actions.authoring.draft.telling import Telling, Who
from actions.judge.pipeline import Parser

_TROUBLES = 3
_DEMANDS = 4  # as many needs as make a drill of five to eight replies
_BESIDES = ("when", "answer")  # when it will be done, or why it isn't, asks for it to be done
_ALIKE = 4  # facts of one kind
_WORDS = 6
_ASKS = 8


@dataclass(frozen=True)
class Demand:
    """Something the customer wants done.

    Args:
        need: its name in a story.
        quote: the clause that says so first.
        asks: the sentences in which the customer asks for it, in their own words.
        about: words of it that a reply will take up.
        moves: what would meet it; empty if that can't be told.
    """

    need: str
    quote: Quote
    asks: tuple[Quote, ...]
    about: tuple[Quote, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """Something that can be looked up: what it is called, the words, and whose they are."""

    called: str
    quote: Quote
    who: Who


@dataclass(frozen=True)
class _Wish:
    kind: str
    telling: Telling
    start: int
    end: int


def troubles(document: Document, told: Iterable[Telling]) -> list[Quote]:
    """The first sentences that say what went wrong, or those of a form's field for it."""
    sure: list[Quote] = []
    likely: list[Quote] = []
    for telling in told:
        sign = lexicon().trouble.search(telling.plain)
        if telling.field == "trouble":
            (sure if sign else likely).append(telling.quote(document))
        elif sign and not telling.field and telling.who != "agent":
            sure.append(telling.quote(document))
    return (sure or likely)[:_TROUBLES]


def demands(
    document: Document, told: Iterable[Telling], people: People, parser: Parser
) -> list[Demand]:
    """What the customer wants, each kind of thing once, in the order it comes up."""
    kinds: dict[str, list[_Wish]] = {}
    for telling in told:
        if telling.who == "agent" or telling.field not in ("", "demand", "trouble"):
            continue
        for wish in _wishes(telling, people, parser):
            alone = not wish.kind or telling.field == "demand"
            kinds.setdefault(f"{wish.kind}{telling.start if alone else ''}", []).append(wish)
    found = [_demand(document, wishes, parser) for wishes in kinds.values()]
    unlike: list[Demand] = []
    for demand in found:
        if all(demand.quote.text not in other.quote.text for other in unlike):
            unlike.append(demand)
    return unlike[:_DEMANDS]


def _wishes(telling: Telling, people: People, parser: Parser) -> Iterator[_Wish]:
    """The clauses of a sentence that wish for something."""
    words = lexicon()
    pieces = telling.pieces(parser)
    wishing = telling.field == "demand"
    open_since = pieces[0] if wishing and pieces else None
    for piece in pieces:
        wish = words.wishes.search(piece.text)
        if telling.is_agents(people, piece.start + wish.start() if wish else piece.end):
            wishing = False
        elif wish:
            wishing = True
            if not open_since and words.surely_wishes.search(piece.text):
                open_since = piece
        if wishing and (kind := _kind(piece.text, wish.start() if wish else 0)):
            yield _Wish(kind, telling, piece.start, piece.end)
            open_since = None
    if open_since:
        end = min(pieces[-1].end, open_since.start + LONGEST_CLAUSE)
        yield _Wish("", telling, open_since.start, end)


def _kind(clause: str, since: int) -> str:
    """What kind of thing a clause wishes for: the one named first after the wish, or before."""
    places = {
        kind: (found.start() < since, found.start())
        for kind, wanted in lexicon().wanted.items()
        if (found := wanted.signs.search(clause, since) or wanted.signs.search(clause))
    }
    return min(places, key=lambda kind: (kind in _BESIDES, places[kind]), default="")


def _demand(document: Document, wishes: Sequence[_Wish], parser: Parser) -> Demand:
    first = wishes[0]
    wanted = lexicon().wanted.get(first.kind)
    spoken = [_words(document, wish) for wish in wishes if wish.telling.who == "customer"]
    return Demand(
        first.kind,
        first.telling.quote(document, first.start, first.end),
        _different(spoken)[:_ASKS],
        _different(_about(document, wishes, parser))[:_WORDS],
        wanted.moves if wanted else (),
    )


def _words(document: Document, wish: _Wish) -> Quote:
    """The sentence that wishes for something; the clause if it tells or wishes more."""
    quote = wish.telling.quote(document)
    if not wish.telling.narrates and len(quote.text) <= LONGEST_CLAUSE:
        return quote
    return wish.telling.quote(document, wish.start, wish.end)


def _about(document: Document, wishes: Iterable[_Wish], parser: Parser) -> Iterator[Quote]:
    """Words that a reply to these wishes will take up."""
    words = lexicon()
    for wish in wishes:
        wanted = words.wanted.get(wish.kind)
        if wanted and (sign := wanted.signs.search(wish.telling.plain, wish.start, wish.end)):
            yield wish.telling.quote(document, *sign.span())
        for piece in wish.telling.pieces(parser):
            if wish.start <= piece.start < wish.end:
                for start, end in content_words(piece):
                    yield wish.telling.quote(document, start, end)


def _different(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple({quote.text: quote for quote in quotes if quote.text}.values())


def facts(document: Document, told: Iterable[Telling], parser: Parser) -> list[Fact]:
    """What can be looked up: numbers, amounts, times, and the lines of a form."""
    found: dict[str, Fact] = {}
    counts: Counter[str] = Counter()
    for telling in told:
        for called, quote in _facts(document, telling, parser):
            if quote.text not in found and counts[called] < _ALIKE:
                counts[called] += 1
                number = str(counts[called]) if counts[called] > 1 else ""
                found[quote.text] = Fact(called + number, quote, telling.who)
    return list(found.values())


def _facts(document: Document, telling: Telling, parser: Parser) -> Iterator[tuple[str, Quote]]:
    if telling.field == "fact":
        yield telling.label, telling.quote(document)
        return
    for fact in lexicon().facts:
        for sign in fact.signs.finditer(telling.plain):
            if "value" in fact.signs.groupindex:
                yield fact.called, telling.quote(document, *sign.span("value"))
            else:
                start, end = clause_around(telling.pieces(parser), *sign.span())
                yield fact.called, telling.quote(document, start, end)
