"""One transaction of a sweep: findings, their history and the alerts, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import BY_REGISTER, Alert, AlertFinding, AlertKind, Severity, Status
from leakwatch.record import identity
from leakwatch.record.diff import kept_excerpts, lost_entries
from leakwatch.record.entries import Entry, Opened, Stored
from leakwatch.record.merge import Change, Known, Seen, decide
from leakwatch.record.outbox_rows import Place, queue
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.outbox_threads import storm_of
from leakwatch.record.plan import Plan, Telling
from leakwatch.record.rows import FindingRow, HistoryRow, table_of
from leakwatch.record.sealing import Vault
from leakwatch.record.side_job_uses import note_uses
from leakwatch.record.sight import Sight
from leakwatch.redact import label_excerpt, tells

_GRAVEST = tuple(reversed(Severity))
_Rows = dict[tuple[str, str, str], FindingRow]


@dataclass
class Outcome:
    """What became of one finding of the batch."""

    entry: Entry
    sight: Sight
    change: Change
    pending: Telling | None
    number: int = 0
    openings: int = 1
    signature: Sequence[str] = ()
    lost: Sequence[str] = ()  #: entries of the watchlist that the page does not show any more
    before: Status | None = None  #: its status until now; None: it is new


def store(
    session: Session, plan: Plan, vault: Vault, entries: Sequence[Entry], *, told: int = 0
) -> Stored:
    """Store `entries` and queue their alerts; `told` alerts of this sweep were queued before.

    As soon as there are more than the plan lets go out one by one, all of these wait for its end.
    """
    rows = _known_rows(session, plan, vault, entries)
    outcomes = [_outcome(sight, entry, rows) for sight, entry in _sights(plan, vault, entries)]
    fresh = [outcome for outcome in outcomes if not outcome.number]
    _insert(session, fresh)
    session.flush()
    _write_history(session, outcomes)
    note_uses(session, ((one.number, one.sight) for one in outcomes))
    _correct(session, outcomes)
    by_entry: dict[int, list[Outcome]] = {}
    for one in outcomes:
        if _is_told(one):
            by_entry.setdefault(id(one.entry), []).append(one)
    gather = storm_of(plan.sweep) if told + len(by_entry) > plan.storm else None
    for entry in entries:
        if id(entry) in by_entry:
            _queue(session, plan, entry, by_entry[id(entry)], gather=gather)
    news = (one for one in outcomes if one.change.opened and not one.sight.withheld)
    opened = tuple(Opened(finding=one.sight.finding, number=one.number) for one in news)
    return Stored(new=len(fresh), alerts=len(by_entry), opened=opened)


def _sights(plan: Plan, vault: Vault, entries: Iterable[Entry]) -> Iterator[tuple[Sight, Entry]]:
    """Each finding once: withheld ones of many pages are one, and so are a judgement's doubles."""
    taken: set[tuple[str, str, str]] = set()
    for entry in entries:
        hidden = plan.source.personal_data or tells(entry.sighting.url, plan.watchlist)
        for finding in entry.findings:
            sight = Sight(
                finding=finding,
                plan=plan,
                vault=vault,
                now=entry.now,
                plain=entry.plain,
                confidential=hidden or identity.is_confidential(finding),
            )
            place = (identity.WITHHELD if sight.withheld else entry.plain, *sight.place)
            if place not in taken:
                taken.add(place)
                yield sight, entry


