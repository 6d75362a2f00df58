"""What is said and pressed in the thread of a team's drill."""

from __future__ import annotations

from actions.records import Drill
from bot.chats.accounts import Account
from bot.chats.direct import LONGEST_REPLY
from bot.chats.heard import Heard
from bot.chats.modes import Duel, Relay, mode_of
from bot.chats.office import mark
from bot.chats.rooms import Thread
from bot.chats.team import Team
from bot.typed import is_blank

ASIDES = ("//", "／／", "（", "(")  # how a message begins that is for colleagues alone


class Floor:
    """Finds out what is for the customer and what for the coach.

    Args:
        team: what the ways of playing have in common.
    """

    def __init__(self, team: Team) -> None:
        self._team = team
        self._office = team.office

    def heard(self, heard: Heard, account: Account | None, thread: Thread, drill: Drill) -> None:
        """Deals with what somebody did in the thread."""
        mode_of(self._team, drill).catch_up(heard, thread, drill)
        thread = self._office.rooms.thread(drill.id) or thread
        if heard.kind in ("edited", "deleted"):
            self._changed(heard, thread, drill)
        elif account is None:
            return
        elif heard.kind == "pressed":
            self._pressed(heard, account, thread, drill)
        elif heard.kind != "said" or drill.ending or _is_aside(heard.text):
            return
        elif len(heard.text) > LONGEST_REPLY:
            self._office.tell(heard, account, "too_long")
        else:
            mode_of(self._team, drill).said(heard, account, thread, drill)

    def _pressed(self, heard: Heard, account: Account, thread: Thread, drill: Drill) -> None:
        act, mode = heard.value.get("act"), mode_of(self._team, drill)
        if act == "join":
            thread = self._team.join(thread, account.trainee_id)
            self._office.tell(heard, account, "joined")
            if isinstance(mode, Relay):
                mode.joined(heard, thread, drill)
        elif drill.ending:
            self._office.tell(heard, account, "drill_over")
        elif act in ("end", "reveal") and not self._office.is_trainer(account):
            self._office.tell(heard, account, "trainers_only", who=account.email or account.user)
        elif act == "answer" and isinstance(mode, Duel):
            mode.answered(heard, account, thread, drill)
        elif act == "reveal" and isinstance(mode, Duel):
            mode.told_to_reveal(heard, account, thread, drill)
        elif act == "pass" and isinstance(mode, Relay):
            mode.passed(heard, account, thread, drill)
        elif act in ("hint", "retake", "end"):
            self._command(heard, account, thread, drill, "stop" if act == "end" else str(act))

    def _command(
        self, heard: Heard, account: Account, thread: Thread, drill: Drill, name: str
    ) -> None:
        """A hint, taking back the last reply, or the end."""
        shown = heard.value.get("turn")
        turn = shown if name != "stop" and isinstance(shown, int) else None
        may_not = self._team.may_not(drill, account)
        said = self._office.say(drill, f"/{name}", account, turn, may_not=may_not)
        self._team.strike(thread, drill)
        self._team.notes(heard, thread, account, said)
        now_over = self._office.records.drill(drill.id)
        if now_over and now_over.ending:
            self._team.finish(thread, now_over)

    def _changed(self, heard: Heard, thread: Thread, drill: Drill) -> None:
        """A message was edited or deleted: the latest reply is taken back, and said anew."""
        rows = self._office.records.turns(drill.id, with_taken_back=True)
        turn = next((row for row in reversed(rows) if row.message == mark(heard)), None)
        author = self._team.account(thread, turn.trainee_id) if turn else None
        if turn is None or author is None:
            return
        new = heard.text if heard.kind == "edited" and not _is_aside(heard.text) else ""
        counting = self._office.records.turns(drill.id)
        if new.strip() == turn.reply.strip() or (
            turn.taken_back and turn.number != len(counting) + 1
        ):
            return
        if not turn.taken_back:
            if drill.ending or turn != counting[-1]:
                self._office.tell(heard, author, "too_late_to_change")
                return
            if len(new) > LONGEST_REPLY:
                self._office.tell(heard, author, "too_long")
                return
            self._office.say(drill, "/retake", author, len(counting) + 1)
        self._team.strike(thread, drill)
        if new and not drill.ending:
            mode = mode_of(self._team, drill)
            mode.reply(heard, thread, drill, author, new[:LONGEST_REPLY], mark(heard))


def _is_aside(text: str) -> bool:
    return is_blank(text) or text.lstrip().startswith(ASIDES)
