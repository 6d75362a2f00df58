"""Finds the cases of a document: stretches that tell of one customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.outline import Paragraph, Section, sections
from actions.authoring.draft.people import People
from actions.authoring.draft.prose import Sentence
from actions.authoring.draft.transcript import Utterance, transcript, turns

_PRONOUN = re.compile(r"[他她](?!们)")
_MYSELF = re.compile(r"我(?!们)|本人")
_QUOTED = re.compile(r"[“\"「][^“”\"「」\n]{1,400}[”\"」]")
_QUIET = 2  # paragraphs that may speak of something else within a case
_OFTEN = 3  # times that somebody who complains in writing says 我


@dataclass(frozen=True)
class Case:
    """What a document tells of one customer.

    Args:
        sentences: the narration.
        utterances: what is said, in order.
        remarks: what is remarked on the case after it is told.
        people: who is who in the document.
        title: the heading that names it.
        own_words: whether the customer wrote it.
        guessed: whether it was only guessed who of the speakers the agent is.
    """

    sentences: tuple[Sentence, ...]
    utterances: tuple[Utterance, ...]
    remarks: tuple[Sentence, ...]
    people: People
    title: Quote | None = None
    own_words: bool = False
    guessed: bool = False

    @property
    def quotes(self) -> list[Quote]:
        """Everything that belongs to the case itself, in order."""
        told = [sentence.quote for sentence in self.sentences]
        said = [utterance.quote for utterance in self.utterances]
        return sorted([*told, *said], key=lambda quote: quote.start)


@dataclass
class _Passage:
    """A case of running prose while it is collected."""

    name: str
    told: list[Paragraph] = field(default_factory=list)
    remarks: list[Paragraph] = field(default_factory=list)
    quiet: int = 0


def is_letter(document: Document) -> bool:
    """Whether the customer writes it: a letter of complaint, or a post."""
    if transcript(document, list(turns(document))).utterances:
        return False
    words = lexicon()
    plain = _QUOTED.sub("", document.folded)
    return (
        len(_MYSELF.findall(plain)) >= _OFTEN
        and bool(words.did_myself.search(plain))
        and any(words.letter.search(line) for line in plain.split("\n"))
    )


def cases_of(document: Document, people: People, letter: bool, at_rules: bool) -> list[Case]:
    """All stretches that may be cases, in order.

    Args:
        document: what to read.
        people: who is who in it.
        letter: whether the customer wrote it.
        at_rules: whether a line of dashes stands between cases.
    """
    found: list[Case] = []
    for section in sections(document, people, at_rules):
        form = any(
            sentence.field in ("demand", "trouble")
            for part in section.paragraphs
            for sentence in part.sentences
        )
        speaks = any(item.role == "customer" for item in section.spoken.utterances)
        if letter or form or speaks:
            found.append(_whole(section, people, letter))
        else:
            passages = _passages(section.paragraphs, people)
            found.extend(_told(passage, section, people) for passage in passages)
    return found


def _whole(section: Section, people: People, letter: bool) -> Case:
    """A section that is one case from end to end: a letter, a form, a conversation."""
    told = [part for part in section.paragraphs if not part.remark]
    said = [*section.spoken.utterances, *(item for part in told for item in part.said)]
    return Case(
        _sentences(told),
        tuple(sorted(said, key=lambda item: item.quote.start)),
        _sentences(part for part in section.paragraphs if part.remark),
        people,
        section.title,
        own_words=letter,
        guessed=section.spoken.guessed,
    )


def _told(passage: _Passage, section: Section, people: People) -> Case:
    return Case(
        _sentences(passage.told),
        tuple(item for part in passage.told for item in part.said),
        _sentences(passage.remarks),
        people,
        section.title,
    )


def _sentences(parts: Iterable[Paragraph]) -> tuple[Sentence, ...]:
    return tuple(sentence for part in parts for sentence in part.sentences)


def _passages(paragraphs: Iterable[Paragraph], people: People) -> Iterator[_Passage]:
    """Passages of running prose, each about a particular customer."""
    passage: _Passage | None = None
    for part in paragraphs:
        if begins := _begins(part, people, passage):
            if passage:
                yield passage
            passage = _Passage(people.named(part.plain))
        if passage and not _belongs(part, people, passage, begins):
            yield passage
            passage = None
    if passage:
        yield passage


def _begins(part: Paragraph, people: People, passage: _Passage | None) -> bool:
    """Whether a paragraph begins to tell of a customer, another than before."""
    if part.remark or not _particular(part, people):
        return False
    if not passage:
        return True
    name = people.named(part.plain)
    if name and passage.name and name != passage.name:
        return passage.name not in part.plain
    another = part.under_heading or bool(lexicon().another.search(part.plain))
    return another and (not name or name != passage.name)


def _belongs(part: Paragraph, people: People, passage: _Passage, begins: bool) -> bool:
    """Adds a paragraph to a passage; false once the passage is over."""
    remark = part.remark or (not begins and bool(lexicon().after_the_case.search(part.plain[:60])))
    plain = "".join(s.plain for s in part.sentences if not lexicon().in_general.search(s.plain))
    roles = {mention.role for mention in people.mentions(plain)}
    if passage.remarks or remark:
        if remark or "agent" in roles or (passage.name and passage.name in part.plain):
            passage.remarks.append(part)
        return True
    if part.under_heading and not begins and not _particular(part, people):
        return False
    if roles or any(item.role for item in part.said) or _PRONOUN.search(plain):
        passage.told.append(part)
        passage.quiet = 0
    else:
        passage.quiet += 1
    return passage.quiet <= _QUIET


def _particular(part: Paragraph, people: People) -> bool:
    """Whether a paragraph speaks of one customer, not of customers in general."""
    words = lexicon()
    nouns = f"(?:{people.nouns})"
    one = re.compile(f"(?:{words.particular.pattern}){nouns}")
    reports = re.compile(rf"(?:^|[,。;:\s\"]){nouns}{words.reports.pattern}")
    heard = {item.quote.start for item in part.said if item.role == "customer" and item.direct}
    return bool(people.named(part.plain)) or any(
        one.search(sentence.plain)
        or (reports.search(sentence.plain) and words.concrete.search(sentence.plain))
        or not heard.isdisjoint(range(sentence.quote.start, sentence.quote.end))
        for sentence in part.sentences
        if not words.in_general.search(sentence.plain)
    )
