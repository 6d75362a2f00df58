"""What customers say when a reply is long in coming."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of nudges."""
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("drill_id", sa.String(32), sa.ForeignKey("drill.id"), nullable=False, index=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("anger", sa.Float, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back", sa.Boolean, nullable=False),
    )
