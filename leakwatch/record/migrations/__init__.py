"""The schema's history; every opening compares the newest revision with the database's own."""

from __future__ import annotations

#: All revisions, oldest first; a test compares it with the files in `versions`.
REVISIONS = tuple(f"{number:04d}" for number in range(1, 15))
HEAD = REVISIONS[-1]
