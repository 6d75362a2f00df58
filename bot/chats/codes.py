"""One-time codes: whoever types one in a browser is the person the bot gave it to in a chat."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Engine

from actions.records.store import now
from bot.chats.tables import codes

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is taken for something else
LENGTH = 8
GOOD_FOR = timedelta(minutes=10)


class Codes:
    """The codes that were given out and not used yet; only their digests are kept.

    Args:
        db: the records' database.
    """

    def __init__(self, db: Engine) -> None:
        self._db = db

    def new(self, account_id: str) -> str:
        """A code for an account, as `ABCD-EFGH`; its earlier ones are void."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        row = {"digest": _digest(code), "account_id": account_id, "until": now() + GOOD_FOR}
        with self._db.begin() as db:
            void = or_(codes.c.account_id == account_id, codes.c.until < now())
            db.execute(codes.delete().where(void))
            db.execute(codes.insert().values(**row))
        return f"{code[:4]}-{code[4:]}"

    def peek(self, typed: str) -> str | None:
        """The account of a code as somebody typed it; None if it is wrong or too old."""
        with self._db.connect() as db:
            account: str | None = db.scalar(select(codes.c.account_id).where(_is(typed)))
        return account

    def use(self, typed: str) -> str | None:
        """As `peek`, once: then the code is void."""
        account = self.peek(typed)
        with self._db.begin() as db:
            return account if db.execute(codes.delete().where(_is(typed))).rowcount else None


def plain(typed: str) -> str:
    """A code without what people put around and between its characters."""
    wide = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in wide if char.isalnum())


def _is(typed: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a condition of SQLAlchemy
    return and_(codes.c.digest == _digest(plain(typed)), codes.c.until > now())


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
