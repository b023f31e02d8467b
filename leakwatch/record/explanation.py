"""Explanations as JSON and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from leakwatch.errors import SealError
from leakwatch.models import (
    Approval,
    Explanation,
    Finding,
    LoggedReason,
    Reason,
    Shows,
    Suppressed,
    Suppression,
    Taken,
)
from leakwatch.record.rows import FindingRow


def dump_explanation(finding: Finding, *, cuts: int) -> dict[str, Any]:
    """Why `finding` is one, as JSON holds it; it quotes the page, so it is sealed where that is."""
    explanation = Explanation(
        reasons=tuple(map(_reason, finding.reasons)),
        suppressed=counted(finding.suppressions),
        taken=finding.taken,
        fits=finding.fits,
        cuts=cuts,
        approval=finding.approval,
    )
    return asdict(explanation)


def counted(suppressions: Iterable[Suppression]) -> tuple[Suppressed, ...]:
    """`suppressions` by rule and entry, most frequent first."""
    counts = Counter((one.rule, one.hit.entry, one.hit.rule) for one in suppressions)
    return tuple(
        Suppressed(rule=rule, entry=entry, matched=matched, count=count)
        for (rule, entry, matched), count in counts.most_common()
    )


def load_explanation(values: Mapping[str, Any] | None, *, reveal: bool) -> Explanation | None:
    """What `dump_explanation` wrote; its quotes only with `reveal`."""
    if values is None:
        return None
    reasons = tuple(LoggedReason(**one) for one in values["reasons"])
    return Explanation(
        reasons=reasons if reveal else tuple(replace(one, quote="") for one in reasons),
        suppressed=tuple(Suppressed(**one) for one in values["suppressed"]),
        taken=_taken(values.get("taken")),
        fits=_fits(values.get("fits")),
        cuts=values["cuts"],
        approval=load_approval(values.get("approval")),
    )


def load_approval(values: Mapping[str, Any] | None) -> Approval | None:
    """Nothing where an older version wrote it, or the register had nothing to say."""
    return None if values is None else Approval(**values)


def stored_explanation(row: FindingRow) -> dict[str, Any] | None:
    """The explanation of `row`, unsealed where the key is here; older rows have none."""
    if row.detail is None:
        return row.explanation  # type: ignore[no-any-return]  # a JSON column
    try:
        return row.detail.open().get("explanation")  # type: ignore[no-any-return]
    except SealError:
        return None


def without_entry(values: Mapping[str, Any] | None, entry: str) -> dict[str, Any] | None:
    """An explanation in which nothing points to `entry` any more."""
    if values is None:
        return None
    return {
        **values,
        "reasons": [one for one in values["reasons"] if one["entry"] != entry],
        "suppressed": [one for one in values["suppressed"] if one["entry"] != entry],
    }


def _taken(values: Mapping[str, Any] | None) -> Taken | None:
    """Explanations of older versions say nothing of it."""
    if values is None:
        return None
    return Taken(Shows(values["shows"]), tuple(values["signs"]))


def _fits(values: Sequence[int] | None) -> tuple[int, int] | None:
    return (values[0], values[1]) if values else None


def _reason(reason: Reason) -> LoggedReason:
    hit = reason.hit
    if hit is None:
        return LoggedReason(rule=reason.rule, weight=reason.weight)
    return LoggedReason(
        rule=reason.rule,
        weight=reason.weight,
        entry=hit.entry,
        matched=hit.rule,
        field=hit.field,
        quote=hit.quote,
    )
