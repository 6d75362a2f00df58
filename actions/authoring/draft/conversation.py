"""What the judge makes of the agent's lines: what hurt, and what was asked and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from actions.authoring.draft.clauses import content_words
from actions.authoring.draft.course import Hurt
from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.transcript import Utterance
from actions.judge.pipeline import Parser
from actions.judge.verdict import HURTFUL, Context, Exchange, Verdict
from actions.story.meanings import short

ReadMany = Callable[[Iterable[tuple[str, Context]]], Sequence[Verdict]]

_REMEMBERED = 8  # exchanges before a reply that the judge is given
_REVEALS = 4
_WORDS = 6
_FLAG_PRACTISES = {"repeats_self": "rigidity", "asks_again": "clarity", "skips_feeling": "empathy"}


@dataclass(frozen=True)
class Asked:
    """Something the agent asks and the customer tells: words of the question, the answer."""

    about: tuple[Quote, ...]
    answer: Quote


@dataclass(frozen=True)
class Conversation:
    """What the agent's lines do."""

    hurts: tuple[Hurt, ...]
    asked: tuple[Asked, ...]


def judged(
    document: Document, utterances: Sequence[Utterance], read: ReadMany, parser: Parser
) -> Conversation:
    """Has the judge read every line of the agent in its context."""
    lines = [item for item in utterances if item.role in ("agent", "customer")]
    replies = [number for number, item in enumerate(lines) if item.role == "agent"]
    verdicts = read(
        list(zip((lines[n].quote.text for n in replies), _contexts(lines), strict=True))
    )
    found: list[Hurt] = []
    asked: list[Asked] = []
    for number, verdict in zip(replies, verdicts, strict=True):
        found.extend(_hurts(document, lines[number], verdict))
        after = lines[number + 1] if number + 1 < len(lines) else None
        if after and after.role == "customer" and lines[number].direct:
            asked.extend(_asked(document, lines[number].quote, verdict, after.quote, parser))
    return Conversation(tuple(found), tuple(asked[:_REVEALS]))


def _contexts(lines: Iterable[Utterance]) -> list[Context]:
    """What was said before each line of the agent."""
    contexts = []
    earlier: list[Exchange] = []
    customer = ""
    for line in lines:
        if line.role == "customer":
            customer = f"{customer} {line.quote.text}".strip()
            continue
        contexts.append(Context("", customer, tuple(earlier[-_REMEMBERED:])))
        earlier.append(Exchange(customer, line.quote.text))
        customer = ""
    return contexts


def _hurts(document: Document, line: Utterance, verdict: Verdict) -> Iterable[Hurt]:
    hurtful = [move for move in verdict.moves if move.label in HURTFUL]
    for move in hurtful:
        quote = document.quote(line.quote.start + move.start, line.quote.start + move.end)
        yield Hurt(short("move")[move.label], move.label, quote, True)
    for flag, says in lexicon().flags.items():
        if flag in verdict.flags and line.direct and not hurtful:
            yield Hurt(says, _FLAG_PRACTISES[flag], line.quote, True)


def _asked(
    document: Document, quote: Quote, verdict: Verdict, answer: Quote, parser: Parser
) -> Iterable[Asked]:
    for move in verdict.moves:
        if move.label != "asks_detail":
            continue
        begins = quote.start + move.start
        about = [
            document.quote(begins + start, begins + end)
            for piece in parser.parse(move.words).pieces
            for start, end in content_words(piece)
        ]
        different = tuple({item.text: item for item in about}.values())[:_WORDS]
        if different:
            yield Asked(different, answer)
            return
