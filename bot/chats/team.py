"""A drill of a team: a thread in which several people answer one customer."""

from __future__ import annotations

import json
from dataclasses import replace

from actions import discussion
from actions.phrases import phrase
from actions.records import Drill, Turn
from actions.session import story_of
from bot.chats import show
from bot.chats.accounts import Account
from bot.chats.heard import Heard, Place
from bot.chats.office import Office, end_key, line_key, to, whisper
from bot.chats.post import Button, Buttons, Heading, Line, Part, Post, Words
from bot.chats.rooms import Room, Thread
from bot.chats.words import words
from bot.said import Said


class Team:
    """What all ways of playing as a team have in common.

    Args:
        office: what it works with.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def start(
        self, heard: Heard, room: Room, account: Account, story: str, mode: str
    ) -> Said | None:
        """Starts a drill in a thread of its own; what Rasa said instead if it can't be."""
        office = self.office
        drill_id = office.new_drill_id(heard)
        payload = "/start_drill" + json.dumps({"story": story})
        about = {"trainee": account.trainee_id, "language": room.language, "mode": mode}
        said = office.rasa.send(drill_id, payload, {**about, "drill": drill_id})
        drill = office.records.drill(drill_id)
        if drill is None:
            return said[0]
        thread = Thread(drill.id, room.id, f"root {drill.id}", None, room.language)
        office.rooms.start(thread)
        language = room.language
        how = words(language, f"mode_{mode}_how")
        head = words(language, "team_about", mode=words(language, f"mode_{mode}"))
        title, about_case, *rest = show.case(drill, language, head)
        buttons = self._root_buttons(drill, language)
        root = (title, about_case, *rest, Words(how, "quiet"), buttons)
        office.post(Post(thread.root, "room", room.place, root))
        return None

    def _root_buttons(self, drill: Drill, language: str) -> Buttons:
        names = ("join", "end") if drill.mode != "open" else ("end",)
        return Buttons(tuple(self.button(drill, name, 0, language) for name in names))

    def button(self, drill: Drill, act: str, turn: int, language: str) -> Button:
        """A button of a team's drill."""
        value = {"act": act, "drill": drill.id, "turn": turn, "team": True}
        return Button(words(language, f"button_{act}"), value)

    def post(self, thread: Thread, key: str, *parts: Part, replaces: str = "") -> None:
        """Posts into the thread."""
        place = self.place(thread)
        self.office.post(Post(key, "thread", place, parts, root=thread.root, replaces=replaces))

    def place(self, thread: Thread) -> Place:
        """Where the thread is."""
        return replace(self.office.rooms.get(thread.room_id).place, thread=thread.thread or "")

    def account(self, thread: Thread, trainee_id: str) -> Account | None:
        """A member's account in the organisation of the thread."""
        return self.office.accounts.of(trainee_id, self.place(thread))

    def name(self, trainee_id: str) -> str:
        """A member's name."""
        trainee = self.office.records.trainee(trainee_id)
        return trainee.name if trainee else "?"

    def join(self, thread: Thread, trainee_id: str) -> Thread:
        """Adds a member, if they are none yet."""
        if trainee_id in thread.members:
            return thread
        members = (*thread.members, trainee_id)
        self.office.rooms.update(thread.drill_id, members=list(members))
        return replace(thread, members=members)

    # A turn

    def turn_of(self, drill: Drill, message: str) -> Turn | None:
        """The turn that a message brought."""
        turns = self.office.records.turns(drill.id)
        return next((turn for turn in turns if turn.message == message), None)

    def about_turn(self, drill: Drill, turn: Turn, language: str) -> tuple[Part, ...]:
        """The customer's answer and whom it is for."""
        turns = self.office.records.turns(drill.id)
        before = turns[turn.number - 2].anger if turn.number > 1 else drill.anger
        line, mood = show.answered(drill, turn, before, language)
        assert isinstance(mood, Words)  # noqa: S101 - `answered` gives a line and a mood
        whom = words(language, "to_member", name=self.name(turn.trainee_id))
        return line, Words(f"{whom} · {mood.text}", "quiet")

    def notes(self, heard: Heard, thread: Thread, by: Account, said: list[Said]) -> None:
        """What the coach says beside the records: a hint to all, the rest to whoever asked."""
        for number, part in enumerate(said):
            key = f"{heard.key} {number}"
            if part.kind == "hint":
                self.post(thread, key, Words(words(thread.language, "hint", text=part.text)))
            elif part.kind in ("note", "stale", "offer"):
                self.office.post(whisper(self.place(thread), by.user, key, part.text))

    def may_not(self, drill: Drill, account: Account) -> list[str]:
        """Commands that are not somebody's to give: the end, and taking back others' words."""
        if self.office.is_trainer(account):
            return []
        turns = self.office.records.turns(drill.id)
        own = turns and turns[-1].trainee_id == account.trainee_id
        return ["stop"] if own else ["stop", "retake"]

    def strike(self, thread: Thread, drill: Drill) -> None:
        """Shows which lines were never said, as the replies before were taken back.

        In a relay the author of the latest of them may try again.
        """
        for turn in self.office.records.turns(drill.id, with_taken_back=True):
            key = line_key(drill, turn)
            is_new = self.office.outbox.post(f"strike {key}") is None
            if turn.taken_back and is_new and self.office.outbox.post(key):
                parts = show.struck(drill, turn, thread.language)
                self.post(thread, f"strike {key}", *parts, replaces=key)
                if thread.speaker:
                    self.office.rooms.update(drill.id, speaker=turn.trainee_id)

    # The end

    def finish(self, thread: Thread, drill: Drill) -> None:
        """Posts the team's feedback, and each member's to themselves."""
        office, language = self.office, thread.language
        office.rooms.update(drill.id, due_at=None, speaker="")
        given = office.feedback(drill, language)
        parts = show.feedback(drill, given, language, "")
        more = [*self._shares(drill, language), *self._discussed(drill, language)]
        for trainee_id in self._spoke(drill):
            if account := self.account(thread, trainee_id):
                self._coach(drill, account)
        # Last, as it says that all this is done.
        self.post(thread, end_key(drill, "team"), *parts, *more)

    def _coach(self, drill: Drill, account: Account) -> None:
        language = account.language
        given = self.office.feedback(drill, language, account.trainee_id)
        heading = words(language, "own_heading", title=drill.title)
        link = self.office.link(drill, account.trainee_id)
        parts = show.feedback(drill, given, language, link, heading=heading)
        self.office.post(to(account, end_key(drill, account.trainee_id), *parts))

    def _spoke(self, drill: Drill) -> list[str]:
        turns = self.office.records.turns(drill.id)
        answers = self.office.records.answers(drill.id)
        everyone = [turn.trainee_id for turn in turns] + [a.trainee_id for a in answers]
        return list(dict.fromkeys(everyone))

    def _shares(self, drill: Drill, language: str) -> list[Part]:
        """How many replies were whose, without a score: those are for each alone."""
        turns = self.office.records.turns(drill.id)
        spoke = list(dict.fromkeys(turn.trainee_id for turn in turns))
        if not spoke:
            return []
        counts = [(who, sum(turn.trainee_id == who for turn in turns)) for who in spoke]
        each = [words(language, "share", name=self.name(who), count=n) for who, n in counts]
        text = words(language, "shares", shares=words(language, "comma").join(each))
        return [Words(text, "quiet")]

    def _discussed(self, drill: Drill, language: str) -> list[Part]:
        if drill.mode != "duel":
            return []
        records = self.office.records
        found = discussion.contrasts(
            drill, records.turns(drill.id), records.answers(drill.id), self.office.rubric, language
        )
        parts: list[Part] = []
        for one in found:
            best = words(language, "contrast_best", by=self.name(one.by))
            parts.append(Heading(words(language, "contrast", turn=one.turn)))
            parts.append(Line(story_of(drill).customer.name, one.customer))
            said = phrase(language, "quoted", words=one.best, says=one.why_best)
            parts.append(Words(said, "good", best))
            worst = words(language, "contrast_worst")
            said = phrase(language, "quoted", words=one.worst, says=one.why_worst)
            parts.append(Words(said, "bad", worst))
            if one.advice:
                parts.append(Words(one.advice, label=words(language, "contrast_advice")))
        return parts
