"""Tables of what chats need beside the records; same database, same migrations."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from actions.records.tables import UtcDateTime, metadata

accounts = Table(
    "account",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("user", String(160), nullable=False),
    Column("trainee_id", ForeignKey("trainee.id"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("email", String(254), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("room", String(255), nullable=False),
    Column("via", String(255), nullable=False),
    UniqueConstraint("channel", "tenant", "user"),
)

rooms = Table(
    "room",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("room", String(255), nullable=False),
    Column("via", String(255), nullable=False),
    Column("language", String(2), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("weekly", Boolean, nullable=False),
    Column("ranking", Boolean, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "tenant", "room"),
)

threads = Table(
    "thread",
    metadata,
    Column("drill_id", ForeignKey("drill.id"), primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("root", String(255), nullable=False),
    Column("thread", String(255)),
    Column("language", String(2), nullable=False),
    Column("members", JSON, nullable=False),
    Column("speaker", String(32), nullable=False),
    Column("due_at", UtcDateTime),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("heard", JSON),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("lane", String(400), nullable=False),
    Column("post", JSON, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("ref", String(255)),
    Column("room", String(255)),
    Column("thread", String(255)),
    Column("posted_at", Float),
    Column("problem", Text),
)
Index("outbox_waiting", outbox.c.channel, outbox.c.state, outbox.c.id)

schedules = Table(
    "schedule",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("trainee_id", ForeignKey("trainee.id"), nullable=False),
    Column("days", String(32), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("story", String(80), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
)

codes = Table(
    "link_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
