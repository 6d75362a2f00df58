"""The tables; `migrations/` brings a database to this shape."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC times, also where the database keeps none (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Stores in UTC."""
        return value.astimezone(timezone.utc) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Reads as UTC."""
        return value.replace(tzinfo=timezone.utc) if value and not value.tzinfo else value


metadata = MetaData()

trainees = Table(
    "trainee",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
)

drills = Table(
    "drill",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("trainee_id", ForeignKey("trainee.id"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("story", String(80), nullable=False),
    Column("title", String(80), nullable=False),
    Column("story_text", Text, nullable=False),
    Column("opening", Text, nullable=False),
    Column("anger", Float, nullable=False),
    Column("state", JSON, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ending", String(16)),
    Column("mode", String(8)),
)

turns = Table(
    "turn",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill_id", ForeignKey("drill.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("trainee_id", ForeignKey("trainee.id"), nullable=False),
    Column("reply", Text, nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("cue", String(32), nullable=False),
    Column("needs_met", JSON, nullable=False),
    Column("anger", Float, nullable=False),
    Column("line", Text, nullable=False),
    Column("state", JSON, nullable=False),
    Column("ending", String(16)),
    Column("said_at", UtcDateTime, nullable=False),
    Column("taken_back", Boolean, nullable=False, default=False),
    Column("message", String(120)),
)

# A turn counts once; replies that were taken back stay beside it.
Index(
    "turn_counts_once",
    turns.c.drill_id,
    turns.c.number,
    unique=True,
    sqlite_where=text("taken_back = 0"),
    postgresql_where=text("NOT taken_back"),
)

# A chat message is said once, however often it is delivered.
Index(
    "message_counts_once",
    turns.c.drill_id,
    turns.c.message,
    unique=True,
    sqlite_where=text("taken_back = 0"),
    postgresql_where=text("NOT taken_back"),
)

answers = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill_id", ForeignKey("drill.id"), nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("trainee_id", ForeignKey("trainee.id"), nullable=False),
    Column("message", String(120), nullable=False),
    Column("reply", Text, nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)

hints = Table(
    "hint",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill_id", ForeignKey("drill.id"), nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)

nudges = Table(
    "nudge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill_id", ForeignKey("drill.id"), nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("line", Text, nullable=False),
    Column("anger", Float, nullable=False),
    Column("state", JSON, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("taken_back", Boolean, nullable=False, default=False),
)
