"""The duel: everyone answers privately, the customer hears the best."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions.discussion import rank
from actions.records import Answer, Drill, Turn
from actions.records.store import now
from bot.chats.accounts import Account
from bot.chats.direct import LONGEST_REPLY
from bot.chats.forms import form_of
from bot.chats.heard import Heard
from bot.chats.modes.mode import Mode
from bot.chats.office import whisper
from bot.chats.post import Part, Words
from bot.chats.rooms import Thread
from bot.chats.words import words
from bot.typed import as_typed, is_blank

CLOSES_AFTER = timedelta(minutes=2)  # a duel's round, from its first answer


class Duel(Mode):
    """Everyone answers privately; the customer hears the best."""

    def said(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """Talk in the thread is not for the customer; once, people are told how to answer."""
        text = words(account.language, "duel_press")
        key = f"duel {drill.id} {account.id}"
        self.office.post(whisper(heard.place, account.user, key, text))

    def next_round(self, thread: Thread, turn: Turn) -> Thread:
        """The clock of the round before stops."""
        self.office.rooms.update(thread.drill_id, due_at=None)
        return replace(thread, due_at=None)

    def below(self, thread: Thread, drill: Drill, turn: int) -> tuple[Part, ...]:
        """The form to answer with."""
        value = {"act": "answer", "form": "answer", "drill": drill.id, "turn": turn, "team": True}
        form = form_of(value, thread.language, {})
        tools = self._tools(thread, drill, turn, "hint", "reveal")
        return (form, tools) if form else (tools,)

    def answered(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """Somebody sent the form: judged, and kept until the round closes."""
        turn = heard.value.get("turn")
        due = len(self.office.records.turns(drill.id)) + 1
        if drill.ending or turn != due:
            self.office.tell(heard, account, "round_over")
            return
        text = as_typed(str(heard.value.get("text", "")))
        if is_blank(text) or len(text) > LONGEST_REPLY:
            self.office.tell(heard, account, "blank" if is_blank(text) else "too_long")
            return
        thread = self.team.join(thread, account.trainee_id)
        message = f"duel {due} {account.trainee_id}"
        self.office.say(drill, "/answer", account, due, message=message, words=text)
        self.office.tell(heard, account, "answer_kept")
        answers = self._answers(drill, due)
        if len(answers) == len(thread.members) > 1:
            self.reveal(heard, thread, drill)
        elif len(answers) == 1:
            self.office.rooms.update(drill.id, due_at=now() + CLOSES_AFTER)

    def _answers(self, drill: Drill, turn: int) -> list[Answer]:
        return [answer for answer in self.office.records.answers(drill.id) if answer.turn == turn]

    def due(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """Closes the round."""
        self.reveal(heard, thread, drill)

    def told_to_reveal(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """A trainer closes the round that the button belongs to."""
        if heard.value.get("turn") == len(self.office.records.turns(drill.id)) + 1:
            self.reveal(heard, thread, drill)
        else:
            self.office.tell(heard, account, "round_over")

    def reveal(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """Says the best answer to the customer."""
        turns = self.office.records.turns(drill.id)
        answers = self._answers(drill, len(turns) + 1)
        if not answers:
            self.office.rooms.update(drill.id, due_at=None)
            self.team.post(thread, heard.key, Words(words(thread.language, "no_answers")))
            return
        best = max(answers, key=lambda answer: rank(answer.verdict))
        author = self.team.account(thread, best.trainee_id)
        message = f"duel {best.turn}"
        if author and self.team.turn_of(drill, message) is None:
            # Not as typed words: whatever they are, they are for the customer.
            self.office.say(drill, "/say", author, words=best.reply, message=message)
        self.show(heard, thread, drill, message)

    def before(self, thread: Thread, drill: Drill, turn: Turn) -> tuple[Part, ...]:
        """Shows which answer the customer heard."""
        count = len(self._answers(drill, turn.number))
        name = self.team.name(turn.trainee_id)
        text = words(thread.language, "revealed", count=count, name=name, reply=turn.reply)
        return (Words(text),)
