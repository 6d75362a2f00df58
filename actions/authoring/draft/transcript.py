"""Who says what in a written conversation: `客户：…`, `[10:02] A: …`, or a name above its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.people import is_name
from actions.judge.text import is_han

_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ t]?\s*)"
_TIME = rf"(?:{_DAY}?(?:[上下]午|早上|晚上)?\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
_LABEL = (
    r"[^\s:,。!?;\"'「」|*\[\]()]{1,14}(?:[ _-](?!\d{2,4}[-/.年:])[^\s:,。!?;\"'|*\[\]()]{1,10})?"
)
_ASIDE = r"(?:\s*[(\[【][^)\]】]{1,24}[)\]】])?"
_SPOKEN = re.compile(
    rf"[\s>*\-•·|#]*(?:[\[【(<]?\s*(?P<at>{_TIME})\s*[\]】)>]?[\s,|*]*)?"
    rf"[\[【]?(?P<label>{_LABEL})[\]】]?{_ASIDE}\s*(?:[(\[]?(?P<after>{_TIME})[)\]]?)?\s*\**[:|]\**\s*"
)
_ABOVE = re.compile(
    rf"[\s>*\-#]*(?:(?P<label>{_LABEL}){_ASIDE}\s+[(\[]?(?P<at>{_TIME})[)\]]?"
    rf"|[(\[]?(?P<before>{_TIME})[)\]]?\s+(?P<name>{_LABEL}){_ASIDE})\s*:?\s*$"
)
_NUMBERED = re.compile(r"[\d一二三四五六七八九十①-⑳]+[、.)]?|(?:案例|第).*")
_LETTER = re.compile(r"[a-z甲乙丙丁问答男女q]\d?|我|对方|主叫|被叫|来电|接线")
_NAME_LIKE = re.compile(r".*(?:先生|女士|小姐|阿姨|老师|某)|[小老阿].|.*[a-z0-9].*")
_DIALOGUE = re.compile(r"[你您我吗呢啊吧?!]")
_INLINE = re.compile(
    r"[。!?…~\"]\s*(?=(?:客户|顾客|用户|坐席|座席|客服|话务员|店员|[ab甲乙])[^\s,。!?:]{0,4}:)"
)
_DESKS = "客服(?:中心|热线|部)?|人工|机器人|小?助手|商城|官方"
_QUALIFIES = re.compile(r"(?![对从让给为以由]).{0,4}")
_SPEAKERS = range(2, 6)


class _Candidate(NamedTuple):
    start: int
    label: str
    said: int
    end: int
    at: tuple[int, int] | None


@dataclass(frozen=True)
class Utterance:
    """Something said.

    Args:
        quote: the words.
        speaker: as the document calls them; empty in prose.
        role: `customer`, `agent`, or empty for neither and for nobody knows.
        at: the time written beside it.
        direct: whether these are the very words, not a report of them.
    """

    quote: Quote
    speaker: str
    role: str
    at: Quote | None = None
    direct: bool = True


@dataclass(frozen=True)
class Transcript:
    """The utterances of a stretch of a document.

    Args:
        utterances: in order.
        lines: offsets of the lines they stand on.
        guessed: whether it was only guessed who the agent is.
    """

    utterances: tuple[Utterance, ...] = ()
    lines: frozenset[int] = frozenset()
    guessed: bool = False


def transcript(document: Document, lines: Sequence[tuple[int, int]]) -> Transcript:
    """Reads the conversation among some lines, if there is one.

    Args:
        document: where the lines stand.
        lines: start and end of each, in characters.
    """
    found = {start: _candidate(document, start, end) for start, end in lines}
    speakers = _speakers(document, [item for item in found.values() if item])
    utterances: list[Utterance] = []
    taken: set[int] = set()
    goes_on = -1  # where a line must start to go on with what was said
    for start, end in lines:
        candidate = found[start]
        if candidate and candidate.label in speakers:
            at = document.quote(*candidate.at) if candidate.at else None
            quote = document.quote(candidate.said, candidate.end)
            utterances.append(Utterance(quote, candidate.label, "", at))
        elif start == goes_on:
            last = utterances[-1]
            begins = last.quote.start if last.quote.text else start
            utterances[-1] = replace(last, quote=document.quote(begins, end))
        else:
            continue
        goes_on = end + 1
        taken.add(start)
    utterances = [item for item in utterances if item.quote.text]
    roles, guessed = _roles(document, utterances)
    return Transcript(
        tuple(replace(item, role=roles[item.speaker]) for item in utterances),
        frozenset(taken),
        guessed,
    )


def turns(document: Document) -> Iterator[tuple[int, int]]:
    """Start and end of each line, cut where the next speaker follows on the same line."""
    for start, end in document.lines():
        cuts = [found.end() for found in _INLINE.finditer(document.folded, start, end)]
        yield from pairwise([start, *cuts, end])


def role_of(label: str) -> str:
    """`customer` or `agent` if a speaker's label says so."""
    words = lexicon()
    if words.nobody.search(label):
        return ""
    nouns = {"agent": f"{words.agent.pattern}|{_DESKS}", "customer": words.customer.pattern}
    for role, pattern in nouns.items():
        noun = re.search(pattern, label)
        if noun and _QUALIFIES.fullmatch(label[: noun.start()]):
            rest = label[noun.end() :].strip(" _-#")
            if not any(map(is_han, rest)) or _NAME_LIKE.fullmatch(rest) or is_name(rest):
                return role
    return ""


