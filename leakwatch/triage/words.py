"""How a finding stands, in one line: who did what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import pairwise

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import ACTS, HistoryEntry
from leakwatch.notify.inert import inert

_ACTOR_LIMIT = 80
#: verdict → what is said of whoever gave it
_DECIDED = {
    "take": N_("{actor} looks into it"),
    "confirm": N_("{actor} confirmed it"),
    "not_ours": N_("{actor} dismissed it: it does not concern us"),
    "namesake": N_("{actor} dismissed it: another person of the same name"),
    "public": N_("{actor} dismissed it: it is public knowledge"),
    "official": N_("{actor} dismissed it: we published it ourselves"),
    "approved": N_("{actor} called it a side job the company has approved"),
    "snooze": N_("{actor} set it aside"),
    "close": N_("{actor} closed it"),
    "reopen": N_("{actor} opened it again"),
}


def moment(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def brought_by(history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """The line that brought a finding to how it stands now; None without any."""
    last = history[0] if history else None
    for before, line in pairwise(history):
        if line.actor is not None or line.status is not before.status:
            last = line
    return last


def in_words(line: HistoryEntry, catalogue: Catalogue, *, zone: tzinfo) -> str:
    """Such as `R01 confirmed it (2026-04-01 18:00 JST)`."""
    if line.actor is not None and line.act in _DECIDED:
        what = catalogue.text(_DECIDED[line.act], actor=inert(line.actor, _ACTOR_LIMIT))
    elif line.act in ACTS:
        what = catalogue.text(ACTS[line.act])
    else:
        what = inert(line.act, _ACTOR_LIMIT)
    return f"{what} ({moment(line.at, zone)})"
