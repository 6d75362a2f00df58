"""The three ways in which a team plays: open floor, relay and duel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import timedelta

from actions.discussion import rank
from actions.records import Answer, Drill, Turn
from actions.records.store import now
from actions.session import EARLY, story_of
from bot.chats import show
from bot.chats.accounts import Account
from bot.chats.direct import LONGEST_REPLY
from bot.chats.forms import form_of
from bot.chats.heard import Heard
from bot.chats.office import end_key, line_key, mark, whisper
from bot.chats.post import Buttons, Call, Part, Words
from bot.chats.rooms import Thread
from bot.chats.team import Team
from bot.chats.words import words
from bot.typed import as_typed, is_blank

PASSES_AFTER = timedelta(minutes=3)  # a relay goes on without who doesn't answer
CLOSES_AFTER = timedelta(minutes=2)  # a duel's round, from its first answer


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
        tools = self._tools(thread, drill, turn, *acts)
        if not thread.speaker:
            return (*self._call(thread), tools)
        skip = self.team.button(drill, "pass", turn, thread.language)
        skip = replace(skip, value={**skip.value, "speaker": thread.speaker})
        return (*self._call(thread), Buttons((*tools.buttons, skip)))

    def _call(self, thread: Thread) -> tuple[Part, ...]:
        account = self.team.account(thread, thread.speaker) if thread.speaker else None
        if account is None:
            return (Words(words(thread.language, "who_begins")),)
        return (Call(account.user, account.name, words(thread.language, "your_turn")),)

    def joined(self, heard: Heard, thread: Thread) -> None:
        """The first to join a relay begins."""
        if not thread.speaker and thread.members:
            thread = self._pass_on(thread, "")
            self.team.post(thread, f"{heard.key} call", *self._call(thread))

    def passed(self, heard: Heard, thread: Thread) -> None:
        """The turn goes to the next, unless it has gone on already."""
        if heard.value.get("speaker") != thread.speaker:
            return
        thread = self._pass_on(thread, thread.speaker)
        self.team.post(thread, f"{heard.key} call", *self._call(thread))

    def due(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """The customer asks where they are, and the turn goes to the next.

        Once the customer has given up asking, everybody has left, and the thread stays quiet.
        """
        slow = self.team.account(thread, thread.speaker)
        turns = self.office.records.turns(drill.id)
        asked = len(self.office.records.nudges(drill.id))
        if slow:
            self.office.say(drill, "/silence", slow, len(turns) + 1)
        if not (nudges := self.office.records.nudges(drill.id)[asked:]):
            self.office.rooms.update(drill.id, due_at=None, speaker="")
            self.team.post(thread, f"{heard.key} quiet", Words(words(thread.language, "all_gone")))
            return
        before = turns[-1].anger if turns else drill.anger
        parts = show.says(drill, nudges[0].line, nudges[0].anger, before, thread.language)
        thread = self._pass_on(thread, thread.speaker)
        text = words(thread.language, "passed_on", name=slow.name if slow else "?")
        self.team.post(thread, f"{heard.key} call", *parts, Words(text), *self._call(thread))


class Duel(Mode):
    """Everyone answers privately; the customer hears the best."""

    def said(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        """Talk in the thread is not for the customer; once, people are told how to answer."""
        text = words(account.language, "duel_press")
        key = f"duel {drill.id} {account.id}"
        self.office.post(whisper(heard.place, account.user, key, text))

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
            self._tell(heard, account, "round_over")
            return
        text = as_typed(str(heard.value.get("text", "")))
        if is_blank(text) or len(text) > LONGEST_REPLY:
            self._tell(heard, account, "blank" if is_blank(text) else "too_long")
            return
        thread = self.team.join(thread, account.trainee_id)
        message = f"duel {due} {account.trainee_id}"
        self.office.say(drill, "/answer", account, due, message=message, words=text)
        self._tell(heard, account, "answer_kept")
        answers = self._answers(drill, due)
        if len(answers) == len(thread.members) > 1:
            self.reveal(heard, thread, drill)
        elif len(answers) == 1:
            self.office.rooms.update(drill.id, due_at=now() + CLOSES_AFTER)

    def _tell(self, heard: Heard, account: Account, key: str) -> None:
        text = words(account.language, key)
        self.office.post(whisper(heard.place, account.user, f"{heard.key} told", text))

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
            self._tell(heard, account, "round_over")

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
        self.office.rooms.update(drill.id, due_at=None)

    def before(self, thread: Thread, drill: Drill, turn: Turn) -> tuple[Part, ...]:
        """Shows which answer the customer heard."""
        count = len(self._answers(drill, turn.number))
        name = self.team.name(turn.trainee_id)
        text = words(thread.language, "revealed", count=count, name=name, reply=turn.reply)
        return (Words(text),)


def mode_of(team: Team, drill: Drill) -> Mode:
    """The way a drill is played."""
    return {"relay": Relay, "duel": Duel}.get(drill.mode or "", OpenFloor)(team)
