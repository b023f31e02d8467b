"""The schema's history; every opening compares the newest revision with the database's own."""

from __future__ import annotations

#: All revisions, oldest first; a test compares it with the files in `versions`.
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
