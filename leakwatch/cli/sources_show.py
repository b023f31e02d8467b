"""`leakwatch sources show`: everything known of one source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import typer

from leakwatch.cli.named import beside
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.cli.sources import queried_entries, source_record
from leakwatch.cli.sources_probe import SourceArgument
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import Confidence, Crawling

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Canary, Quiet, Source

_LAST = 10
_TERMS: Mapping[Crawling, str] = {
    Crawling.ALLOWED: N_("programs may read it"),
    Crawling.UNCONFIRMED: N_("nobody has read them yet"),
    Crawling.FORBIDDEN: N_("no programs"),
}
_CONFIDENCE: Mapping[Confidence, str] = {
    Confidence.LOW: N_("low"),
    Confidence.MEDIUM: N_("medium"),
    Confidence.HIGH: N_("high"),
}

#: A heading and what stands beside it; empty ones are left out.
Fact = tuple[str, str]


def show(context: typer.Context, name: SourceArgument, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    terminal = session.terminal
    with session.watch() as watch:
        source = watch.source(name)
        if output is Format.JSONL:
            record = {**source_record(watch, source), **_more(source)}
            terminal.records((), [record], lines=True)
            return
        facts = [fact for fact in _facts(terminal, watch, source) if fact[1]]
        terminal.table(
            [N_("about"), N_("what is known")],
            [(terminal.text(heading), text) for heading, text in facts],
        )
        _print_history(terminal, watch, source)


def _more(source: Source) -> dict[str, object]:
    """What JSON lines hold beside the record of `sources list`; never the value of a header."""
    return {
        "title": source.title,
        "where": source.where,
        "start": list(source.start),
        "domains": list(source.domains),
        "headers": sorted(source.headers),
        "variables": sorted(source.variables),
        "unset": list(source.unset),
        "canaries": len(source.canaries),
        "contact": source.inquiries.contact if source.manual or source.inquiries.contact else None,
        "links": list(source.manual.links) if source.manual else [],
    }


def _facts(terminal: Terminal, watch: Watch, source: Source) -> Iterator[Fact]:
    from leakwatch.app.outlook import hindrances, next_sweep
    from leakwatch.score import KINDS

    text = terminal.text
    shows = beside(terminal, source.shows.value, KINDS[source.shows])
    yield N_("source"), f"{source.name} ({source.kind}, {shows})"
    yield N_("title"), source.title
    yield N_("definition"), source.where
    for hindrance in hindrances(watch, source, now=now()):
        yield N_("not swept"), text(hindrance.message, **hindrance.values)
    yield N_("next sweep"), terminal.moment(next_sweep(watch, source, now=now()))
    yield N_("personal data"), text(N_("yes") if source.personal_data else N_("no"))
    yield N_("start"), "\n".join(source.start)
    yield N_("hosts"), ", ".join(source.domains)
    yield from _manual(source)
    yield from _terms(terminal, source)
    yield from _about(terminal, source)
    yield N_("queries tell it"), ", ".join(queried_entries(source))
    yield N_("headers"), ", ".join(sorted(source.headers))  # names only: values may be secrets
    yield N_("variables"), ", ".join(_variable(terminal, source))
    yield N_("canaries"), "\n".join(_canary(terminal, one) for one in source.canaries)
    yield N_("manners"), _manners(terminal, source)


def _manual(source: Source) -> Iterator[Fact]:
    if source.manual is not None:
        yield N_("look here"), "\n".join(source.manual.links)
    yield N_("contact"), source.inquiries.contact
    yield N_("form"), source.inquiries.form
    yield N_("operator"), source.inquiries.operator
    if source.inbox is not None:
        yield N_("folder"), source.inbox.folder


def _terms(terminal: Terminal, source: Source) -> Iterator[Fact]:
    terms = source.terms
    crawling = beside(terminal, terms.crawling.value, _TERMS[terms.crawling])
    yield N_("terms"), f"{crawling} {terms.note}".strip()
    yield N_("terms read on"), terms.checked.isoformat() if terms.checked else ""
    yield N_("terms confirmed on"), terms.confirmed.isoformat() if terms.confirmed else ""


def _about(terminal: Terminal, source: Source) -> Iterator[Fact]:
    about = source.about
    yield N_("learns from us"), about.discloses
    yield N_("robots.txt"), about.robots
    yield N_("identity"), about.identity
    yield N_("volume"), about.volume
    if about.confidence is not None:
        words = _CONFIDENCE[about.confidence]
        yield N_("confidence"), beside(terminal, about.confidence.value, words)
    yield N_("last verified"), about.last_verified.isoformat() if about.last_verified else ""


def _variable(terminal: Terminal, source: Source) -> Iterator[str]:
    for name in sorted(source.variables):
        unset = name in source.unset
        yield terminal.text(N_("{name} (not set)"), name=name) if unset else name


def _canary(terminal: Terminal, canary: Canary) -> str:
    what = canary.url or canary.query or terminal.text(N_("a random query"))
    if canary.negative:
        return terminal.text(N_("{what}: nothing there"), what=what)
    if not canary.contains:
        return what
    return terminal.text(N_("{what}: holds {text}"), what=what, text=canary.contains)


def _manners(terminal: Terminal, source: Source) -> str:
    manners, text = source.politeness, terminal.text
    said = [
        text(N_("{delay} s between two requests"), delay=f"{manners.delay:g}"),
        text(N_("{count} at a time"), count=manners.concurrency),
        text(N_("at most {count} pages a sweep"), count=source.limits.pages),
    ]
    if manners.per_day is not None:
        said.append(text(N_("at most {count} requests a day"), count=manners.per_day))
    if manners.quiet:
        spans = ", ".join(map(_span, manners.quiet))
        said.append(text(N_("never {spans}"), spans=f"{spans} {source.timing.timezone}"))
    if not manners.robots:
        said.append(text(N_("robots.txt is not asked for")))
    return "\n".join(said)


def _span(quiet: Quiet) -> str:
    start, end = (f"{at // 60:02}:{at % 60:02}" for at in (quiet.start, quiet.end))
    return f"{start}-{end}"


def _print_history(terminal: Terminal, watch: Watch, source: Source) -> None:
    from leakwatch.notify import of_reason

    history = watch.record.sweeps.history(source.name, limit=_LAST)
    if not history:
        terminal.say(N_("not swept yet"))
        return
    terminal.line()
    rows = [
        (
            terminal.moment(report.ended_at),
            report.outcome,
            "\n".join(
                f"{name}: {of_reason(name, terminal.catalogue).words}" for name in report.reasons
            )
            or "-",
            report.sightings,
            report.requests,
        )
        for report in history
    ]
    headings = [N_("sweep"), N_("outcome"), N_("why"), N_("sightings"), N_("requests")]
    terminal.table(headings, rows)