def names_somebody(label: str) -> bool:
    """Whether a speaker's label is a name, not a role or a letter."""
    words = lexicon()
    return not (
        words.customer.search(label) or words.agent.search(label) or _LETTER.fullmatch(label)
    )


def _candidate(document: Document, start: int, end: int) -> _Candidate | None:
    line = document.folded[start:end]
    if above := _ABOVE.match(line):
        label = above["label"] or above["name"]
        return _Candidate(start, label, end, end, _place(above, start, "at", "before"))
    spoken = _SPOKEN.match(line)
    if not spoken or not any(char.isalpha() for char in spoken["label"]):
        return None
    at = _place(spoken, start, "at", "after")
    said, end = start + spoken.end(), start + len(line.rstrip(" |"))  # of a table's row
    return _Candidate(start, spoken["label"], min(said, end), end, at)


def _place(found: re.Match[str], start: int, *groups: str) -> tuple[int, int] | None:
    """Where the first of some groups stands in the document, if one does."""
    group = next((name for name in groups if found[name]), None)
    return (start + found.start(group), start + found.end(group)) if group else None


def _speakers(document: Document, candidates: Sequence[_Candidate]) -> frozenset[str]:
    """The labels that name speakers, not items of a form."""
    counts = Counter(item.label for item in candidates)
    known = {label for label in counts if role_of(label) and not _is_field(label)}
    named = {
        label
        for label, times in counts.items()
        if (times > 1 or known) and not _is_field(label) and not _NUMBERED.fullmatch(label)
        if lexicon().nobody.fullmatch(label)
        or (
            (_LETTER.fullmatch(label) or _NAME_LIKE.fullmatch(label) or times > 2)
            and _converses(document, [item for item in candidates if item.label == label])
        )
    }
    speakers = known | named
    spoken = sum(counts[label] for label in speakers)
    if len(speakers) not in _SPEAKERS or spoken <= len(speakers) - (len(known) > 1):
        return frozenset()
    return frozenset(speakers)


def _is_field(label: str) -> bool:
    fields = lexicon().fields
    return any(fields[kind].fullmatch(label) for kind in ("demand", "trouble", "ending", "fact"))


def _converses(document: Document, candidates: Iterable[_Candidate]) -> bool:
    said = [document.folded[item.said : item.end] for item in candidates]
    return 2 * sum(bool(not words or _DIALOGUE.search(words)) for words in said) >= len(said)


def _roles(document: Document, utterances: Sequence[Utterance]) -> tuple[dict[str, str], bool]:
    """The role of each speaker, and whether it was guessed from how they speak."""
    roles = {item.speaker: role_of(item.speaker) for item in utterances}
    unknown = [
        label for label, role in roles.items() if not role and not lexicon().nobody.search(label)
    ]
    if not unknown:
        return roles, False
    if "agent" in roles.values() or "customer" in roles.values():
        other = "customer" if "agent" in roles.values() else "agent"
        missing = other not in roles.values()
        roles.update((label, other if missing else "") for label in unknown)
        return roles, False
    manner = {label: _manner(document, utterances, label) for label in unknown}
    agent = max(unknown, key=lambda label: manner[label])
    roles.update((label, "agent" if label == agent else "customer") for label in unknown)
    return roles, True


def _manner(document: Document, utterances: Iterable[Utterance], speaker: str) -> float:
    """How much a speaker sounds like an agent (-1 like a customer, 1 like an agent)."""
    words = lexicon()
    said = [
        document.folded[item.quote.start : item.quote.end]
        for item in utterances
        if item.speaker == speaker
    ]
    scores = [
        bool(words.speaks_like_agent.search(line)) - bool(words.speaks_like_customer.search(line))
        for line in said
    ]
    return sum(scores) / len(scores)
