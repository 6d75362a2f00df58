"""Trainees, drills, turns and hints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the first tables."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "trainee",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("joined_at", time, nullable=False),
    )
    op.create_table(
        "drill",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "trainee_id", sa.String(32), sa.ForeignKey("trainee.id"), nullable=False, index=True
        ),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("story", sa.String(80), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("story_text", sa.Text, nullable=False),
        sa.Column("opening", sa.Text, nullable=False),
        sa.Column("anger", sa.Float, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("opened_at", time, nullable=False),
        sa.Column("ended_at", time),
        sa.Column("ending", sa.String(16)),
    )
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("drill_id", sa.String(32), sa.ForeignKey("drill.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("trainee_id", sa.String(32), sa.ForeignKey("trainee.id"), nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("cue", sa.String(32), nullable=False),
        sa.Column("needs_met", sa.JSON, nullable=False),
        sa.Column("anger", sa.Float, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("ending", sa.String(16)),
        sa.Column("said_at", time, nullable=False),
        sa.Column("taken_back", sa.Boolean, nullable=False),
    )
    op.create_index(
        "turn_counts_once",
        "turn",
        ["drill_id", "number"],
        unique=True,
        sqlite_where=sa.text("taken_back = 0"),
        postgresql_where=sa.text("NOT taken_back"),
    )
    op.create_table(
        "hint",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("drill_id", sa.String(32), sa.ForeignKey("drill.id"), nullable=False, index=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("given_at", time, nullable=False),
    )
