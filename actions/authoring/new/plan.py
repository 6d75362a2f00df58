"""How hard a new customer is, and the rehearsals that prove it: tried with the real judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from actions.authoring.advice import USUAL
from actions.authoring.new import stock
from actions.authoring.new.answers import Answers
from actions.customer import State
from actions.customer.react import CONTENT_BELOW, WRONGED
from actions.rehearsals.play import Played, Read, ending_of, play
from actions.story import Manners, Story, parse
from actions.story.cues import ENDINGS, HOT_FROM, Ending

SEEDS = (0, 1, 2)  # other wordings of the customer must not turn an ending
SAFE = 8.0  # points of anger off the line where the ending would turn
NAMES: dict[Ending, str] = {
    "content": "先接住再办",
    "grudging": "冷着脸办完",
    "complains": "句句顶回去",
    "leaves": "客气半天没下文",
}


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal.

    Args:
        proven: whether it does end so.
    """

    name: str
    replies: tuple[str, ...]
    ends: Ending
    proven: bool


@dataclass(frozen=True)
class Plan:
    """Temper (0-100) and patience at the start, and one rehearsal for each ending."""

    anger: int
    patience: int
    rehearsals: tuple[Rehearsed, ...]

    @property
    def unproven(self) -> list[Ending]:
        """The endings that no rehearsal tried leads to."""
        return [rehearsal.ends for rehearsal in self.rehearsals if not rehearsal.proven]


def make_plan(
    answers: Answers, written: Callable[[Plan], str], manners: Manners, read: Read
) -> Plan:
    """The first start usual at the level for which every ending is proven, else the best one.

    Args:
        answers: the trainer's.
        written: gives the story's text with a plan.
        manners: what customers say beside the matter.
        read: the judge.
    """
    tried: list[Plan] = []
    for anger, patience in _starts(answers.level):
        unproven = tuple(_unproven(ends, answers) for ends in ENDINGS)
        story = parse(written(Plan(anger, patience, unproven)))
        proven = (_prove(story, ends, answers, manners, read) for ends in ENDINGS)
        tried.append(Plan(anger, patience, tuple(proven)))
        if not tried[-1].unproven:
            break
    return min(tried, key=lambda plan: len(plan.unproven))


def _starts(level: int) -> list[tuple[int, int]]:
    (low, high), patience = USUAL[level]
    middle = (low + high) // 2
    usual = [(anger, patience) for anger in (middle, high, low)]
    return [*usual, (middle, patience + 1), (middle, patience - 1)]


def _prove(story: Story, ends: Ending, answers: Answers, manners: Manners, read: Read) -> Rehearsed:
    """The first rehearsal that ends so by a safe margin, else by the widest, else any."""
    widest, best = 0.0, None
    for replies in _tries(ends, answers):
        played = _played(story, ends, replies, manners, read)
        margin = min((_margin(ends, one[-1].answer.state) for one in played), default=0.0)
        if margin > widest:
            used = replies[: max(len(one) for one in played)]
            widest, best = margin, Rehearsed(NAMES[ends], used, ends, True)
        if widest >= SAFE:
            break
    return best or _unproven(ends, answers)


def _unproven(ends: Ending, answers: Answers) -> Rehearsed:
    return Rehearsed(NAMES[ends], next(_tries(ends, answers)), ends, False)


def _played(
    story: Story, ends: Ending, replies: Sequence[str], manners: Manners, read: Read
) -> list[list[Played]]:
    """The drills with these replies, by seed; none if one of them ends otherwise."""
    played = []
    for seed in SEEDS:
        played.append(play(story, manners, read, replies, seed))
        if ending_of(played[-1]) != ends:
            return []
    return played


def _margin(ends: Ending, state: State) -> float:
    """Points of anger that the customer is off the line to another ending."""
    if ends == "content":
        return CONTENT_BELOW - state.anger
    if ends == "grudging":
        return state.anger - CONTENT_BELOW
    if ends == "complains":
        return state.anger - HOT_FROM
    return SAFE if state.grievances < WRONGED else HOT_FROM - state.anger


def _tries(ends: Ending, answers: Answers) -> Iterator[tuple[str, ...]]:
    """Rows of stock replies that may lead to an ending, the most natural ones first."""
    if ends == "content":
        yield from _after(stock.beside_the_point("welcome", answers), ("careful", "busy"), answers)
    elif ends == "grudging":
        yield from _after(stock.beside_the_point("digs", answers), ("cold",), answers)
    else:
        kind = "digs" if ends == "complains" else "empty"
        row = stock.beside_the_point(kind, answers) or stock.replies(kind)
        yield from (tuple(row[begin:] + row[:begin]) for begin in range(len(row)))


def _after(
    before: list[str], manners: Sequence[str], answers: Answers
) -> Iterator[tuple[str, ...]]:
    """Deals with the needs one by one, after ever more other replies."""
    for length in (*range(1, len(before) + 1), 0):  # few deal with it in their very first words
        for manner in manners:
            ways = [stock.dealing(manner, wish) for wish in answers.wishes]
            for first in range(max(map(len, ways))):
                dealt = [way[(first + number) % len(way)] for number, way in enumerate(ways)]
                yield tuple(dict.fromkeys([*before[:length], *dealt]))
