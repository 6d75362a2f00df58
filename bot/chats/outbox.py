"""What is to be posted, kept on disk until the platform has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from actions.records.store import now
from bot.chats.platform import Posted
from bot.chats.post import Post
from bot.chats.tables import outbox

KEPT = timedelta(days=60)


@dataclass(frozen=True)
class Item:
    """A post in the outbox.

    Args:
        unsure: it may be there already.
        tries: how often posting it failed.
    """

    post: Post
    lane: str
    unsure: bool
    tries: int


class Outbox:
    """The outbox of one channel.

    Posts of a lane (a room, or one person's direct messages) go out in the order they were
    written. States: waiting, unsure (waiting, but perhaps there already), sent, refused.
    """

    def __init__(self, db: Engine, channel: str) -> None:
        self._db = db
        self._channel = channel

    def add(self, posts: Iterable[Post]) -> None:
        """Keeps posts; one whose key is there already is left out."""
        for post in posts:
            row = {
                "key": post.key,
                "channel": self._channel,
                "lane": lane_of(post),
                "post": post.as_json(),
                "state": "waiting",
                "tries": 0,
                "due_at": now(),
            }
            try:
                with self._db.begin() as db:
                    db.execute(outbox.insert().values(**row))
            except IntegrityError:
                continue

    def due(self) -> list[Item]:
        """The next post of every lane whose time has come."""
        open_ones = and_(
            outbox.c.channel == self._channel, outbox.c.state.in_(["waiting", "unsure"])
        )
        first = select(func.min(outbox.c.id)).where(open_ones).group_by(outbox.c.lane)
        query = select(outbox).where(outbox.c.id.in_(first), outbox.c.due_at <= now())
        with self._db.connect() as db:
            rows = db.execute(query.order_by(outbox.c.id)).all()
        return [
            Item(Post.from_json(row.post), row.lane, row.state == "unsure", row.tries)
            for row in rows
        ]

    def sent(self, key: str, posted: Posted) -> None:
        """Marks it as posted."""
        self._set(
            key,
            state="sent",
            ref=posted.ref,
            room=posted.room,
            thread=posted.thread,
            posted_at=posted.at,
        )
        with self._db.begin() as db:
            old = and_(outbox.c.state.in_(["sent", "refused"]), outbox.c.due_at < now() - KEPT)
            db.execute(outbox.delete().where(old))

    def trying(self, key: str) -> None:
        """Notes that it is posted just now: if we die meanwhile, it may be there already."""
        self._set(key, state="unsure")

    def later(self, key: str, seconds: float, *, unsure: bool) -> None:
        """Puts it off; `unsure`: it may be there already."""
        due = now() + timedelta(seconds=seconds)
        state = "unsure" if unsure else "waiting"
        self._set(key, due_at=due, tries=outbox.c.tries + 1, state=state)

    def again(self, key: str) -> None:
        """Posts once more what was given up: somebody says that it is not there."""
        given_up = and_(outbox.c.key == key, outbox.c.state == "refused")
        with self._db.begin() as db:
            db.execute(
                update(outbox).where(given_up).values(state="waiting", due_at=now(), tries=0)
            )

    def refused(self, key: str, problem: str) -> None:
        """Gives it up; it stays, with the reason, for whoever looks into it."""
        self._set(key, state="refused", problem=problem)

    def posted(self, key: str) -> Posted | None:
        """Where a post has gone; None while it has not."""
        row = self._row(key)
        if row is None or row.state != "sent":
            return None
        return Posted(row.ref, row.room, row.posted_at, row.thread or "")

    def is_refused(self, key: str) -> bool:
        """Whether the platform will never have it."""
        row = self._row(key)
        return row is None or row.state == "refused"

    def post(self, key: str) -> Post | None:
        """The post with this key."""
        row = self._row(key)
        return Post.from_json(row.post) if row else None

    def _row(self, key: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a row of SQLAlchemy
        with self._db.connect() as db:
            return db.execute(select(outbox).where(outbox.c.key == key)).first()

    def _set(self, key: str, **values: object) -> None:
        with self._db.begin() as db:
            db.execute(update(outbox).where(outbox.c.key == key).values(**values))


def lane_of(post: Post) -> str:
    """What a post has to keep its order with."""
    to_one = post.way == "direct"
    return f"{post.place.tenant} {post.user if to_one else post.place.room}"
