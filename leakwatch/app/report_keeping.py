"""Sections of the report: side jobs, awareness, what is kept and held, the charter, the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from leakwatch.app.report_words import CLASSES
from leakwatch.casework.awareness import overall
from leakwatch.casework.report import Chart, Section, Series, Table
from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.locale.named import CAUSES
from leakwatch.models import (
    Announcement,
    Cause,
    CharterState,
    Deletion,
    Hold,
    ReaderGroup,
    SideJob,
    Tombstone,
)

#: Days; what ends within these is told.
_SOON = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An announcement that went out, with its readers in groups."""

    announcement: Announcement
    groups: tuple[ReaderGroup, ...]

    @property
    def overall(self) -> ReaderGroup:
        return overall(self.groups, self.announcement.headcount)


def side_jobs_section(
    jobs: Sequence[SideJob], used: Mapping[str, int], today: date, texts: Catalogue
) -> Section:
    """How many are approved and what they settled; whose and where is not told."""
    approved = sum(one.holds(today) for one in jobs)
    settled = used.get("within", 0)
    beyond = sum(used.values()) - settled
    return Section(
        title=texts.text(N_("Approved side jobs: {count}"), count=approved),
        lines=(
            texts.text(N_("Registrations they settled: {count}"), count=settled),
            texts.text(N_("Findings that went beyond an approval: {count}"), count=beyond),
        ),
    )


def awareness_section(
    told: Sequence[Told], names: Mapping[str, str], texts: Catalogue, zone: ZoneInfo
) -> Section:
    """Announcements of the time with reach and trend; `names` are those of divisions."""
    title = texts.text(N_("Announcements to the staff: {count}"), count=len(told))
    if not told:
        return Section(title=title, lines=(texts.text(N_("Nothing was announced.")),))
    charts = (
        (_trend(told, texts, zone),) if any(one.overall.reach is not None for one in told) else ()
    )
    last = told[-1]
    tables = [_announcements(told, texts, zone)]
    if last.announcement.headcount:
        tables.append(_divisions(last, names, texts))
    return Section(title=title, charts=charts, tables=tuple(tables))


def _trend(told: Sequence[Told], texts: Catalogue, zone: ZoneInfo) -> Chart:
    reached = [one.overall.reach for one in told]
    return Chart(
        title=texts.text(N_("Reach of the announcements")),
        description=texts.text(N_("Columns in percent of the staff; the table below has all.")),
        labels=tuple(_name(one, zone) for one in told),
        series=(
            Series(
                name=texts.text(N_("reach")),
                values=tuple(None if one is None else round(100 * one) for one in reached),
            ),
        ),
        unit=" %",
        highest=100,
    )


def _name(one: Told, zone: ZoneInfo) -> str:
    at = one.announcement.published_at
    return (
        f"{one.announcement.label} ({at.astimezone(zone):%Y-%m})" if at else one.announcement.label
    )


def _announcements(told: Sequence[Told], texts: Catalogue, zone: ZoneInfo) -> Table:
    return Table(
        caption=texts.text(N_("Announcements and their readers")),
        headings=tuple(
            texts.text(one)
            for one in (
                N_("announcement"),
                N_("published"),
                N_("occasion"),
                N_("readers"),
                N_("staff"),
                N_("reach"),
            )
        ),
        rows=tuple(
            (
                one.announcement.label,
                f"{one.announcement.published_at.astimezone(zone):%Y-%m-%d}"
                if one.announcement.published_at
                else None,
                occasion_in_words(one.announcement, texts),
                readers_in_words(one.overall, one.announcement.smallest, texts),
                one.overall.people,
                percent(one.overall.reach),
            )
            for one in told
        ),
    )


def occasion_in_words(one: Announcement, texts: Catalogue) -> str:
    """The calendar, or the label of the case or campaign that led to it."""
    if one.occasion.startswith("calendar:"):
        return texts.text(N_("calendar"))
    return one.occasion or texts.text(N_("own decision"))


def readers_in_words(group: ReaderGroup, smallest: int, texts: Catalogue) -> int | str:
    if group.readers is None:
        return texts.text(N_("fewer than {count}"), count=smallest)
    return group.readers


def percent(share: float | None) -> str | None:
    return None if share is None else f"{round(100 * share)} %"


def divisions_in_words(group: ReaderGroup, names: Mapping[str, str], texts: Catalogue) -> str:
    """The divisions of a group by name; those who named none at the end."""
    known = [names.get(one, one) for one in group.divisions if one]
    if "" in group.divisions:
        known.append(texts.text(N_("not said")))
    return ", ".join(known) or texts.text(N_("all staff"))


