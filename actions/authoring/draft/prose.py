"""Sentences of prose, and the speech quoted or reported in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.people import Mention, People
from actions.authoring.draft.transcript import Utterance

_QUOTED = re.compile(
    r"[“”]([^“”\n]{1,400})[“”]|「([^「」\n]{1,400})」|『([^『』\n]{1,400})』|\"([^\"\n]{1,400})\""
)
_END = re.compile(
    r"\n|[。!?…]+(?![。!?…\"')\]》])"
    r"|[。!?…]+[\"')\]》]+(?!\s*[,、:]|[^,。!?;:\"]{0,6}(?:说|道|喊|嚷|问))"
)
_ENDS_WELL = frozenset("。!?…~")
_PERSON = re.compile(r"[你您我]")
_SHORTEST = 4  # characters of a quotation that can be speech without a verb of saying
_BEFORE = 160  # characters in which the speaker is looked for
_SAYS_OF_OTHERS = re.compile(
    r"(?:对|向|跟|给|朝|和|与|让|请|把|被|问|回|叫来?|喊来?|找来?|叫住|拉住|告诉)\s*$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of narration.

    Args:
        quote: its words.
        plain: the same folded, with quoted speech blanked out; same length.
        paragraph: offset of its line.
        field: what a form's label says it tells, e.g. `demand`; empty in running text.
        label: the label itself.
    """

    quote: Quote
    plain: str
    paragraph: int
    field: str = ""
    label: str = ""


def paragraph(
    document: Document, start: int, end: int, people: People
) -> tuple[list[Sentence], list[Utterance]]:
    """The sentences of a line of prose and what is said in them."""
    folded = document.folded[start:end]
    plain = folded
    said: list[Utterance] = []
    for found in _QUOTED.finditer(document.text[start:end]):
        inner = found.start() + 1, found.end() - 1
        if _is_speech(plain, *inner):
            role = _speaker(
                plain[: inner[0] - 1], plain[inner[1] + 1 :], folded[slice(*inner)], people
            )
            said.append(Utterance(document.quote(start + inner[0], start + inner[1]), "", role))
            plain = _blank(plain, *inner)
    sentences = []
    for a, b in sentences_in(plain):
        quote = document.quote(start + a, start + b)
        sentences.append(Sentence(quote, plain[quote.start - start : quote.end - start], start))
    for sentence in sentences:
        said.extend(_reported(document, sentence, people))
    return sentences, sorted(said, key=lambda item: item.quote.start)


def _blank(plain: str, start: int, end: int) -> str:
    """Blanks a quotation, but for the mark that ends it: a sentence may end with it."""
    keep = plain[end - 1] if plain[end - 1] in _ENDS_WELL else " "
    return plain[:start] + " " * (end - start - 1) + keep + plain[end:]


def sentences_in(plain: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a folded text."""
    start = 0
    for found in _END.finditer(plain):
        if plain[start : found.end()].strip():
            yield start, found.end()
        start = found.end()
    if plain[start:].strip():
        yield start, len(plain)


def _is_speech(plain: str, start: int, end: int) -> bool:
    """Whether a quotation is something said, not a term in quotation marks."""
    words = lexicon()
    before = plain[max(0, start - 1 - _BEFORE) : start - 1]
    content = plain[start:end]
    ends_well = content[-1] in _ENDS_WELL
    long = len(content) >= _SHORTEST
    sounds = ends_well or (long and bool(_PERSON.search(content)))
    if words.says.search(before):
        return sounds or (long and before.rstrip()[-1:] in (",", ":"))
    if not long or not sounds:
        return False
    return bool(words.says_after.search(plain[end + 1 : end + 20])) or (
        ends_well and (not before.strip() or before.rstrip()[-1] in ",:。!?")
    )


def _speaker(before: str, after: str, content: str, people: People) -> str:
    """Who says a quotation: the subject of the clause that says so, or who speaks so."""
    words = lexicon()
    if not words.says.search(before[-_BEFORE:]) and words.says_after.search(after):
        told = people.mentions(after[:12])
        if told:
            return told[0].role
    sentence = re.split(r"[。!?;…]", before[-_BEFORE:])[-1]
    for number, clause in enumerate(reversed(re.split(r"[,:]", sentence.rstrip(' ,:"')))):
        if words.concedes.search(clause):
            continue
        told = people.mentions(clause)
        subjects = _subjects(clause, told)
        if subjects:
            return subjects[-1 if not number else 0].role
        if told and not number:  # she asks the agent
            return "agent" if told[-1].role == "customer" else "customer"
    agent = bool(words.speaks_like_agent.search(content))
    customer = bool(words.speaks_like_customer.search(content))
    return "" if agent == customer else "agent" if agent else "customer"


def _subjects(clause: str, told: list[Mention]) -> list[Mention]:
    """Those who do something in a clause; a name right after a role is the same person."""
    objects: set[int] = set()
    for mention in told:
        if mention.start in objects or is_object(clause, mention):
            objects |= {mention.start, mention.end}
    return [mention for mention in told if mention.start not in objects]


def is_object(clause: str, mention: Mention) -> bool:
    """Whether something is done or said to whom a clause mentions, not by them."""
    return bool(_SAYS_OF_OTHERS.search(clause[: mention.start]))


def _reported(document: Document, sentence: Sentence, people: People) -> Iterator[Utterance]:
    """What agents are said to have said, without quotation marks (坐席告知…)."""
    words = lexicon()
    for mention in people.mentions(sentence.plain):
        says = words.reported.match(sentence.plain, mention.end)
        if mention.role != "agent" or not says:
            continue
        start = sentence.quote.start + says.end()
        if '"' not in sentence.plain[says.end() :] and start < sentence.quote.end:
            quote = document.quote(start, sentence.quote.end)
            yield Utterance(quote, "", "agent", direct=False)
        return
