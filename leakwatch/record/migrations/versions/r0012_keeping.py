"""What is kept and for how long: holds, tombstones, deletions, backups, requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("about"),
        _text("state"),
        _text("asked_by"),
        _moment("asked_at"),
        sa.Column("until", sa.Date(), nullable=False),
        _text("approved_by", nullable=True),
        _text("release_asked_by", nullable=True),
        _text("ended_by", nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hold_about", "hold", ["about"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("key"),
        sa.Column("signature", sa.JSON(), nullable=False),
        _text("source"),
        _text("kind"),
        _text("cause"),
        _moment("at"),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stopped", sa.Integer(), nullable=False),
        _moment("stopped_at", nullable=True),
        _moment("lifted_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tombstone_key", "tombstone", ["key"], unique=False)
    op.create_index("ix_tombstone_source", "tombstone", ["source"], unique=False)
    _records()


def _records() -> None:
    op.create_table(
        "deletion",
        _text("id"),
        _moment("at"),
        _text("cause"),
        _text("what"),
        _text("about"),
        sa.Column("count", sa.Integer(), nullable=False),
        _text("actor"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deletion_at", "deletion", ["at"], unique=False)
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("name"),
        _moment("at"),
        _text("actor"),
        _moment("destroyed_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("wish"),
        _text("about"),
        _moment("at"),
        _text("actor"),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("request", "backup", "deletion", "tombstone", "hold"):
        op.drop_table(table)
