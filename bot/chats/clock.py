"""What time itself brings up: rounds that go on, drills left lying, schedules, weekly summaries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.records.store import now
from bot.chats.heard import Heard, Place
from bot.chats.modes import Duel, Relay, mode_of
from bot.chats.schedules import Schedules
from bot.chats.team import Team
from bot.chats.trainer import Trainer

ACTS = ("due", "idle", "scheduled", "weekly")
AGAIN = timedelta(minutes=1)
LEFT = timedelta(days=1)  # a team's drill in which nobody spoke so long is over


class Clock:
    """Looks what is due, and sees to it.

    It is heard like anything else, so that it happens once and in its turn.

    Args:
        team: what the ways of playing have in common.
        schedules: the drills set for certain hours.
        trainer: starts those, and sums up the weeks.
    """

    def __init__(self, team: Team, schedules: Schedules, trainer: Trainer) -> None:
        self._team = team
        self._office = team.office
        self._schedules = schedules
        self._trainer = trainer

    def due(self) -> list[Heard]:
        """Rounds that go on by themselves, drills left lying, schedules, weekly summaries."""
        found = self._left_lying()
        for thread in self._office.rooms.due():
            when = thread.due_at.timestamp() if thread.due_at else 0
            value = {"act": "due", "drill": thread.drill_id, "team": True, "at": when}
            found.append(_timed(self._team.place(thread), f"due {thread.drill_id} {when}", value))
        for schedule in self._schedules.due():
            place = self._office.rooms.get(schedule.room_id).place
            key = f"schedule {schedule.id} {schedule.next_at.timestamp()}"
            found.append(_timed(place, key, {"act": "scheduled", "schedule": schedule.id}))
        for room in self._office.rooms.all():
            if self._trainer.is_due(room):
                key = f"weekly {room.id} {room.told_at.timestamp()}"
                found.append(_timed(room.place, key, {"act": "weekly", "room": room.id}))
        return found

    def _left_lying(self) -> list[Heard]:
        found, before = [], now() - LEFT
        for thread in self._office.rooms.open_since(before):
            turns = self._office.records.turns(thread.drill_id)
            if not turns or turns[-1].said_at < before:
                about = {"drill": thread.drill_id, "team": True, "turns": len(turns)}
                value = {"act": "idle", **about}
                key = f"idle {thread.drill_id} {len(turns)}"
                found.append(_timed(self._team.place(thread), key, value))
        return found

    def strikes(self, act: str, heard: Heard) -> None:
        """Deals with what time brought up."""
        if act == "scheduled":
            if schedule := self._schedules.get(str(heard.value["schedule"])):
                self._trainer.run(heard, schedule)
            return
        if act == "weekly":
            self._trainer.sum_up(heard, self._office.rooms.get(str(heard.value["room"])))
            return
        thread = self._office.rooms.thread(str(heard.value["drill"]))
        drill = self._office.records.drill(str(heard.value["drill"]))
        if thread is None or drill is None:
            return
        mode = mode_of(self._team, drill)
        mode.catch_up(heard, thread, drill)
        if act == "idle":
            if len(self._office.records.turns(drill.id)) == heard.value["turns"]:
                self._office.records.end_drill(drill.id, "stopped")
                mode.catch_up(heard, thread, self._office.records.drill(drill.id) or drill)
            return
        thread = self._office.rooms.thread(drill.id) or thread
        when = thread.due_at.timestamp() if thread.due_at else None
        if when != heard.value["at"]:
            return  # the round went on before
        if drill.ending or not isinstance(mode, (Relay, Duel)):
            self._office.rooms.update(drill.id, due_at=None)
        else:
            mode.due(heard, thread, drill)

    def missed(self, heard: Heard) -> None:
        """Something due could not be dealt with: a round is tried again, the rest left out."""
        if heard.value["act"] == "due":
            again = now() + AGAIN
            self._office.rooms.update(str(heard.value["drill"]), due_at=again)
        elif heard.value["act"] == "weekly":
            self._office.rooms.change(str(heard.value["room"]), told_at=now())
        elif heard.value["act"] == "scheduled" and (
            schedule := self._schedules.get(str(heard.value["schedule"]))
        ):
            self._schedules.ran(schedule)


def _timed(place: Place, key: str, value: dict[str, Any]) -> Heard:
    return Heard(key, "pressed", place, "", now().timestamp(), value=value)
