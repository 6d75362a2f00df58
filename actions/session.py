"""A drill from opening line to ending: story, judge, customer and records brought together.

No Rasa in here: `drill.py` translates between this and slots and events.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from actions.customer import Answer, State, meet, react, wait
from actions.customer.handover import handover
from actions.customer.matter import open_needs
from actions.judge.verdict import Context, Exchange, Verdict
from actions.records import Answer as Unheard
from actions.records import Drill, Hint, Nudge, Records, Turn, TurnTakenError
from actions.records.store import new_id, now
from actions.story import Library, Story, parse

Read = Callable[[str, Context], Verdict]

NUDGES = 2  # a customer asks where the trainee is at most so often before they hear a reply
EARLY = 5  # seconds that a page's clock may be ahead of ours


class NoDrillError(LookupError):
    """There is no such drill, or it does not go on."""


class NoStoryError(LookupError):
    """There is no playable story of this name."""


class StaleTurnError(ValueError):
    """The sender does not know the latest turn: the same words twice, or an old page."""


@dataclass(frozen=True)
class TakenBack:
    """What taking back did: the reply taken back, "" if it was the stopping, None if nothing."""

    reply: str | None
    turn: int


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

    def open(
        self,
        story_name: str,
        drill_id: str,
        trainee_id: str,
        channel: str,
        mode: str | None = None,
    ) -> Drill:
        """Begins a drill; one that has begun under this id already is left as it is.

        Args:
            story_name: the story.
            drill_id: the id it is to have; "" for a new one.
            trainee_id: who plays it, or who started it for a team.
            channel: where: web, slack or teams.
            mode: how a team plays it, None for a trainee alone.

        Raises:
            NoStoryError: if the story is not there or not playable.
        """
        found = self.library.find(story_name)
        if found is None:
            raise NoStoryError(story_name)
        story, text = found
        if begun := self.records.drill(drill_id):
            return begun
        drill_id = drill_id or new_id()
        answer = meet(story, seed=zlib.crc32(drill_id.encode()))
        drill = Drill(
            id=drill_id,
            trainee_id=trainee_id,
            channel=channel,
            story=story.name,
            title=story.title,
            story_text=text,
            opening=answer.line,
            anger=answer.state.anger,
            state=answer.state.as_json(),
            opened_at=now(),
            mode=mode,
        )
        self.records.open_drill(drill)
        return drill

    def reply(
        self,
        drill_id: str,
        reply: str,
        trainee_id: str,
        expected: int | None,
        message: str | None = None,
    ) -> Turn:
        """Judges a reply and lets the customer answer; recorded before this returns.

        Args:
            drill_id: the drill.
            reply: the trainee's words.
            trainee_id: who spoke.
            expected: the turn the sender thinks this is, None if they can't tell.
            message: the chat message that brought it; one that was heard already brings its
                turn again and changes nothing.

        Raises:
            NoDrillError: if the drill is not there or has ended.
            StaleTurnError: if it is another turn's time.
        """
        if heard := self._turn_of(drill_id, message):
            return heard
        drill, turns, state = self._going_on(drill_id, expected)
        verdict = self._read(reply, context_of(drill, turns))
        spoke = [(turn.trainee_id, turn.verdict.effect) for turn in turns]
        change = handover(spoke, trainee_id, verdict.effect)
        answer = react(story_of(drill), self.library.manners(), state, reply, verdict, change)
        turn = _turn(drill_id, trainee_id, reply, verdict, answer, message)
        try:
            self.records.add_turn(turn)
        except TurnTakenError as error:  # another request was quicker by a hair
            raise StaleTurnError(drill_id) from error
        return turn

    def answer(self, drill_id: str, turn: int, reply: str, trainee_id: str, message: str) -> None:
        """Judges what someone would have said as this turn's reply; the customer hears nothing.

        Raises:
            NoDrillError: if there is no such drill or turn.
        """
        drill = self.drill(drill_id)
        before = self.records.turns(drill_id)[: turn - 1]
        if len(before) < turn - 1:
            raise NoDrillError(drill_id)
        verdict = self._read(reply, context_of(drill, before))
        unheard = Unheard(drill_id, turn, trainee_id, message, reply, verdict, now())
        self.records.add_answer(unheard)

    def take_back(self, drill_id: str, expected: int | None) -> TakenBack:
        """Takes the last reply back, or the stopping where that came last.

        Raises:
            NoDrillError: if the drill is not there.
            StaleTurnError: if the sender does not know the latest turn.
        """
        drill = self.drill(drill_id)
        turns, _ = self._so_far(drill, expected)
        if drill.ending == "stopped":
            self.records.reopen(drill_id)
            return TakenBack("", len(turns) + 1)
        if not turns:
            return TakenBack(None, 1)
        self.records.take_back(drill_id, turns[-1].number)
        return TakenBack(turns[-1].reply, turns[-1].number)

    def silence(self, drill_id: str, expected: int | None) -> Nudge | None:
        """What the customer says to a reply that is long in coming; None while they bear it.

        Raises:
            NoDrillError: if the drill is not there or has ended.
            StaleTurnError: if the sender does not know the latest turn.
        """
        drill, turns, state = self._going_on(drill_id, expected)
        number = len(turns) + 1
        nudges = [nudge for nudge in self.records.nudges(drill_id) if nudge.turn == number]
        last = [nudge.said_at for nudge in nudges] or [turn.said_at for turn in turns]
        heard = (now() - (last[-1] if last else drill.opened_at)).total_seconds()
        story = story_of(drill)
        if len(nudges) >= NUDGES or heard < story.waits - EARLY:
            return None
        answer = wait(story, self.library.manners(), state)
        anger, after = answer.state.anger, answer.state.as_json()
        nudge = Nudge(drill_id, number, answer.line, anger, after, now())
        self.records.add_nudge(nudge)
        return nudge

    def hint(self, drill_id: str, expected: int | None) -> str:
        """The story's hint for what the customer needs next, "" if nothing; recorded.

        Raises:
            NoDrillError: if the drill is not there or has ended.
            StaleTurnError: if the sender does not know the latest turn.
        """
        drill, turns, state = self._going_on(drill_id, expected)
        needs = open_needs(story_of(drill), state.met)
        text = needs[0].hint if needs else ""
        if text:
            self.records.add_hint(Hint(drill_id, len(turns) + 1, text, now()))
        return text

    def _turn_of(self, drill_id: str, message: str | None) -> Turn | None:
        if not message:
            return None
        return next((t for t in self.records.turns(drill_id) if t.message == message), None)

    def _going_on(self, drill_id: str, expected: int | None) -> tuple[Drill, list[Turn], State]:
        drill = self.drill(drill_id)
        if drill.ending:
            raise NoDrillError(drill_id)
        return drill, *self._so_far(drill, expected)

    def _so_far(self, drill: Drill, expected: int | None) -> tuple[list[Turn], State]:
        """The turns that count and the customer after them.

        What was said in answer to replies taken back is not said again.
        """
        rows = self.records.turns(drill.id, with_taken_back=True)
        turns = [turn for turn in rows if not turn.taken_back]
        if expected is not None and expected != len(turns) + 1:
            raise StaleTurnError(drill.id)
        nudges = self.records.nudges(drill.id, with_taken_back=True)
        waiting = [n for n in nudges if n.turn == len(turns) + 1 and not n.taken_back]
        states = [drill.state, *(turn.state for turn in turns), *(n.state for n in waiting)]
        spoken = [drill.state, *(row.state for row in rows), *(nudge.state for nudge in nudges)]
        state, said = State.from_json(states[-1]), [State.from_json(s).said for s in spoken]
        return turns, replace(state, said=max(said, key=len))

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


def _turn(
    drill_id: str,
    trainee_id: str,
    reply: str,
    verdict: Verdict,
    answer: Answer,
    message: str | None,
) -> Turn:
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
        message=message,
    )
