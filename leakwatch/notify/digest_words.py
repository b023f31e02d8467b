"""A digest in words: sections of lines, the same for Slack, mail, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.locale.named import VERDICTS
from leakwatch.models import Age, Blind, Delivery, Digest, Expiring, Kind, Outcome, Severity, Sight
from leakwatch.notify import duty_words, phrases, reasons
from leakwatch.notify.inert import inert

_NAME_LIMIT, _MOST_REASONS = 60, 3

_AGES = {
    Age.DAY: N_("less than a day"),
    Age.WEEK: N_("less than a week"),
    Age.MONTH: N_("less than a month"),
    Age.OLDER: N_("older"),
}
_STATES = {
    Delivery.DEAD: N_("refused by the channel"),
    Delivery.UNKNOWN: N_("undecided whether it arrived"),
    Delivery.RETRY: N_("tried again and again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    lines: tuple[str, ...] = ()
    pressing: bool = False  #: a person has to see to it
    needed: bool = False  #: never left out


def title_of(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> str:
    since, until = (_moment(at, zone) for at in (digest.since, digest.until))
    return texts.text(N_("Digest: {since} – {until}"), since=since, until=until)


def sections(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> tuple[Section, ...]:
    """What a person has to see to first, then the counts; nothing that is empty is left unsaid."""
    return (
        *_pressing(digest, texts, zone),
        _new(digest, texts),
        _open(digest, texts),
        _decided(digest, texts),
        _sweeps(digest, texts),
        _suppressed(digest, texts),
        _service(digest, texts),
        _audit(digest, texts),
        *_gathered(digest, texts),
    )


def _pressing(digest: Digest, texts: Catalogue, zone: tzinfo) -> Iterator[Section]:
    if digest.blind:
        lines = tuple(_blind(one, texts, zone) for one in digest.blind)
        title = texts.text(N_("Sources that are blind: {count}"), count=len(lines))
        yield Section(title=title, lines=lines, pressing=True)
    if digest.never_swept:
        names = ", ".join(inert(name, _NAME_LIMIT) for name in digest.never_swept)
        title = texts.text(N_("Never swept: {count}"), count=len(digest.never_swept))
        yield Section(title=title, lines=(names,), pressing=True)
    if digest.undelivered:
        title = texts.text(
            N_("Alerts not delivered: {count}"), count=sum(digest.undelivered.values())
        )
        lines = (_listed(digest.undelivered, _STATES, texts), "leakwatch notify list")
        yield Section(title=title, lines=lines, pressing=True)
    if digest.overdue:
        title = texts.text(N_("Overdue in casework: {count}"), count=sum(digest.overdue.values()))
        known = {what: f"… {duty_words.of_duty(what, texts)}" for what in digest.overdue}
        told = tuple(f"{known[what]}: {count}" for what, count in digest.overdue.items())
        yield Section(title=title, lines=told, pressing=True)
    if digest.expiring:
        title = texts.text(N_("About to expire: {count}"), count=len(digest.expiring))
        ends = tuple(_expiring(one, texts) for one in digest.expiring)
        yield Section(title=title, lines=ends, pressing=True)


def _blind(one: Blind, texts: Catalogue, zone: tzinfo) -> str:
    text = N_("{source}: {why}; last seen {since}")
    if one.since is None:
        text = N_("{source}: {why}; never seen")
    if one.sight is Sight.QUARANTINED:
        text = N_("{source} (rests): {why}; last seen {since}")
        if one.since is None:
            text = N_("{source} (rests): {why}; never seen")
    why = reasons.in_words(one.reasons[:_MOST_REASONS], texts) or "-"
    since = _moment(one.since, zone) if one.since else ""
    return texts.text(text, source=inert(one.source, _NAME_LIMIT), why=why, since=since)


def _expiring(one: Expiring, texts: Catalogue) -> str:
    text = N_("the charter, on {day}: then nobody is watched by name")
    if one.what == "reviewer":
        text = N_("reviewer {id}, on {day}")
    return texts.text(text, id=inert(one.id, _NAME_LIMIT), day=one.on.isoformat())


def _new(digest: Digest, texts: Catalogue) -> Section:
    count = sum(digest.severities.values())
    gravest = {
        one.value: digest.severities[one.value]
        for one in reversed(Severity)
        if one.value in digest.severities
    }
    lines = (
        _listed(gravest, phrases.SEVERITIES, texts),
        _listed(digest.kinds, phrases.KINDS, texts),
    )
    return _section(texts.text(N_("New findings: {count}"), count=count), lines)


def _open(digest: Digest, texts: Catalogue) -> Section:
    count = sum(digest.open.values())
    title = texts.text(N_("Waiting for a decision: {count}"), count=count)
    return _section(title, (_listed(digest.open, _AGES, texts),))


def _decided(digest: Digest, texts: Catalogue) -> Section:
    title = texts.text(N_("Findings decided: {count}"), count=digest.judged)
    lines = [_listed(digest.verdicts, VERDICTS, texts)]
    if digest.false_alarms is not None:
        text = N_("False alarms: {percent} % ({dismissed} of {judged} decided)")
        percent = round(100 * digest.false_alarms)
        values = {"dismissed": digest.dismissed, "judged": digest.judged}
        lines.append(texts.text(text, percent=percent, **values))
    return _section(title, lines)


def _sweeps(digest: Digest, texts: Catalogue) -> Section:
    title = texts.text(N_("Sweeps: {count}"), count=sum(digest.sweeps.values()))
    return _section(title, (_listed(digest.sweeps, phrases.SWEPT, texts),))


def _suppressed(digest: Digest, texts: Catalogue) -> Section:
    count = sum(digest.suppressed.values())
    title = texts.text(N_("Hits set aside by rules: {count}"), count=count)
    return _section(title, (_listed(digest.suppressed, {}, texts),))


def _service(digest: Digest, texts: Catalogue) -> Section:
    if not digest.minutes:
        return Section(title=texts.text(N_("Service: no time to speak of")))
    title = texts.text(
        N_("Service: well {percent} % of the time"),
        percent=f"{100 * digest.healthy / digest.minutes:.1f}",
    )
    values = {"healthy": digest.healthy, "lived": digest.lived, "minutes": digest.minutes}
    text = N_("{lived} of {minutes} minutes with a heartbeat, {healthy} of them well")
    return Section(title=title, lines=(texts.text(text, **values),))


def _audit(digest: Digest, texts: Catalogue) -> Section:
    title = texts.text(N_("Audit trail: {count} entries, ending in"), count=digest.audit_rows)
    return Section(title=title, lines=(digest.audit_head,), needed=True)


def _gathered(digest: Digest, texts: Catalogue) -> Iterator[Section]:
    if digest.gathered:
        text = N_("Alerts that follow in this thread: {count}")
        yield Section(title=texts.text(text, count=digest.gathered), needed=True)


def _section(title: str, lines: Iterable[str]) -> Section:
    return Section(title=title, lines=tuple(filter(None, lines)))


def _listed(
    counts: Mapping[str, int],
    words: Mapping[Age, str]
    | Mapping[Delivery, str]
    | Mapping[Kind, str]
    | Mapping[Outcome, str]
    | Mapping[Severity, str]
    | Mapping[str, str],
    texts: Catalogue,
) -> str:
    known = {str(key): text for key, text in words.items()}
    return ", ".join(
        f"{texts.text(known[key]) if key in known else inert(key, _NAME_LIMIT)}: {count}"
        for key, count in counts.items()
    )


def _moment(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
