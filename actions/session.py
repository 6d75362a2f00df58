"""A drill from opening line to ending: story, judge, customer and records brought together.

No Rasa in here: `drill.py` translates between this and slots and events.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from actions.customer import Answer, State, meet, react
from actions.customer.matter import open_needs
from actions.judge.verdict import Context, Exchange, Verdict
from actions.records import Drill, Hint, Records, Turn, TurnTakenError
from actions.records.store import new_id, now
from actions.story import Library, Story, parse

Read = Callable[[str, Context], Verdict]


class NoDrillError(LookupError):
    """There is no such drill, or it does not go on."""


class NoStoryError(LookupError):
    """There is no playable story of this name."""


@dataclass(frozen=True)
class Opened:
    """A drill that has begun: its record and the customer."""

    drill: Drill
    state: State


@dataclass(frozen=True)
class Replied:
    """A reply that was judged, answered and recorded."""

    turn: Turn
    state: State


@dataclass(frozen=True)
class TakenBack:
    """The reply taken back and the customer as before it; `reply` is None if there was none."""

    reply: str | None
    state: State


class Session:
    """Plays drills; keeps nothing in memory that is not also in the records.

    Args:
        records: where everything is written before it is said.
        library: the stories.
        read: the judge.
    """

    def __init__(self, records: Records, library: Library, read: Read) -> None:
        self.records = records
        self.library = library
        self._read = read

    def open(self, story_name: str, drill_id: str, trainee_id: str, channel: str) -> Opened:
        """Begins a drill.

        Raises:
            NoStoryError: if the story is not there or not playable.
        """
        story = self.library.stories().get(story_name)
        if story is None:
            raise NoStoryError(story_name)
        drill_id = drill_id or new_id()
        answer = meet(story, seed=zlib.crc32(drill_id.encode()))
        drill = Drill(
            id=drill_id,
            trainee_id=trainee_id,
            channel=channel,
            story=story.name,
            title=story.title,
            story_text=self.library.text(story.name),
            opening=answer.line,
            anger=answer.state.anger,
            state=answer.state.as_json(),
            opened_at=now(),
        )
        self.records.open_drill(drill)
        return Opened(drill, answer.state)

    def reply(self, drill_id: str, state: State, reply: str, trainee_id: str) -> Replied:
        """Judges a reply and lets the customer answer; recorded before this returns.

        Args:
            drill_id: the drill.
            state: the customer, as the conversation remembers them.
            reply: the trainee's words.
            trainee_id: who spoke.

        Raises:
            NoDrillError: if the drill is not there or has ended.
        """
        drill = self.drill(drill_id)
        if drill.ending:
            raise NoDrillError(drill_id)
        turns = self.records.turns(drill_id)
        if state.turn != len(turns):  # an answer was lost on its way; the records know better
            state = _last_state(drill, turns)
        verdict = self._read(reply, context_of(drill, turns))
        answer = react(story_of(drill), self.library.reactions(), state, reply, verdict)
        turn = _turn(drill_id, trainee_id, reply, verdict, answer)
        try:
            self.records.add_turn(turn)
        except TurnTakenError:  # a second request was quicker by a hair: answer after it
            return self.reply(drill_id, replace(state, turn=-1), reply, trainee_id)
        return Replied(turn, answer.state)

    def take_back(self, drill_id: str) -> TakenBack:
        """Takes the last reply back; what the customer had said is not said again."""
        drill = self.drill(drill_id)
        turns = self.records.turns(drill_id)
        if not turns or drill.ending == "stopped":
            return TakenBack(None, _last_state(drill, turns))
        last = turns[-1]
        self.records.take_back(drill_id, last.number)
        before = _last_state(drill, turns[:-1])
        return TakenBack(last.reply, replace(before, said=State.from_json(last.state).said))

    def hint(self, drill_id: str) -> str:
        """The story's hint for what the customer needs next; recorded."""
        drill = self.drill(drill_id)
        turns = self.records.turns(drill_id)
        needs = open_needs(story_of(drill), _last_state(drill, turns).met)
        text = needs[0].hint if needs else ""
        if text:
            self.records.add_hint(Hint(drill_id, len(turns) + 1, text, now()))
        return text

    def end(self, drill_id: str) -> Drill:
        """The drill, ended as stopped if it was still open."""
        self.records.end_drill(drill_id, "stopped")
        return self.drill(drill_id)

    def drill(self, drill_id: str) -> Drill:
        """The drill with this id.

        Raises:
            NoDrillError: if there is none.
        """
        drill = self.records.drill(drill_id)
        if drill is None:
            raise NoDrillError(drill_id)
        return drill


def context_of(drill: Drill, turns: list[Turn]) -> Context:
    """What the judge has to know to read the next reply."""
    story = story_of(drill)
    lines = [drill.opening, *(turn.line for turn in turns)]
    return Context(
        briefing=story.briefing,
        customer_says=lines[-1],
        earlier=tuple(Exchange(line, turn.reply) for line, turn in zip(lines, turns, strict=False)),
    )


def story_of(drill: Drill) -> Story:
    """The story as it was when the drill began."""
    return _parsed(drill.story_text, drill.story)


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> Story:
    return parse(text, f"{name}.yml")


def _last_state(drill: Drill, turns: list[Turn]) -> State:
    return State.from_json(turns[-1].state if turns else drill.state)


def _turn(drill_id: str, trainee_id: str, reply: str, verdict: Verdict, answer: Answer) -> Turn:
    return Turn(
        drill_id=drill_id,
        number=answer.state.turn,
        trainee_id=trainee_id,
        reply=reply,
        verdict=verdict,
        cue=answer.cue,
        needs_met=answer.met,
        anger=answer.state.anger,
        line=answer.line,
        state=answer.state.as_json(),
        ending=answer.state.ending,
        said_at=now(),
    )
