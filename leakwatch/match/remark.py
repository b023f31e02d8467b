"""One remark on one entry of a watchlist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leakwatch.models import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """`message` is a msgid, `values` fill its placeholders."""

    entry: str
    entry_kind: EntryKind
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
