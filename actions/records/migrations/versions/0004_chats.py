"""Accounts, rooms and threads of chat platforms, with their inbox and outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    _people_and_places()
    _mail()
    time = sa.DateTime(timezone=True)
    op.create_table(
        "schedule",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room_id", sa.String(32), sa.ForeignKey("room.id"), nullable=False, index=True),
        sa.Column("trainee_id", sa.String(32), sa.ForeignKey("trainee.id"), nullable=False),
        sa.Column("days", sa.String(32), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("story", sa.String(80), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("next_at", time, nullable=False),
    )
    op.create_table(
        "link_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("until", time, nullable=False),
    )


def _people_and_places() -> None:
    time = sa.DateTime(timezone=True)
    trainee = sa.ForeignKey("trainee.id")
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("user", sa.String(160), nullable=False),
        sa.Column("trainee_id", sa.String(32), trainee, nullable=False, index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, index=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("room", sa.String(255), nullable=False),
        sa.Column("via", sa.String(255), nullable=False),
        sa.UniqueConstraint("channel", "tenant", "user"),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("room", sa.String(255), nullable=False),
        sa.Column("via", sa.String(255), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("weekly", sa.Boolean, nullable=False),
        sa.Column("ranking", sa.Boolean, nullable=False),
        sa.Column("told_at", time, nullable=False),
        sa.UniqueConstraint("channel", "tenant", "room"),
    )
    op.create_table(
        "thread",
        sa.Column("drill_id", sa.String(32), sa.ForeignKey("drill.id"), primary_key=True),
        sa.Column("room_id", sa.String(32), sa.ForeignKey("room.id"), nullable=False, index=True),
        sa.Column("root", sa.String(255), nullable=False),
        sa.Column("thread", sa.String(255)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("members", sa.JSON, nullable=False),
        sa.Column("speaker", sa.String(32), nullable=False),
        sa.Column("due_at", time),
    )


def _mail() -> None:
    time = sa.DateTime(timezone=True)
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("heard", sa.JSON),
        sa.Column("heard_at", time, nullable=False),
        sa.Column("done_at", time),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(255), nullable=False, unique=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("lane", sa.String(400), nullable=False),
        sa.Column("post", sa.JSON, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", time, nullable=False),
        sa.Column("ref", sa.String(255)),
        sa.Column("room", sa.String(255)),
        sa.Column("thread", sa.String(255)),
        sa.Column("posted_at", sa.Float),
        sa.Column("problem", sa.Text),
    )
    op.create_index("outbox_waiting", "outbox", ["channel", "state", "id"])
