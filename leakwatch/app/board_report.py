"""The report to the board: everything of a time in numbers, from each part of the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from leakwatch.app.hindrances import lasting
from leakwatch.app.report_findings import (
    findings_section,
    lasted,
    sources_section,
    triage_section,
)
from leakwatch.app.report_follow_up import (
    campaigns_section,
    cases_section,
    letters_section,
)
from leakwatch.app.report_keeping import (
    Told,
    audit_section,
    awareness_section,
    charter_section,
    keeping_section,
    percent,
    side_jobs_section,
)
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import groups
from leakwatch.casework.report import Report, Section
from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Campaign, Case, CaseState, Digest, Letter
from leakwatch.record.figures import FoundFigure

_HOUR = timedelta(hours=1)
#: What a case has come to that needs nobody any more.
_ENDED = frozenset({CaseState.VERIFIED_GONE, CaseState.KEPT, CaseState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the sections are made of, read once."""

    since: datetime
    until: datetime  #: not in it
    today: date
    counted: Digest
    found: tuple[FoundFigure, ...]
    campaigns: tuple[Campaign, ...]
    cases: tuple[Case, ...]
    letters: tuple[Letter, ...]
    told: tuple[Told, ...]


def board_report(
    watch: Watch, *, since: datetime, until: datetime, now: datetime, texts: Catalogue
) -> Report:
    """The time from `since` to `until`, which is not in it, in the language of `texts`.

    Labels, ids of reviewers and numbers only: no name, no excerpt, nothing of a page.
    Raises RecordError.
    """
    facts = _facts(watch, since=since, until=until, now=now)
    zone = watch.zone
    first, last = since.astimezone(zone).date(), (until - timedelta(seconds=1)).astimezone(zone)
    return Report(
        title=texts.text(
            N_("Leakwatch report: {since} to {until}"),
            since=first.isoformat(),
            until=last.date().isoformat(),
        ),
        lines=(
            texts.text(N_("Made on {at}."), at=f"{now.astimezone(zone):%Y-%m-%d %H:%M %Z}"),
            texts.text(
                N_(
                    "Counts, labels and ids only: nobody is named, and nothing that was found is"
                    ' quoted. A hit means "not yet known to be allowed", never "guilty".'
                )
            ),
        ),
        figures=tuple(_figures(facts, texts)),
        sections=tuple(_sections(watch, facts, texts)),
    )


def _facts(watch: Watch, *, since: datetime, until: datetime, now: datetime) -> Facts:
    record = watch.record
    return Facts(
        since=since,
        until=until,
        today=watch.day(now),
        counted=record.digests.counted(since, until),
        found=record.figures.found(since, until),
        campaigns=_campaigns(watch, since, until),
        cases=_cases(watch, since, until),
        letters=_letters(watch, since, until),
        told=_told(watch, since, until),
    )


def _sections(watch: Watch, facts: Facts, texts: Catalogue) -> Iterator[Section]:
    zone = watch.zone
    period, record = (facts.since, facts.until), watch.record
    acts = record.figures.acts(*period)
    yield findings_section(facts.found, period, texts, zone)
    yield triage_section(facts.found, facts.counted, texts)
    yield sources_section(record.figures.swept(*period), _swept(watch), period, texts)
    yield campaigns_section(facts.campaigns, texts)
    yield cases_section(facts.cases, acts, facts.today, texts)
    yield letters_section(facts.letters, texts)
    yield _side_jobs(watch, facts, texts)
    yield awareness_section(facts.told, _division_names(watch), texts, zone)
    yield _keeping(watch, facts, texts)
    yield charter_section(watch.settings.charter, facts.today, texts)
    yield _audit(watch, facts, texts)


def _swept(watch: Watch) -> list[str]:
    """Sources that are to be swept, whether they ever were."""
    return [
        one.name for one in watch.settings.sources.values() if one.enabled and lasting(one) is None
    ]


def _division_names(watch: Watch) -> dict[str, str]:
    return {one.id: one.name for one in watch.settings.watchlist.divisions}


def _campaigns(watch: Watch, since: datetime, until: datetime) -> tuple[Campaign, ...]:
    """Those that ran at some moment of the time."""
    first, last = since.date(), until.date()
    return tuple(
        one
        for one in watch.record.campaigns.list()
        if one.begins <= last and (one.closed_at is None or one.closed_at.date() >= first)
    )


def _cases(watch: Watch, since: datetime, until: datetime) -> tuple[Case, ...]:
    """Those that were open at some moment of the time, as they stand now."""
    return tuple(
        one
        for one in watch.record.cases.list()
        if one.opened_at < until and (one.closed_at is None or one.closed_at >= since)
    )


def _letters(watch: Watch, since: datetime, until: datetime) -> tuple[Letter, ...]:
    """Those that were written or sent in the time."""
    return tuple(
        one
        for one in watch.record.letters.list()
        if since <= (one.sent_at or one.created_at) < until
    )


def _told(watch: Watch, since: datetime, until: datetime) -> tuple[Told, ...]:
    """Announcements that were published in the time, oldest first."""
    announcements = watch.record.announcements
    published = sorted(
        (one.published_at, one.number)
        for one in announcements.list()
        if one.published_at is not None and since <= one.published_at < until
    )
    return tuple(
        Told(announcement=announcements.get(number), groups=announcements.counts(number, groups))
        for _at, number in published
    )


def _side_jobs(watch: Watch, facts: Facts, texts: Catalogue) -> Section:
    """The register is sealed: without the key there is no number."""
    register = watch.record.side_jobs
    jobs = register.list() if watch.record.vault.is_open else ()
    return side_jobs_section(jobs, register.count(), facts.today, texts)


def _keeping(watch: Watch, facts: Facts, texts: Catalogue) -> Section:
    keeping = watch.record.keeping
    deletions = keeping.deletions(since=facts.since, until=facts.until)
    return keeping_section(deletions, keeping.tombstones(), keeping.holds(), texts)


def _audit(watch: Watch, facts: Facts, texts: Catalogue) -> Section:
    checked = watch.record.audit.verify()
    acts = watch.record.figures.audited(facts.since, facts.until)
    return audit_section(checked.head, checked.rows, acts, len(checked.problems), texts)


def _figures(facts: Facts, texts: Catalogue) -> Iterator[tuple[str, str]]:
    yield texts.text(N_("new findings")), str(len(facts.found))
    share = facts.counted.false_alarms
    yield texts.text(N_("false alarms")), percent(share) or "–"
    yield texts.text(N_("first look, half within")), _half(facts.found, texts)
    asked = [line for one in facts.campaigns for line in one.lines if line.sent_on is not None]
    answered = sum(line.answer is not None for line in asked)
    yield texts.text(N_("platforms that answered")), f"{answered} / {len(asked)}"
    yield texts.text(N_("cases to be followed up")), str(_open(facts.cases))
    yield texts.text(N_("verified gone")), str(_gone(facts.cases))
    reach = facts.told[-1].overall.reach if facts.told else None
    yield texts.text(N_("reach of the last announcement")), percent(reach) or "–"


def _half(found: Sequence[FoundFigure], texts: Catalogue) -> str:
    waits = [one.waited / _HOUR for one in found if one.waited is not None]
    return lasted(median(waits) * _HOUR, texts) if waits else "–"


def _open(cases: Sequence[Case]) -> int:
    return sum(one.state not in _ENDED for one in cases)


def _gone(cases: Sequence[Case]) -> int:
    return sum(one.verified_on is not None and one.basis is not None for one in cases)
