"""Plays a story's rehearsals with the real judge: the proof that the story works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.customer import Answer, State, meet, react
from actions.judge.verdict import Context, Exchange, Verdict
from actions.story import Manners, Story

Read = Callable[[str, Context], Verdict]
OPEN = "open"


@dataclass(frozen=True)
class Played:
    """A reply of a rehearsal, how it was judged and what the customer made of it."""

    reply: str
    verdict: Verdict
    answer: Answer


def play(
    story: Story, manners: Manners, read: Read, replies: Sequence[str], seed: int = 0
) -> list[Played]:
    """Plays replies until the story ends or they are used up."""
    opening = meet(story, seed)
    state, line = opening.state, opening.line
    earlier: list[Exchange] = []
    played: list[Played] = []
    for reply in replies:
        verdict = read(reply, Context(story.briefing, line, tuple(earlier)))
        answer = react(story, manners, state, reply, verdict)
        played.append(Played(reply, verdict, answer))
        earlier.append(Exchange(line, reply))
        state, line = answer.state, answer.line
        if state.ending:
            break
    return played


def ending_of(played: Sequence[Played]) -> str:
    """How it ended, `open` if it did not."""
    return (played[-1].answer.state.ending if played else None) or OPEN


def rehearse(story: Story, manners: Manners, read: Read) -> list[str]:
    """The rehearsals that end otherwise than they say, each with what to do; empty if none."""
    wrong = []
    for rehearsal in story.rehearsals:
        played = play(story, manners, read, rehearsal.trainee)
        ended = ending_of(played)
        if ended != rehearsal.ends:
            wrong.append(
                f"排练“{rehearsal.name}”应以 {rehearsal.ends} 收场，实际是 {ended}"
                f"（{_where_it_stood(story, played)}）→ 改排练的回复，或调 about、moves、patience"
            )
    return wrong


def _where_it_stood(story: Story, played: Sequence[Played]) -> str:
    if not played:
        return "没有回复"
    state: State = played[-1].answer.state
    still = [need.need for need in story.needs if need.need not in state.met]
    open_needs = "、".join(still) or "无"
    return f"第 {state.turn} 句后火气 {state.anger:.0f}，未满足的需求：{open_needs}"
