"""A drill in a direct message: the one of the browser, said in a chat."""

from __future__ import annotations

import json
from dataclasses import replace

from actions.phrases import phrase
from actions.records import Drill, Turn
from bot.chats import show
from bot.chats.accounts import Account
from bot.chats.forms import form_of
from bot.chats.heard import Heard
from bot.chats.office import Office, end_key, line_key, mark, to
from bot.chats.post import Part, Words
from bot.chats.words import words
from bot.said import Said
from bot.typed import as_typed, is_blank

LONGEST_REPLY = 1000  # characters, as on the page
SHORTCUTS = 3  # customers offered beside the list


class Direct:
    """Leads one person's drill.

    Args:
        office: what it works with.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def current(self, account: Account, but: str = "") -> Drill | None:
        """The drill that goes on in this conversation, beside one with a certain id."""
        drills = self._office.records.drills_of(account.trainee_id)
        going_on = (drill for drill in drills if not drill.ending and drill.id != but)
        return next((drill for drill in going_on if self._is_here(drill, account)), None)

    def _one_at_a_time(self, account: Account, drill_id: str, is_retake: bool) -> None:
        """A drill that a retake has taken up again stops the one begun since."""
        drill = self._office.records.drill(drill_id)
        other = self.current(account, but=drill_id)
        if is_retake and drill and not drill.ending and other:
            self._office.records.end_drill(other.id, "stopped")

    def _is_here(self, drill: Drill, account: Account) -> bool:
        """Whether a drill is played in this conversation: people may be in two organisations."""
        opening = self._office.outbox.post(line_key(drill, None))
        tenant = opening.place.tenant if opening else account.tenant
        return (drill.channel, tenant) == (account.channel, account.tenant)

    def welcome(self, heard: Heard, account: Account) -> None:
        """Says how it works and whom one can practise with; unasked only once."""
        if heard.kind == "met" and self.current(account):
            return
        key = f"welcome {account.id}" if heard.kind == "met" else f"{heard.key} welcome"
        text = words(account.language, "welcome")
        self._office.post(to(account, key, Words(text), *self._menu(account)))

    def _menu(self, account: Account) -> list[Part]:
        stories = self._office.stories()
        settled = {
            drill.story
            for drill in self._office.records.drills_of(account.trainee_id)
            if drill.ending == "content"
        }
        fresh = [story for story in stories.values() if story.name not in settled]
        parts: list[Part] = []
        if fresh:
            parts.append(show.offers(fresh[:SHORTCUTS], account.language))
        form = form_of({"act": "start", "form": "start"}, account.language, stories)
        return [*parts, form] if form else parts

    # Starting

    def start(self, heard: Heard, account: Account, story: str) -> None:
        """Starts a drill; one that goes on is stopped."""
        office = self._office
        drill_id = office.new_drill_id(heard)
        earlier = self.current(account, but=drill_id)
        who = {"trainee": account.trainee_id, "language": account.language}
        payload = "/start_drill" + json.dumps({"story": story})
        said = office.rasa.send(drill_id, payload, {**who, "drill": drill_id})
        drill = office.records.drill(drill_id)
        if drill is None:
            self._notes(heard, account, None, said)
            return
        if earlier:
            office.records.end_drill(earlier.id, "stopped")
            text = words(account.language, "earlier_stopped", title=earlier.title)
            office.post(to(account, f"{heard.key} earlier", Words(text, "quiet")))
        opening = show.opening(drill, account.language)
        tools = show.tools(drill, 1, account.language)
        office.post(
            to(account, f"case {drill.id}", *show.case(drill, account.language)),
            to(account, line_key(drill, None), *opening, tools),
        )

    # Going on

    def said(self, heard: Heard, account: Account) -> None:
        """Passes on what was said: a reply, or a command in words."""
        office, language = self._office, account.language
        if is_blank(heard.text) or len(heard.text) > LONGEST_REPLY:
            key = "blank" if is_blank(heard.text) else "too_long"
            office.post(to(account, heard.key, Words(words(language, key))))
            return
        text = as_typed(heard.text)
        drill = self.current(account)
        if drill is None and (earlier := self._said_before(heard, account)):
            drill = earlier  # the drill's last reply, dealt with before
        if drill:
            self._go_on(heard, account, drill, text)
            return
        about = {"trainee": account.trainee_id, "language": language}
        said = office.rasa.send(f"{account.channel}-{account.id}", text, about)
        self._notes(heard, account, None, said)

    def press(self, heard: Heard, account: Account) -> None:
        """A button below a line: hint, retake or stop, meant for the turn it was shown at."""
        drill = self._office.records.drill(str(heard.value.get("drill")))
        if drill is None or drill.trainee_id != account.trainee_id or drill.mode:
            text = phrase(account.language, "no_drill")
            self._office.post(to(account, heard.key, Words(text)))
            return
        turn = heard.value.get("turn")
        number = turn if isinstance(turn, int) else None
        self._go_on(heard, account, drill, f"/{heard.value['act']}", number)
        self._one_at_a_time(account, drill.id, heard.value["act"] == "retake")

    def _go_on(
        self, heard: Heard, account: Account, drill: Drill, text: str, turn: int | None = None
    ) -> None:
        office = self._office
        records = office.records
        before = records.turns(drill.id)
        message = None if text.startswith("/") else mark(heard)
        if not message or message not in [turn.message for turn in before]:
            said = office.say(drill, text, account, turn, message=message)
        else:
            said = []  # heard already; what is left to do is to show it
        self._strike(account, drill)
        self.show(account, drill.id, message)
        self._notes(heard, account, drill, said)

    def change(self, heard: Heard, account: Account) -> None:
        """A message was edited or deleted: the latest reply is taken back, and said anew."""
        office = self._office
        rows = [
            (drill, turn)
            for drill in office.records.drills_of(account.trainee_id)
            if drill.channel == account.channel
            for turn in office.records.turns(drill.id, with_taken_back=True)
            if turn.message == mark(heard)
        ]
        if not rows:
            return
        drill, turn = rows[-1]
        counting = office.records.turns(drill.id)
        if turn.taken_back and turn.number != len(counting) + 1:
            return  # taken back long ago
        if not turn.taken_back:
            if drill.ending or turn != counting[-1]:
                text = words(account.language, "too_late_to_change")
                office.post(to(account, heard.key, Words(text, "quiet")))
                return
            if heard.kind == "edited" and as_typed(heard.text).strip() == turn.reply.strip():
                return
            office.say(drill, "/retake", account, len(counting) + 1)
        self._strike(account, drill)
        if heard.kind == "edited" and not is_blank(heard.text):
            self._go_on(heard, account, drill, as_typed(heard.text[:LONGEST_REPLY]))

    # Showing

    def show(self, account: Account, drill_id: str, message: str | None) -> None:
        """Posts the customer's answer to a message and, after the last one, the feedback."""
        office, language = self._office, account.language
        drill = office.records.drill(drill_id)
        if drill is None:
            return
        turns = office.records.turns(drill.id)
        turn = next((turn for turn in turns if message and turn.message == message), None)
        if turn:
            before = turns[turn.number - 2].anger if turn.number > 1 else drill.anger
            parts = show.answered(drill, turn, before, language)
            below = () if turn.ending else (show.tools(drill, turn.number + 1, language),)
            office.post(to(account, line_key(drill, turn), *parts, *below))
        if drill.ending and (turn is None or turn.ending):
            self._coach(account, drill, turns)

    def _coach(self, account: Account, drill: Drill, turns: list[Turn]) -> None:
        office, language = self._office, account.language
        given = office.feedback(drill, language)
        link = office.link(drill, account.trainee_id)
        parts = show.feedback(drill, given, language, link)
        after = show.after(drill, len(turns) + 1, given, language)
        row = (after,) if after.buttons else ()
        office.post(to(account, end_key(drill), *parts, *row))

    def _strike(self, account: Account, drill: Drill) -> None:
        """Shows which lines were never said, as the replies before were taken back."""
        for turn in self._office.records.turns(drill.id, with_taken_back=True):
            key = line_key(drill, turn)
            if turn.taken_back and self._office.outbox.post(key):
                struck = to(account, f"strike {key}", *show.struck(drill, turn, account.language))
                self._office.post(replace(struck, replaces=key))

    def _notes(self, heard: Heard, account: Account, drill: Drill | None, said: list[Said]) -> None:
        """What the coach says beside the records: hints, help, offers of customers."""
        number = 0
        for part in said:
            parts = self._note(account, drill, part)
            if parts:
                self._office.post(to(account, f"{heard.key} {number}", *parts))
                number += 1

    def _note(self, account: Account, drill: Drill | None, said: Said) -> list[Part]:
        language = account.language
        if said.kind == "hint":
            return [Words(words(language, "hint", text=said.text))]
        if said.kind == "offer":
            offered = [o["story"] for o in said.data.get("stories", [])]
            stories = [s for s in self._office.stories().values() if s.name in offered]
            return [Words(said.text), *([show.offers(stories, language)] if stories else [])]
        if said.kind == "retaken" and drill:
            turns = self._office.records.turns(drill.id)
            return [Words(said.text), show.tools(drill, len(turns) + 1, language)]
        if said.kind == "note":
            return [Words(said.text), *(self._menu(account) if drill is None else [])]
        return [Words(said.text)] if said.kind == "stale" else []

    def _said_before(self, heard: Heard, account: Account) -> Drill | None:
        """The drill that this very message was a reply of, if it was one."""
        drills = self._office.records.drills_of(account.trainee_id)[:SHORTCUTS]
        return next(
            (
                drill
                for drill in drills
                if mark(heard) in [turn.message for turn in self._office.records.turns(drill.id)]
            ),
            None,
        )
