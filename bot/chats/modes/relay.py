"""The relay: one reply each, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from actions.records import Drill, Nudge, Turn
from actions.records.store import now
from actions.session import EARLY, story_of
from bot.chats import show
from bot.chats.accounts import Account
from bot.chats.heard import Heard
from bot.chats.modes.mode import Mode
from bot.chats.office import mark, whisper
from bot.chats.post import Buttons, Call, Part, Words
from bot.chats.rooms import Thread
from bot.chats.words import words

PASSES_AFTER = timedelta(minutes=3)  # a relay goes on without who doesn't answer


class Relay(Mode):
    """One after the other."""

    def said(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """Counts from whose turn it is; anybody else is told whose."""
        thread = self.team.join(thread, account.trainee_id)
        message = mark(heard)
        is_new = self.team.turn_of(drill, message) is None
        if is_new and thread.speaker not in ("", account.trainee_id):
            text = words(account.language, "not_your_turn", name=self.team.name(thread.speaker))
            self.office.post(whisper(heard.place, account.user, heard.key, text))
            return
        self.reply(heard, thread, drill, account, heard.text, message)

    def next_round(self, thread: Thread, turn: Turn) -> Thread:
        """Passes the turn on."""
        return self._pass_on(thread, turn.trainee_id)

    def _pass_on(self, thread: Thread, after: str) -> Thread:
        members = thread.members
        place = members.index(after) + 1 if after in members else 0
        speaker = members[place % len(members)] if members else ""
        due = now() + self._patience(thread) if len(members) > 1 else None
        self.office.rooms.update(thread.drill_id, speaker=speaker, due_at=due)
        return replace(thread, speaker=speaker, due_at=due)

    def _patience(self, thread: Thread) -> timedelta:
        drill = self.office.records.drill(thread.drill_id)
        waits = story_of(drill).waits if drill else 0
        return max(PASSES_AFTER, timedelta(seconds=waits + EARLY))

    def below(self, thread: Thread, drill: Drill, turn: int) -> tuple[Part, ...]:
        """Calls on whose turn it is."""
        acts = ["hint", *(["retake"] if turn > 1 else [])]
        return self._call(thread, drill, turn, acts)

    def _call(
        self, thread: Thread, drill: Drill, turn: int, acts: Sequence[str] = ()
    ) -> tuple[Part, ...]:
        """Calls on whose turn it is, with buttons to skip them and for `acts`."""
        tools = self._tools(thread, drill, turn, *acts)
        account = self.team.account(thread, thread.speaker) if thread.speaker else None
        if account is None:
            return (Words(words(thread.language, "who_begins")), tools)
        skip = self.team.button(drill, "pass", turn, thread.language)
        skip = replace(skip, value={**skip.value, "speaker": thread.speaker})
        call = Call(account.user, account.name, words(thread.language, "your_turn"))
        return (call, Buttons((*tools.buttons, skip)))

    def joined(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """The first to join a relay begins; once there are two, the clock runs."""
        if not thread.speaker and thread.members:
            thread = self._pass_on(thread, "")
            turn = len(self.office.records.turns(drill.id)) + 1
            self.team.post(thread, f"{heard.key} call", *self._call(thread, drill, turn))
        elif len(thread.members) > 1 and thread.due_at is None:
            self.office.rooms.update(drill.id, due_at=now() + self._patience(thread))

    def passed(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """The turn goes to the next, unless it has gone on already."""
        turn = len(self.office.records.turns(drill.id)) + 1
        if (heard.value.get("speaker"), heard.value.get("turn")) != (thread.speaker, turn):
            self.office.tell(heard, account, "gone_on")
            return
        thread = self._pass_on(thread, thread.speaker)
        self.team.post(thread, f"{heard.key} call", *self._call(thread, drill, turn))

    def due(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """The customer asks where they are, and the turn goes to the next.

        Once the customer has given up asking, everybody has left, and the thread stays quiet.
        """
        slow = self.team.account(thread, thread.speaker)
        turns = self.office.records.turns(drill.id)
        if slow and not self._asked(thread, drill):
            self.office.say(drill, "/silence", slow, len(turns) + 1)
        if not (nudges := self._asked(thread, drill)):
            self.office.rooms.update(drill.id, due_at=None, speaker="")
            self.team.post(thread, f"{heard.key} quiet", Words(words(thread.language, "all_gone")))
            return
        before = turns[-1].anger if turns else drill.anger
        parts = show.says(drill, nudges[0].line, nudges[0].anger, before, thread.language)
        thread = self._pass_on(thread, thread.speaker)
        text = words(thread.language, "passed_on", name=slow.name if slow else "?")
        call = self._call(thread, drill, len(turns) + 1)
        self.team.post(thread, f"{heard.key} call", *parts, Words(text), *call)

    def _asked(self, thread: Thread, drill: Drill) -> list[Nudge]:
        """What the customer has said since this round was over."""
        nudges = self.office.records.nudges(drill.id)
        return [nudge for nudge in nudges if thread.due_at and nudge.said_at >= thread.due_at]
