"""The open floor: whoever answers first is heard."""

from __future__ import annotations

from actions.records import Drill, Turn
from bot.chats.accounts import Account
from bot.chats.heard import Heard
from bot.chats.modes.mode import Mode
from bot.chats.office import line_key, mark
from bot.chats.post import Part, Words
from bot.chats.rooms import Thread
from bot.chats.words import words
from bot.typed import as_typed


class OpenFloor(Mode):
    """Whoever answers first is heard; the others are coached on what they wrote."""

    def said(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """The first answer to the customer's line counts."""
        thread = self.team.join(thread, account.trainee_id)
        message = mark(heard)
        turns = self.office.records.turns(drill.id)
        is_new = self.team.turn_of(drill, message) is None
        if is_new and turns and self._is_late(heard, drill, turns):
            about = {"message": message, "words": as_typed(heard.text)}
            self.office.say(drill, "/answer", account, len(turns), **about)
            return
        self.reply(heard, thread, drill, account, heard.text, message)

    def _is_late(self, heard: Heard, drill: Drill, turns: list[Turn]) -> bool:
        """Whether it was written before the customer's latest line was there to be read."""
        key = line_key(drill, turns[-1])
        posted = self.office.outbox.posted(key)
        if posted is None:
            return not self.office.outbox.is_refused(key)
        return heard.at <= posted.at

    def before(self, thread: Thread, drill: Drill, turn: Turn) -> tuple[Part, ...]:
        """Says whose answers to the line before came too late."""
        late = [
            a.trainee_id for a in self.office.records.answers(drill.id) if a.turn == turn.number - 1
        ]
        if not late:
            return ()
        language = thread.language
        names = words(language, "comma").join(map(self.team.name, dict.fromkeys(late)))
        return (Words(words(language, "late", names=names), "quiet"),)

    def below(self, thread: Thread, drill: Drill, turn: int) -> tuple[Part, ...]:
        """Hint and retake."""
        acts = ("hint", "retake") if turn > 1 else ("hint",)
        return (self._tools(thread, drill, turn, *acts),)
