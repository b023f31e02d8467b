"""What alembic runs for every command; the connection comes from `leakwatch.record.schema`."""

from __future__ import annotations

from alembic import context

from leakwatch.record.schema import configure

configure(context.configure, context.config.attributes["connection"])
context.run_migrations()
