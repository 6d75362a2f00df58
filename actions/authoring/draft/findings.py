"""All that was found out about one case."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from actions.authoring.draft.cases import Case
from actions.authoring.draft.conversation import Conversation, ReadMany, judged
from actions.authoring.draft.course import Ended, Feeling, Hurt, ended, endings, feelings, hurts
from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.matter import Demand, Fact, demands, facts, troubles
from actions.authoring.draft.telling import Telling, remarks, tellings
from actions.authoring.draft.transcript import names_somebody
from actions.judge.pipeline import Parser
from actions.story.cues import Ending

_SIGNED = re.compile(
    r"(?:我叫|我是|姓名\s*:|投诉人\s*:|反映人\s*:|署名\s*:|发件人\**\s*:|from\s*:)\s*(?P<name>[\u4e00-\u9fff]{2,4})"
)
_OTHERS = re.compile(r"经理|主管|店长|班长|组长|老板|师傅|司机|骑手|快递员|物业|管家|的")
_BRIEFING = 400  # characters
_SHORTEST_OPENING = 6  # characters; a mere 喂，你好 opens nothing
_REHEARSED = 8  # replies; no drill is longer


@dataclass(frozen=True)
class Findings:
    """A case, and what it tells; lists are empty and values None where nothing was found.

    Args:
        first: first line of the file.
        last: last line of it.
        title: a heading that names the case.
        name: the customer's.
        agent: what the document calls the agent.
        briefing: where it tells what happened.
        troubles: sentences that say what went wrong.
        opening: the customer's first words.
        agent_lines: the agent's own words, in order.
        ending: how it ended, as a key of `endings`.
    """

    case: Case
    first: int
    last: int
    title: Quote | None
    name: Quote | None
    agent: Quote | None
    briefing: Quote | None
    troubles: list[Quote]
    demands: list[Demand]
    facts: list[Fact]
    feelings: list[Feeling]
    opening: list[Quote]
    agent_lines: list[Quote]
    conversation: Conversation
    hurts: list[Hurt]
    ended: list[Ended]
    ending: Ending | None

    @property
    def angered_later(self) -> bool:
        """Whether the first sign of temper comes after the agent has spoken."""
        said = [item.quote.start for item in self.case.utterances if item.role == "agent"]
        return bool(said and self.feelings) and said[0] < self.feelings[0].clause.start

    @property
    def tells(self) -> bool:
        """Whether it is a case at all: somebody wants something, or something went wrong."""
        return bool(self.troubles or self.demands)


def find(document: Document, case: Case, read: ReadMany, parser: Parser) -> Findings:
    """Reads a case."""
    told = tellings(document, case)
    trouble = troubles(document, told)
    wanted = demands(document, told, case.people, parser)
    conversation = judged(document, case.utterances, read, parser)
    narrated = hurts(document, [*told, *remarks(case)], case.people, parser)
    signs = endings(document, told, case.people)
    said = _opening(case)
    key = [*(trouble or said), *(demand.quote for demand in wanted)]
    quotes = case.quotes
    return Findings(
        case=case,
        first=quotes[0].line,
        last=document.line_at(quotes[-1].end - 1),
        title=case.title,
        name=_name(document, case),
        agent=_agent(document, case),
        briefing=_briefing(document, case, told, key),
        troubles=trouble,
        demands=wanted,
        facts=[*_when(case), *facts(document, told, parser)],
        feelings=feelings(document, told, case.people, parser),
        opening=said or (key[:1] if case.own_words else []),
        agent_lines=_agent_lines(case),
        conversation=conversation,
        hurts=_each_once([*conversation.hurts, *narrated]),
        ended=signs,
        ending=ended(signs),
    )


def _each_once(hurts: list[Hurt]) -> list[Hurt]:
    """In the order of the document; of two with the same words the first."""
    by_place = {hurt.quote.start: hurt for hurt in reversed(hurts)}
    return [by_place[start] for start in sorted(by_place)]


def _stretch(document: Document, case: Case) -> tuple[int, int]:
    """Where a case stands, with the labels of its first line."""
    quotes = case.quotes
    return document.paragraph_at(quotes[0].start), max(quote.end for quote in quotes)


def _name(document: Document, case: Case) -> Quote | None:
    for sentence in case.sentences:
        if sentence.field == "name":
            return sentence.quote
    start, end = _stretch(document, case)
    for item in case.utterances:
        if item.role == "customer" and item.speaker and names_somebody(item.speaker):
            at = document.folded.rfind(item.speaker, 0, item.quote.start)
            return document.quote(at, at + len(item.speaker))
    if case.own_words:
        signed = _SIGNED.search(document.folded, start, end)
        return document.quote(*signed.span("name")) if signed else None
    places = {name: document.folded.find(name, start, end) for name in case.people.customers}
    named = [(at, name) for name, at in places.items() if at >= 0]
    if not named:
        return None
    at, name = min(named)
    return document.quote(at, at + len(name))


def _agent(document: Document, case: Case) -> Quote | None:
    """The word for the agent that the document uses most, where it first stands."""
    start, end = _stretch(document, case)
    found = [match.span() for match in lexicon().agent.finditer(document.folded, start, end)]
    found = [span for span in found if not _OTHERS.search(document.folded, *span)]
    if not found:
        return None
    counts = Counter(document.text[slice(*span)] for span in found)
    often = counts.most_common(1)[0][0]
    return document.quote(*next(span for span in found if document.text[slice(*span)] == often))


def _when(case: Case) -> list[Fact]:
    """When the conversation began, if its lines have times."""
    times = [item.at for item in case.utterances if item.at]
    return [Fact("对话时间", times[0], "told")] if times else []


def _briefing(
    document: Document, case: Case, told: list[Telling], key: list[Quote]
) -> Quote | None:
    """What leads up to the agent's first words, as far as one paragraph tells it.

    Args:
        document: where it stands.
        case: the case.
        told: its sentences.
        key: those on the trouble and the demands, of which it must hold the first.
    """
    if not key:
        return None
    first = min(key, key=lambda quote: quote.start)
    paragraph = document.paragraph_at(first.start)
    around = [
        quote
        for quote in (telling.quote(document) for telling in told if telling.narrates)
        if document.paragraph_at(quote.start) == paragraph
    ]
    if not any(quote.start <= first.start < quote.end for quote in around):
        return first  # somebody says it
    answers = [item.quote.start for item in case.utterances if item.role == "agent"]
    stop = min((at for at in answers if at > first.start), default=len(document.text))
    last = max(quote.end for quote in key)
    lead = [quote for quote in around if quote.start < last and quote.end <= stop]
    lead = lead or [quote for quote in around if quote.start <= first.start]
    while lead[-1].end - lead[0].start > _BRIEFING and len(lead) > 1:
        lead.pop(-1 if lead[-1].start > first.start else 0)
    return document.quote(lead[0].start, min(lead[-1].end, lead[0].start + _BRIEFING))


def _opening(case: Case) -> list[Quote]:
    """The customer's first words."""
    said = [item.quote for item in case.utterances if item.role == "customer" and item.direct]
    words = [quote for quote in said if len(quote.text) >= _SHORTEST_OPENING] or said
    return words[:1]


def _agent_lines(case: Case) -> list[Quote]:
    """The agent's own words, each once: what a rehearsal can say again."""
    said = [item.quote for item in case.utterances if item.role == "agent" and item.direct]
    return list({quote.text: quote for quote in said}.values())[:_REHEARSED]
