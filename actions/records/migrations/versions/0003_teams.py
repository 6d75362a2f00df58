"""Drills of teams, and which chat message brought a reply."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what a drill in a channel needs; solo drills and replies from the page have nulls."""
    op.add_column("drill", sa.Column("mode", sa.String(8)))
    op.add_column("turn", sa.Column("message", sa.String(120)))
    op.create_index(
        "message_counts_once",
        "turn",
        ["drill_id", "message"],
        unique=True,
        sqlite_where=sa.text("taken_back = 0"),
        postgresql_where=sa.text("NOT taken_back"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("drill_id", sa.String(32), sa.ForeignKey("drill.id"), nullable=False, index=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("trainee_id", sa.String(32), sa.ForeignKey("trainee.id"), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    )
