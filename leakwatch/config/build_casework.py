"""From `casework.yaml` to the nouns of casework."""

from __future__ import annotations

from leakwatch.config.schema.casework import AwarenessEntry, CaseworkFile
from leakwatch.models import (
    Announced,
    Awareness,
    CaseworkPlan,
    Deadlines,
    EnglishSender,
    Retention,
    Sender,
    Watchlist,
)


def build_casework(written: CaseworkFile, watchlist: Watchlist | None) -> CaseworkPlan:
    """Letters are the owner's of the watchlist where no other name is written."""
    sender = written.sender.model_dump()
    if not sender["company"] and watchlist is not None:
        sender["company"] = next((one.name for one in watchlist.companies if one.owner), "")
    return CaseworkPlan(
        sender=Sender(**{**sender, "english": EnglishSender(**sender["english"])}),
        deadlines=Deadlines(**written.deadlines.model_dump()),
        rechecks=tuple(sorted(set(written.rechecks))),
        retention=Retention(**written.retention.model_dump()),
        awareness=_awareness(written.awareness),
    )


def _awareness(entry: AwarenessEntry) -> Awareness:
    return Awareness(
        channel=entry.channel,
        mail=entry.mail,
        smallest_group=entry.smallest_group,
        headcount=dict(entry.headcount),
        calendar=tuple(
            Announced(month=one.month, day=one.day, title=one.title, letter=one.letter.value)
            for one in entry.calendar
        ),
    )
