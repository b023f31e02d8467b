"""Where an alert goes and what it answers, which findings it tells of, and each channel's pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ADDED = ("channel", "route", "parent", "gather")
_DUE = ("state", "channel", "next_at", "gather", "parent")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("form", sa.String(), server_default="post", nullable=False))
        for name in _ADDED:
            outbox.add_column(sa.Column(name, sa.String(), nullable=True))
        outbox.add_column(sa.Column("sweep", sa.Integer(), nullable=True))
        outbox.create_index("ix_outbox_parent", ["parent"], unique=False)
        outbox.create_index("ix_outbox_due", list(_DUE), unique=False)
    with op.batch_alter_table("sweep") as sweep:
        sweep.add_column(sa.Column("holder", sa.String(), nullable=True))
    op.create_table(
        "alerted",
        sa.Column("outbox", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.id"]),
        sa.PrimaryKeyConstraint("outbox", "finding"),
    )
    op.create_index("ix_alerted_finding", "alerted", ["finding"], unique=False)
    op.create_table(
        "pace",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.execute(
        "INSERT INTO alerted (outbox, finding) SELECT DISTINCT outbox.id,"
        " json_extract(told.value, '$.number') FROM outbox,"
        " json_each(outbox.alert, '$.findings') AS told"
    )


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_table("alerted")
    with op.batch_alter_table("sweep") as sweep:
        sweep.drop_column("holder")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_due")
        outbox.drop_index("ix_outbox_parent")
        for name in ("sweep", *reversed(_ADDED), "form"):
            outbox.drop_column(name)
