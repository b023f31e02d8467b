"""The audit trail held against its heads elsewhere, and the month it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from leakwatch.app.watch import Watch
from leakwatch.errors import N_, OutputError, UsageError
from leakwatch.models import AuditMonth, SentHead

#: Characters of a head that somebody types: fewer could be met by chance.
_FEWEST = 12
_HEAD = re.compile(r"\b[0-9a-f]{64}\b")
#: A digest is a page; what is larger is something else.
_LARGEST = 1_000_000


def known_heads(watch: Watch, given: tuple[str, ...]) -> tuple[SentHead, ...]:
    """Heads that somebody typed, then those in delivered digests, in their files, in the journal.

    Raises UsageError for what is no head.
    """
    typed = tuple(SentHead(head=_read(text)) for text in given)
    kept = (*watch.record.keeping.sent_heads(), *_in_files(watch))
    return (*typed, *{one.head: one for one in reversed(kept)}.values())


def month_of(watch: Watch, month: str | None, *, now: datetime) -> AuditMonth:
    """The month written `2026-11`, of the company's days; the one before this without it.

    Raises UsageError when it is no month, or has not begun.
    """
    zone = watch.zone
    first = _first(month) if month else _before(now.astimezone(zone).date().replace(day=1))
    if datetime(first.year, first.month, 1, tzinfo=zone) > now:
        raise UsageError(N_("{month} has not begun: name a month that has"), month=month)
    after = (first + timedelta(days=31)).replace(day=1)
    since, until = (datetime(one.year, one.month, 1, tzinfo=zone) for one in (first, after))
    return watch.record.keeping.month(since.astimezone(UTC), until.astimezone(UTC))


def _first(month: str) -> date:
    written = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month.strip(), re.ASCII)
    if written is None or written[1] == "0000":
        raise UsageError(N_("{month} is no month: write it as 2026-11"), month=month.strip()[:20])
    return date(int(written[1]), int(written[2]), 1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _read(text: str) -> str:
    head = text.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{12,64}", head):
        raise UsageError(
            N_("{head} is no head: {fewest} to 64 of the digits 0-9 and a-f, as a digest shows it"),
            head=head[:70],
            fewest=_FEWEST,
        )
    return head


def _in_files(watch: Watch) -> Iterator[SentHead]:
    """Those in the files that digests are written to."""
    for plan in watch.settings.routing.digests:
        folder = Path(plan.folder) if plan.folder else None
        for file in sorted(folder.glob("digest-*.md")) if folder and folder.is_dir() else ():
            yield from _in_file(file)


def _in_file(file: Path) -> Iterator[SentHead]:
    """Raises OutputError: a file that is passed by unread would be as good as a cut trail."""
    try:
        stand = file.stat()
        if stand.st_size > _LARGEST:
            return
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise OutputError(
            N_("{file} cannot be read ({reason}): the heads in it are missing"),
            file=file,
            reason=error.strerror or type(error).__name__,
        ) from error
    at = datetime.fromtimestamp(stand.st_mtime, UTC)
    for head in _HEAD.findall(text):
        yield SentHead(head=head, at=at, where="file")
