"""The matter itself: what the customer needs, what a reply has met, what they were asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.customer.state import State
from actions.judge.verdict import Clause, Verdict
from actions.story.model import Need, Reveal, Story

LIKELY = 0.4  # a clause counts as a move from this probability on
PLAINLY = 0.75  # and from this one on it is surely a question
STONEWALL = 4.3  # rigidity from which nothing a reply mentions counts as done
OFFENCE = -1.4  # effect from which nothing does either: the customer no longer listens

# Whether a step is done or found; whether something is all right: at the end of a question.
_DONE = re.compile(r"(?:[了到好见开上]|有)(?:没有|没|吗|么)(?:[呀啊呢])?$")
_AGREE = re.compile(r"(?:行吗|好吗|可以吗|行不行|好不好|成吗|您看行|您看可以|您看好)[^。！!]{0,3}$")


@dataclass(frozen=True)
class Step:
    """What a reply did for the matter.

    Args:
        met: needs it met.
        still: needs open after it.
        untold: indexes of the reveals that answer what it asked and were not told before.
        asked_again: it asked only for what was told before.
        asked_in_vain: it surely asked something, and no reveal answers it.
        asked_if_done: and that was whether a step is done or found.
        asked_to_agree: it asked whether something is all right with the customer.
    """

    met: list[Need]
    still: list[Need]
    untold: list[int]
    asked_again: bool
    asked_in_vain: bool
    asked_if_done: bool
    asked_to_agree: bool

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether the trainee asked something before they go on."""
        return bool(self.untold or self.asked_in_vain)

    @property
    def headway(self) -> bool:
        """Whether the reply led anywhere."""
        return bool(self.met or self.untold)


def step(story: Story, state: State, reply: str, verdict: Verdict) -> Step:
    """What a reply did for the matter, given where it stood."""
    met = newly_met(story, state.met, reply, verdict)
    answers = asked_for(story, verdict)
    questions = [clause.text for clause in verdict.clauses if _asks(clause, PLAINLY)]
    untold = [number for number in answers if number not in state.told]
    return Step(
        met=met,
        still=[need for need in open_needs(story, state.met) if need not in met],
        untold=untold,
        asked_again=bool(answers and not untold),
        asked_in_vain=not answers and bool(questions),
        asked_if_done=not answers and any(_DONE.search(question) for question in questions),
        asked_to_agree=verdict.makes("confirms_agreement") or bool(_AGREE.search(reply)),
    )


def open_needs(story: Story, met: Iterable[str]) -> list[Need]:
    """Needs not met yet, in the story's order."""
    done = set(met)
    return [need for need in story.needs if need.need not in done]


def newly_met(story: Story, met: tuple[str, ...], reply: str, verdict: Verdict) -> list[Need]:
    """The needs this reply meets, those opened by an earlier one of them included."""
    if verdict.rigidity >= STONEWALL or verdict.effect <= OFFENCE:
        return []
    done, now = set(met), []
    for need in open_needs(story, met):
        if done.issuperset(need.after) and _meets(need, reply, verdict):
            done.add(need.need)
            now.append(need)
    return now


def asked_for(story: Story, verdict: Verdict) -> list[int]:
    """Which reveals (indexes) answer what the reply asks the customer."""
    words = "".join(clause.text for clause in verdict.clauses if _asks(clause, LIKELY))
    return [number for number, reveal in enumerate(story.reveals) if mentions(words, reveal)]


def mentions(text: str, part: Reveal | Need) -> bool:
    """Whether a text speaks of one of the words of a reveal or need."""
    about = part.about if isinstance(part, Reveal) else part.met_by.about
    folded = text.casefold()
    return any(word.casefold() in folded for word in about)


def _meets(need: Need, reply: str, verdict: Verdict) -> bool:
    if not mentions(reply, need):
        return False
    return verdict.makes(*need.met_by.moves) or any(
        clause.chance(need.met_by.moves) >= LIKELY for clause in verdict.clauses
    )


def _asks(clause: Clause, chance: float) -> bool:
    return clause.chance(["asks_detail"]) >= chance