def _correct(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Messages of before must not show a status that is no more.

    Their threads hear of it where no alert of its own tells the same.
    """
    news = [
        News(number=one.number, reply=not _is_told(one))
        for one in outcomes
        if one.before is not None and one.before is not one.change.status
    ]
    if news:
        tell(session, news, now=outcomes[0].entry.now)


def _is_told(outcome: Outcome) -> bool:
    return outcome.change.opened and outcome.pending is None


def _known_rows(session: Session, plan: Plan, vault: Vault, entries: Iterable[Entry]) -> _Rows:
    plain = {entry.plain for entry in entries}
    keys = plain | {identity.WITHHELD}
    if vault.is_open:
        keys |= {identity.keyed(vault, one) for one in plain}
    known = select(FindingRow).where(
        col(FindingRow.source) == plan.source.name, col(FindingRow.identity).in_(sorted(keys))
    )
    return {(row.identity, row.kind, row.subject): row for row in session.scalars(known)}


def _outcome(sight: Sight, entry: Entry, rows: _Rows) -> Outcome:
    row = _row_of(sight, rows)
    if row is None:
        return _new(entry, sight)
    if row.confidential and not sight.withheld:
        sight.confidential = True  # what was sealed once stays sealed
    adopted = sight.adopt(row)
    change = decide(_known(row), _seen(entry, sight))
    pending = sight.plan.pending(change.acts, sight.finding.severity) if change.opened else None
    lost, before = _compare(row, sight, change, adopted=adopted), Status(row.status)
    _apply(row, sight, change, pending=pending)
    return Outcome(
        entry=entry,
        sight=sight,
        change=change,
        pending=pending,
        number=row.number or 0,
        openings=row.openings,
        signature=row.signature,
        lost=lost,
        before=before,
    )


def _row_of(sight: Sight, rows: _Rows) -> FindingRow | None:
    """The finding's row, under its keyed identity or the plain one it had before."""
    plain = rows.get((sight.plain, *sight.place))
    if sight.withheld:
        if plain is not None:
            plain.last_seen, plain.last_sweep = sight.now, sight.plan.sweep
            plain.missing_since = None
        return rows.get((identity.WITHHELD, *sight.place))
    if sight.vault.is_open:
        keyed = rows.get((identity.keyed(sight.vault, sight.plain), *sight.place))
        return keyed or plain
    return plain


def _new(entry: Entry, sight: Sight) -> Outcome:
    change = decide(None, _seen(entry, sight))
    pending = sight.plan.pending(change.acts, sight.finding.severity) if change.opened else None
    return Outcome(
        entry=entry, sight=sight, change=change, pending=pending, signature=sorted(sight.members)
    )


def _seen(entry: Entry, sight: Sight) -> Seen:
    approval = sight.finding.approval
    return Seen(
        members=frozenset(sight.members),
        content=sight.content,
        now=entry.now,
        settled=approval is not None and approval.settles,
    )


def _known(row: FindingRow) -> Known:
    return Known(
        status=Status(row.status),
        members=frozenset(row.signature),
        content=row.content,
        missing=row.missing_since is not None,
        gone_from=Status(row.gone_from) if row.gone_from else None,
        snoozed_until=row.snoozed_until,
        registered=row.verdict == BY_REGISTER and Status.APPROVED in {row.status, row.gone_from},
    )


def _compare(row: FindingRow, sight: Sight, change: Change, *, adopted: bool) -> list[str]:
    """Write the new judgement where there is one, and return the entries that were lost by it."""
    judged_alike = (row.watchlist_digest, row.rules_digest) == sight.plan.digests()
    if not (adopted or change.gained or row.content != sight.content or not judged_alike):
        return []
    sight.before, sight.news = kept_excerpts(row), change.gained
    for name, value in sight.judgement().items():
        setattr(row, name, value)
    return lost_entries(sight.before, sight.kept) if judged_alike and not sight.withheld else []


def _apply(row: FindingRow, sight: Sight, change: Change, *, pending: Telling | None) -> None:
    row.last_seen, row.last_sweep, row.missing_since = sight.now, sight.plan.sweep, None
    if change.gained:
        row.signature = sorted({*row.signature, *change.gained})
    if row.status != change.status:
        row.gone_from = row.snoozed_until = None
    row.status = change.status.value
    if change.opened:
        row.openings += 1
        row.verdict, row.pending = None, pending.value if pending else row.pending
    if change.settled:
        row.verdict, row.pending = BY_REGISTER, None


def _insert(session: Session, fresh: Sequence[Outcome]) -> None:
    if not fresh:
        return
    findings = table_of(FindingRow)
    values = [one.sight.fresh(one.change, pending=one.pending) for one in fresh]
    statement = insert(findings).returning(findings.c.number, sort_by_parameter_order=True)
    for outcome, number in zip(fresh, session.execute(statement, values).scalars(), strict=True):
        outcome.number = number


def _write_history(session: Session, outcomes: Iterable[Outcome]) -> None:
    lines = [line for outcome in outcomes for line in _history(outcome)]
    if lines:
        session.execute(insert(table_of(HistoryRow)), lines)


def _history(outcome: Outcome) -> Iterator[dict[str, object]]:
    entries = {"reopened": _new_entries(outcome), "lost": list(outcome.lost)}
    for act in (*outcome.change.acts, *(["lost"] if outcome.lost else [])):
        yield {
            "finding": outcome.number,
            "at": outcome.entry.now,
            "act": act,
            "actor": None,
            "status": outcome.change.status.value,
            "entries": entries.get(act, []),
        }


def _new_entries(outcome: Outcome) -> list[str]:
    return sorted({outcome.sight.members[member] for member in outcome.change.gained})


def _queue(
    session: Session, plan: Plan, entry: Entry, told: Sequence[Outcome], *, gather: str | None
) -> None:
    ordered = sorted(
        told, key=lambda one: (_GRAVEST.index(one.sight.finding.severity), -one.sight.finding.score)
    )
    sealed = {one.number for one in told if one.sight.confidential}
    alert = Alert(
        key=identity.alert_key(
            plan.source.name, [(one.number, one.openings, one.signature) for one in told]
        ),
        kind=AlertKind.FINDINGS,
        source=plan.source.name,
        channel=plan.source.channel,
        created_at=entry.now,
        findings=tuple(_alert_finding(one) for one in ordered),
        url=None if sealed else entry.sighting.url,
        sweep=plan.sweep,
    )
    excerpts = {one.number: one.excerpt for one in alert.findings if one.number in sealed}
    sealed_texts = {number: text for number, text in excerpts.items() if text}
    queue(session, alert, sealed=sealed_texts, place=Place(gather=gather))


def _alert_finding(outcome: Outcome) -> AlertFinding:
    finding = outcome.sight.finding
    reopened = "found" not in outcome.change.acts
    return AlertFinding(
        number=outcome.number,
        kind=finding.kind,
        severity=finding.severity,
        score=finding.score,
        subject=finding.subject,
        reasons=tuple((reason.rule, reason.weight) for reason in finding.reasons),
        sensitivity=max((hit.sensitivity for hit in finding.hits), default=0),
        excerpt="" if outcome.sight.withheld else _excerpt(outcome),
        reopened=reopened,
        returned="returned" in outcome.change.acts,
        new_entries=tuple(_new_entries(outcome)) if reopened else (),
        fits=finding.fits,
        approval=finding.approval,
    )


def _excerpt(outcome: Outcome) -> str:
    """Around what is new when it was opened before: what was judged then needs no second look."""
    sight, change = outcome.sight, outcome.change
    new = sight.hits_of(change.gained) if "reopened" in change.acts else ()
    return label_excerpt(
        sight.finding, outcome.entry.sighting, sight.plan.watchlist, around_hits=new
    )
