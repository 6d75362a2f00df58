"""Drills that a trainer has set for certain days and hours."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from actions.records.store import now
from bot.chats.tables import rooms, schedules

HOME = "Asia/Shanghai"  # where the platform tells no time zone
LATE = timedelta(hours=1)  # a time missed by more, while Duilian was off, is left out


@dataclass(frozen=True)
class Schedule:
    """When a room drills by itself.

    Args:
        trainee_id: the trainer who set it.
        days: days of the week as cron has them: "mon,wed", "mon-fri" or "*".
        timezone: IANA name; hour and minute are of this zone.
        story: a story's name, or `bot.chats.forms.LEVELS`.
        mode: relay, open or duel.
    """

    id: str
    room_id: str
    trainee_id: str
    days: str
    hour: int
    minute: int
    timezone: str
    story: str
    mode: str
    language: str
    next_at: datetime


def next_time(days: str, hour: int, minute: int, timezone: str, after: datetime) -> datetime:
    """The first such time after a moment."""
    trigger = CronTrigger(
        day_of_week=days, hour=hour, minute=minute, timezone=ZoneInfo(timezone or HOME)
    )
    found: datetime = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    return found


class Schedules:
    """The schedules of one channel.

    Args:
        db: the records' database.
        channel: slack or teams.
    """

    def __init__(self, db: Engine, channel: str) -> None:
        self._db = db
        self._channel = channel

    def add(self, schedule: Schedule) -> None:
        """Records one; the same id is recorded once."""
        with suppress(IntegrityError), self._db.begin() as db:
            db.execute(schedules.insert().values(**vars(schedule)))

    def get(self, schedule_id: str) -> Schedule | None:
        """The schedule with this id."""
        with self._db.connect() as db:
            row = db.execute(select(schedules).where(schedules.c.id == schedule_id)).first()
        return Schedule(**row._mapping) if row else None

    def of(self, room_id: str) -> list[Schedule]:
        """Those of a room, the next one first."""
        query = select(schedules).where(schedules.c.room_id == room_id)
        with self._db.connect() as db:
            rows = db.execute(query.order_by(schedules.c.next_at)).all()
        return [Schedule(**row._mapping) for row in rows]

    def due(self) -> list[Schedule]:
        """Those whose time has come."""
        ours = select(rooms.c.id).where(rooms.c.channel == self._channel)
        query = select(schedules).where(schedules.c.room_id.in_(ours), schedules.c.next_at <= now())
        with self._db.connect() as db:
            return [Schedule(**row._mapping) for row in db.execute(query).all()]

    def ran(self, schedule: Schedule) -> None:
        """Sets the next time."""
        again = next_time(schedule.days, schedule.hour, schedule.minute, schedule.timezone, now())
        with self._db.begin() as db:
            db.execute(update(schedules).where(schedules.c.id == schedule.id).values(next_at=again))

    def remove(self, schedule_id: str) -> None:
        """Forgets one."""
        with self._db.begin() as db:
            db.execute(schedules.delete().where(schedules.c.id == schedule_id))
