"""What is remembered of pages from sweep to sweep, and where each source left off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sweep") as sweep:
        sweep.add_column(sa.Column("judged", sa.Integer(), server_default="0", nullable=False))
        sweep.add_column(sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sighting", sa.String(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("judged_under", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("judged_sweep", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("validators", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "key", "sighting", name="uq_page_sighting"),
    )
    op.create_index("ix_page_seen", "page", ["source", "seen_at"], unique=False)
    op.create_table(
        "cursor",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_under", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )


def downgrade() -> None:
    op.drop_table("cursor")
    op.drop_table("page")
    with op.batch_alter_table("sweep") as sweep:
        sweep.drop_column("unchanged")
        sweep.drop_column("judged")
