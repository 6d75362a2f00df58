"""The sentences of a case, whoever says them, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from actions.authoring.draft.cases import Case
from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.people import People
from actions.authoring.draft.prose import Sentence, sentences_in
from actions.judge.pipeline import Parser, Piece

Who = Literal["customer", "agent", "told"]
WHO: dict[Who, str] = {"customer": "客户说", "agent": "坐席说", "told": ""}


@dataclass(frozen=True)
class Telling:
    """A sentence.

    Args:
        plain: it folded, other people's quoted speech blanked out.
        start: offset into the document, in characters.
        who: whose words these are; `told` for narration.
        narrates: whether it tells what others do, in a letter too.
        field: what the label of a form says it tells; empty in running text.
        label: the label itself.
    """

    plain: str
    start: int
    who: Who
    narrates: bool = False
    field: str = ""
    label: str = ""

    def quote(self, document: Document, start: int = 0, end: int | None = None) -> Quote:
        """A stretch of it, by offsets into `plain`."""
        end = len(self.plain) if end is None else end
        return document.quote(self.start + start, self.start + end)

    def pieces(self, parser: Parser) -> tuple[Piece, ...]:
        """Its clauses."""
        return parser.parse(self.plain).pieces

    def is_agents(self, people: People, before: int) -> bool:
        """Whether the clause up to an offset has an agent for its subject."""
        if not self.narrates:
            return self.who == "agent"
        clause = max(self.plain.rfind(mark, 0, before) for mark in ",;:。!?") + 1
        near = people.mentions(self.plain[clause:before]) or people.mentions(self.plain[:before])
        return bool(near) and near[0].role == "agent"


def tellings(document: Document, case: Case) -> list[Telling]:
    """What is told and said in a case; reported speech counts as narration."""
    found = [_told(sentence, case.own_words) for sentence in case.sentences]
    for utterance in case.utterances:
        if utterance.role and utterance.direct:
            found.extend(_said(document, utterance.quote, utterance.role))
    return sorted(found, key=lambda telling: telling.start)


def remarks(case: Case) -> list[Telling]:
    """What is remarked on a case afterwards."""
    return [_told(sentence, own_words=False) for sentence in case.remarks]


def _told(sentence: Sentence, own_words: bool) -> Telling:
    # 你们 in others' narration is the customer's thought, told without quotation marks.
    thought = not own_words and "你们" in sentence.plain
    who: Who = "customer" if own_words or thought else "told"
    start = sentence.quote.start
    return Telling(sentence.plain, start, who, not thought, sentence.field, sentence.label)


def _said(document: Document, quote: Quote, role: str) -> Iterator[Telling]:
    words = document.folded[quote.start : quote.end]
    who: Who = "agent" if role == "agent" else "customer"
    for start, end in sentences_in(words):
        yield Telling(words[start:end], quote.start + start, who)
