"""From a checked source definition to a `Source`."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from leakwatch.config.build import once
from leakwatch.config.mistakes import KeyPath
from leakwatch.config.schema.main import DefaultsEntry
from leakwatch.config.schema.source import (
    LimitsEntry,
    PolitenessEntry,
    ScheduleEntry,
    SelectorEntry,
    SourceFile,
)
from leakwatch.config.yaml_file import Document
from leakwatch.models import Canary, Limits, Politeness, Selector, Source, Timing

_DAY = 86_400
_MEGABYTE = 1_000_000


def build_source(
    written: SourceFile, *, name: str, document: Document, timezone: str, defaults: DefaultsEntry
) -> Source:
    listing, expect = written.listing, written.expect
    return Source(
        name=name,
        kind=written.kind,
        title=written.title,
        start=once(written.start),
        domains=_domains(written),
        shows=written.shows,
        enabled=written.enabled,
        personal_data=written.personal_data,
        identity=_optional(written.identity, document, ("identity",)),
        links=_optional(listing.links if listing else None, document, ("listing", "links")),
        next=_optional(listing.next if listing else None, document, ("listing", "next")),
        fields={
            key: build_selector(selector, document, ("fields", key))
            for key, selector in written.fields.items()
        },
        follow=bool(written.follow),
        include=once(written.include),
        since_days=int(written.since // _DAY) if written.since else None,
        canaries=tuple(Canary(url=one.url, contains=one.contains) for one in written.canaries),
        at_least=expect.at_least if expect else None,
        limits=_limits(written.limits, defaults.limits),
        politeness=_politeness(written.politeness, defaults.politeness),
        timing=_timing(written.schedule, timezone),
        allow_private=once(written.allow_private),
        channel=written.channel,
        where=document.file,
    )


def _domains(written: SourceFile) -> tuple[str, ...]:
    urls = (*written.start, *(canary.url for canary in written.canaries))
    hosts = (urlsplit(url).hostname or "" for url in urls)
    return once((*hosts, *(domain.lower() for domain in written.domains)))


def build_selector(written: SelectorEntry, document: Document, path: KeyPath) -> Selector:
    from leakwatch.extract import parse_selector  # noqa: PLC0415 - loads the HTML parsers

    kind, expression = written.chosen
    return parse_selector(expression, kind, where=f"{document.file}:{document.line(path)}")


def _optional(written: SelectorEntry | None, document: Document, path: KeyPath) -> Selector | None:
    return build_selector(written, document, path) if written is not None else None


def _limits(own: LimitsEntry | None, common: LimitsEntry | None) -> Limits:
    """What the source says, else what all sources say, else the usual."""
    limits = Limits()
    for entry in (common, own):
        if entry is not None:
            limits = Limits(
                pages=entry.pages or limits.pages,
                depth=entry.depth or limits.depth,
                page_bytes=entry.page_size or limits.page_bytes,
                seconds=int(entry.time or limits.seconds),
                memory_mb=entry.memory // _MEGABYTE if entry.memory else limits.memory_mb,
            )
    return limits


def _politeness(own: PolitenessEntry | None, common: PolitenessEntry | None) -> Politeness:
    politeness = Politeness()
    for entry in (common, own):
        if entry is not None:
            politeness = replace(politeness, **entry.model_dump(exclude_none=True))
    return politeness


def _timing(written: ScheduleEntry | None, timezone: str) -> Timing:
    if written is None:
        return Timing(timezone=timezone)
    return Timing(
        cron=written.cron,
        every=written.every,
        timezone=written.timezone or timezone,
        jitter=written.jitter or 0.0,
    )
