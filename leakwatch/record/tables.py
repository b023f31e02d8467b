"""All tables of the record, of whichever module; what a migration is compared with."""

from __future__ import annotations

from sqlmodel import SQLModel

from leakwatch.record import (
    rows,
    rows_announcements,
    rows_attachments,
    rows_campaigns,
    rows_captures,
    rows_cases,
    rows_charters,
    rows_keeping,
    rows_letters,
    rows_reminders,
    rows_side_jobs,
)

MODULES = (
    rows,
    rows_announcements,
    rows_attachments,
    rows_campaigns,
    rows_captures,
    rows_cases,
    rows_charters,
    rows_keeping,
    rows_letters,
    rows_reminders,
    rows_side_jobs,
)
METADATA = SQLModel.metadata