def _divisions(last: Told, names: Mapping[str, str], texts: Catalogue) -> Table:
    smallest = last.announcement.smallest
    return Table(
        caption=texts.text(
            N_("{label} by division; fewer than {count} readers are counted together"),
            label=last.announcement.label,
            count=smallest,
        ),
        headings=tuple(
            texts.text(one) for one in (N_("division"), N_("readers"), N_("staff"), N_("reach"))
        ),
        rows=tuple(
            (
                divisions_in_words(one, names, texts),
                readers_in_words(one, smallest, texts),
                one.people,
                percent(one.reach),
            )
            for one in last.groups
        ),
    )


def keeping_section(
    deletions: Sequence[Deletion],
    tombstones: Iterable[Tombstone],
    holds: Iterable[Hold],
    texts: Catalogue,
) -> Section:
    """What was deleted and why, what is not reported anew, and what may not be deleted."""
    held = [one for one in holds if one.holds]
    standing = [one for one in tombstones if one.lifted_at is None]
    counts = Counter((one.what, one.cause) for one in deletions)
    lines = [
        texts.text(
            N_("Deleted findings that are not reported anew: {count}; stopped so far: {stopped}"),
            count=len(standing),
            stopped=sum(one.stopped for one in standing),
        ),
        texts.text(N_("Legal holds: {count}"), count=len(held)),
    ]
    tables = []
    if counts:
        tables.append(_deletions(counts, texts))
    if held:
        tables.append(_holds(held, texts))
    backups = {name for one in deletions for name in one.backups}
    if backups:
        text = N_("Backups that still hold something of what was deleted: {count}")
        lines.append(texts.text(text, count=len(backups)))
    return Section(
        title=texts.text(N_("Deletions: {count}"), count=len(deletions)),
        lines=tuple(lines),
        tables=tuple(tables),
    )


def _deletions(counts: Counter[tuple[str, Cause]], texts: Catalogue) -> Table:
    return Table(
        caption=texts.text(N_("What was deleted, and why")),
        headings=tuple(texts.text(one) for one in (N_("what"), N_("why"), N_("deletions"))),
        rows=tuple(
            (
                texts.text(CLASSES[what]) if what in CLASSES else what,
                texts.text(CAUSES[cause]),
                count,
            )
            for (what, cause), count in sorted(counts.items())
        ),
    )


def _holds(held: Sequence[Hold], texts: Catalogue) -> Table:
    """A hold on a person is told without its person."""
    return Table(
        caption=texts.text(N_("Legal holds")),
        headings=tuple(
            texts.text(one) for one in (N_("legal hold"), N_("what is held"), N_("last day"))
        ),
        rows=tuple(
            (
                one.label,
                texts.text(N_("a person")) if one.about.startswith("person:") else one.about,
                one.until.isoformat(),
            )
            for one in held
        ),
    )


def charter_section(state: CharterState, today: date, texts: Catalogue) -> Section:
    """Whether people may be watched by name, by which version, and until when."""
    title = texts.text(N_("Charter"))
    charter = state.charter
    if charter is None:
        return Section(title=title, lines=(_problem(state, texts),), pressing=True)
    left = (charter.valid_until - today).days
    return Section(
        title=title,
        lines=(
            texts.text(
                N_("Version {version}, valid until {day} ({count} days)"),
                version=charter.version,
                day=charter.valid_until.isoformat(),
                count=left,
            ),
            texts.text(N_("The staff was told on {day}."), day=charter.notice_date.isoformat()),
        ),
        pressing=left <= _SOON,
    )


def _problem(state: CharterState, texts: Catalogue) -> str:
    """Why nobody is watched by name; of a file its name only."""
    values = {
        name: value.name if isinstance(value, Path) else value
        for name, value in state.values.items()
    }
    return texts.text(state.problem or N_("nobody is watched by name")).format(**values)


def audit_section(
    head: str, rows: int, acts: Mapping[str, int], problems: int, texts: Catalogue
) -> Section:
    """What people did that has to be answered for, and the last link of the chain."""
    reveals = sum(count for act, count in acts.items() if act.endswith(".reveal"))
    exports = sum(count for act, count in acts.items() if act.endswith(".export"))
    lines = [
        texts.text(N_("Entries of the time: {count}"), count=sum(acts.values())),
        texts.text(
            N_("Sealed things shown: {count}; exports: {exports}"), count=reveals, exports=exports
        ),
        texts.text(N_("The trail has {count} entries and ends in:"), count=rows),
        head,
    ]
    if problems:
        text = N_("The trail does not hold together in {count} places: leakwatch db verify")
        lines.insert(0, texts.text(text, count=problems))
    return Section(title=texts.text(N_("Audit trail")), lines=tuple(lines), pressing=bool(problems))
