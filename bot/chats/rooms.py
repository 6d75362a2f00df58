"""Rooms where teams drill, and the threads their drills are."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from actions.records.store import new_id, now
from actions.records.tables import drills
from bot.chats.accounts import Account
from bot.chats.heard import Place
from bot.chats.tables import rooms, threads


@dataclass(frozen=True)
class Room:
    """A channel or group chat.

    Args:
        via: as `Place.via`.
        timezone: IANA name, "" if unknown.
        weekly: whether it gets a weekly summary.
        ranking: whether that holds a leaderboard.
        told_at: when the last summary was made, or the room came to be.
    """

    id: str
    channel: str
    tenant: str
    room: str
    via: str
    language: str
    timezone: str
    weekly: bool
    ranking: bool
    told_at: datetime

    @property
    def place(self) -> Place:
        """The room, outside of any thread."""
        return Place(self.channel, self.tenant, self.room, via=self.via)


@dataclass(frozen=True)
class Thread:
    """A drill of a team.

    Args:
        root: key of the post that starts the thread.
        thread: the platform's id of it, None until it is posted; "" in a room without threads.
        members: trainees who take part, in the order they joined.
        speaker: the trainee whose turn it is in a relay, "" if anybody's.
        due_at: when the round goes on by itself.
    """

    drill_id: str
    room_id: str
    root: str
    thread: str | None
    language: str
    members: tuple[str, ...] = ()
    speaker: str = ""
    due_at: datetime | None = None


class Rooms:
    """The rooms and threads of one channel.

    Args:
        db: the records' database.
        channel: slack or teams.
    """

    def __init__(self, db: Engine, channel: str) -> None:
        self._db = db
        self._channel = channel

    def at(self, place: Place, by: Account) -> Room:
        """The room of a place; a new one speaks the language of whoever drills there first."""
        same = and_(
            rooms.c.channel == place.channel,
            rooms.c.tenant == place.tenant,
            rooms.c.room == place.room,
        )
        with self._db.connect() as db:
            row = db.execute(select(rooms).where(same)).first()
        if row:
            if row.via != place.via:  # the platform has moved it
                self.change(row.id, via=place.via)
            return Room(**{**row._mapping, "via": place.via})
        room = Room(
            new_id(),
            place.channel,
            place.tenant,
            place.room,
            place.via,
            by.language,
            by.timezone,
            weekly=True,
            ranking=True,
            told_at=now(),
        )
        try:
            with self._db.begin() as db:
                db.execute(rooms.insert().values(**vars(room)))
        except IntegrityError:  # two orders at once
            return self.at(place, by)
        return room

    def get(self, room_id: str) -> Room:
        """The room with this id."""
        with self._db.connect() as db:
            return Room(**db.execute(select(rooms).where(rooms.c.id == room_id)).one()._mapping)

    def all(self) -> list[Room]:
        """Every room of the channel."""
        with self._db.connect() as db:
            rows = db.execute(select(rooms).where(rooms.c.channel == self._channel)).all()
        return [Room(**row._mapping) for row in rows]

    def change(self, room_id: str, **values: object) -> None:
        """Changes settings of a room."""
        with self._db.begin() as db:
            db.execute(update(rooms).where(rooms.c.id == room_id).values(**values))

    # Threads

    def start(self, thread: Thread) -> None:
        """Records a team's drill; one that is recorded stays as it is."""
        row = {**vars(thread), "members": list(thread.members)}
        with suppress(IntegrityError), self._db.begin() as db:
            db.execute(threads.insert().values(**row))

    def thread(self, drill_id: str) -> Thread | None:
        """The thread of a drill; None if it is no team's."""
        return self._one(threads.c.drill_id == drill_id)

    def thread_at(self, place: Place) -> Thread | None:
        """The newest drill in the thread of a place."""
        here = select(rooms.c.id).where(
            rooms.c.channel == place.channel,
            rooms.c.tenant == place.tenant,
            rooms.c.room == place.room,
        )
        return self._one(and_(threads.c.room_id.in_(here), threads.c.thread == place.thread))

    def threads_of(self, room_id: str) -> list[Thread]:
        """All drills of a room."""
        with self._db.connect() as db:
            rows = db.execute(select(threads).where(threads.c.room_id == room_id)).all()
        return [_thread(row) for row in rows]

    def due(self) -> list[Thread]:
        """The threads whose round goes on by itself now."""
        ours = select(rooms.c.id).where(rooms.c.channel == self._channel)
        is_due = and_(threads.c.room_id.in_(ours), threads.c.due_at <= now())
        with self._db.connect() as db:
            rows = db.execute(select(threads).where(is_due)).all()
        return [_thread(row) for row in rows]

    def open_since(self, before: datetime) -> list[Thread]:
        """The threads of drills that began before a moment and go on."""
        ours = select(rooms.c.id).where(rooms.c.channel == self._channel)
        going_on = and_(drills.c.ending.is_(None), drills.c.opened_at < before)
        query = select(threads).join(drills, drills.c.id == threads.c.drill_id)
        with self._db.connect() as db:
            rows = db.execute(query.where(threads.c.room_id.in_(ours), going_on)).all()
        return [_thread(row) for row in rows]

    def update(self, drill_id: str, **values: object) -> None:
        """Changes a thread."""
        with self._db.begin() as db:
            db.execute(update(threads).where(threads.c.drill_id == drill_id).values(**values))

    def _one(self, condition) -> Thread | None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        # SQLite's rowid and the order of a heap alike: the newest is the last one inserted.
        with self._db.connect() as db:
            rows = db.execute(select(threads).where(condition)).all()
        return _thread(rows[-1]) if rows else None


def _thread(row) -> Thread:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a row of SQLAlchemy
    return Thread(**{**row._mapping, "members": tuple(row.members)})
