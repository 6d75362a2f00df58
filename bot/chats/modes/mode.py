"""What every way of playing as a team does."""

from __future__ import annotations

from abc import ABC, abstractmethod

from actions.records import Drill, Turn
from bot.chats.accounts import Account
from bot.chats.heard import Heard
from bot.chats.office import end_key, line_key
from bot.chats.post import Buttons, Part
from bot.chats.rooms import Thread
from bot.chats.team import Team
from bot.typed import as_typed


class Mode(ABC):
    """A way of playing.

    Args:
        team: what all ways have in common.
    """

    def __init__(self, team: Team) -> None:
        self.team = team
        self.office = team.office

    @abstractmethod
    def said(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """Somebody said something to the customer in the thread."""

    @abstractmethod
    def below(self, thread: Thread, drill: Drill, turn: int) -> tuple[Part, ...]:
        """What stands below a line of the customer; `turn`: number of the next reply."""

    def reply(
        self, heard: Heard, thread: Thread, drill: Drill, by: Account, text: str, message: str
    ) -> None:
        """Says it to the customer and posts what they answer."""
        said = []
        if self.team.turn_of(drill, message) is None:
            may_not = self.team.may_not(drill, by)
            said = self.office.say(drill, as_typed(text), by, message=message, may_not=may_not)
        self.team.strike(thread, drill)
        self.show(heard, thread, drill, message)
        self.team.notes(heard, thread, by, said)

    def catch_up(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """Shows what is recorded and was not shown: the answer that said so may have got lost."""
        if self.office.outbox.post(thread.root) is None:
            return  # so long ago that the outbox has forgotten what was shown
        turns = self.office.records.turns(drill.id)
        if turns and turns[-1].message:
            self.show(heard, thread, drill, turns[-1].message)
        elif drill.ending:
            self.team.finish(thread, drill)

    def show(self, heard: Heard, thread: Thread, drill: Drill, message: str) -> None:
        """Posts the answer to a message, and the feedback if that was the end."""
        turn = self.team.turn_of(drill, message)
        drill = self.office.records.drill(drill.id) or drill
        if turn and self.office.outbox.post(line_key(drill, turn)) is None:
            parts = [*self.before(thread, drill, turn)]
            parts += self.team.about_turn(drill, turn, thread.language)
            if not turn.ending:
                thread = self.next_round(thread, turn)
                parts += self.below(thread, drill, turn.number + 1)
            self.team.post(thread, line_key(drill, turn), *parts)
        if drill.ending and self.office.outbox.post(end_key(drill, "team")) is None:
            self.team.finish(thread, drill)

    def before(self, thread: Thread, drill: Drill, turn: Turn) -> tuple[Part, ...]:
        """What stands above the customer's answer."""
        return ()

    def next_round(self, thread: Thread, turn: Turn) -> Thread:
        """The thread as it is after a turn."""
        return thread

    def _tools(self, thread: Thread, drill: Drill, turn: int, *acts: str) -> Buttons:
        return Buttons(tuple(self.team.button(drill, act, turn, thread.language) for act in acts))
