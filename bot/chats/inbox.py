"""What came in and is not dealt with yet; what was once heard is never heard again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from actions.records.store import now
from bot.chats.heard import Heard
from bot.chats.tables import inbox

KEPT = timedelta(days=7)  # platforms deliver again for hours, not for days


class Inbox:
    """The inbox of one channel.

    Args:
        db: the records' database.
        channel: slack or teams.
    """

    def __init__(self, db: Engine, channel: str) -> None:
        self._db = db
        self._channel = channel

    def add(self, heard: Heard) -> bool:
        """Keeps it on disk; False if it was heard before."""
        row = {"key": heard.key, "channel": self._channel, "heard_at": now()}
        try:
            with self._db.begin() as db:
                db.execute(inbox.insert().values(**row, heard=heard.as_json()))
        except IntegrityError:
            return False
        return True

    def done(self, key: str) -> None:
        """Marks it as dealt with; the words are forgotten here, the key is not."""
        with self._db.begin() as db:
            db.execute(update(inbox).where(inbox.c.key == key).values(done_at=now(), heard=None))
            db.execute(inbox.delete().where(inbox.c.done_at < now() - KEPT))

    def waiting(self, before: datetime) -> list[Heard]:
        """What was heard before a moment and is not dealt with, in order."""
        query = select(inbox.c.heard).where(
            inbox.c.channel == self._channel,
            inbox.c.done_at.is_(None),
            inbox.c.heard_at < before,
        )
        with self._db.connect() as db:
            rows = db.execute(query.order_by(inbox.c.heard_at)).all()
        return [Heard.from_json(row.heard) for row in rows]
