"""What is new on a page since it was looked at last, and what is not there any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from leakwatch.errors import SealError
from leakwatch.models import EntryKind, Excerpt
from leakwatch.record.rows import FindingRow
from leakwatch.text import fold_key

#: What an excerpt shows, whatever its width and case: (entry, rule, folded quote).
Shown = tuple[str, str, str]


def kept_excerpts(row: FindingRow) -> tuple[Excerpt, ...]:
    """What the log has of the page as it was judged last; nothing without the key."""
    if row.detail is None:
        return load_excerpts(row.excerpts)
    try:
        return load_excerpts(row.detail.open()["excerpts"])
    except SealError:
        return ()


def lost_entries(before: Iterable[Excerpt], now: Iterable[Excerpt]) -> list[str]:
    """Entries of the watchlist of which a spelling that was there is not there now."""
    gone = set(map(_shown, before)) - set(map(_shown, now))
    return sorted({entry for entry, _, _ in gone})


def still_new(before: Iterable[Excerpt], now: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """`now`, with those that were new at the last opening marked as they were."""
    new = {_shown(excerpt) for excerpt in before if excerpt.new}
    return tuple(replace(excerpt, new=excerpt.new or _shown(excerpt) in new) for excerpt in now)


def _shown(excerpt: Excerpt) -> Shown:
    return excerpt.entry, excerpt.rule, fold_key(excerpt.quote)


def load_excerpts(values: list[dict[str, Any]] | None) -> tuple[Excerpt, ...]:
    """Excerpts as they were stored."""
    return tuple(
        Excerpt(**{**value, "entry_kind": EntryKind(value["entry_kind"])}) for value in values or []
    )
