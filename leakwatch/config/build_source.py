"""From a checked source definition to a `Source`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from leakwatch.config.build import once
from leakwatch.config.mistakes import KeyPath
from leakwatch.config.schema.base import Entry
from leakwatch.config.schema.main import DefaultsEntry
from leakwatch.config.schema.selectors import SelectorEntry
from leakwatch.config.schema.source import SourceFile
from leakwatch.config.schema.source_asking import SinceEntry
from leakwatch.config.schema.source_parts import (
    CanaryEntry,
    LimitsEntry,
    PolitenessEntry,
    ScheduleEntry,
)
from leakwatch.config.secret import REFERENCE
from leakwatch.config.yaml_file import Document
from leakwatch.models import (
    About,
    Browser,
    Canary,
    Inbox,
    Inquiries,
    Limits,
    Manual,
    Marks,
    Paging,
    Politeness,
    Query,
    Rate,
    Selector,
    Since,
    Source,
    Terms,
    Timing,
)

_DAY = 86_400
_MEGABYTE = 1_000_000


def build_source(
    written: SourceFile,
    *,
    name: str,
    document: Document,
    timezone: str,
    defaults: DefaultsEntry,
    directory: Path,
    environ: Mapping[str, str],
) -> Source:
    """`directory` is the configuration's: relative paths start there."""
    expect = written.expect
    return Source(
        name=name,
        kind=written.kind,
        title=written.title,
        start=once(written.start),
        domains=_domains(written, name),
        shows=written.shows,
        enabled=written.enabled,
        personal_data=written.personal_data,
        canaries=tuple(_canary(one) for one in written.canaries),
        at_least=expect.at_least if expect else None,
        contract=dict(expect.fields) if expect else {},
        quarantine_after=written.quarantine_after,
        limits=_limits(written.limits, defaults.limits),
        politeness=_politeness(written.politeness, defaults.politeness),
        timing=_timing(written.schedule, timezone),
        allow_private=once(written.allow_private),
        channel=written.channel,
        where=document.file,
        **_reading(written, document),
        **_asking(written, document, environ),
        **_standing(written, document, directory),
    )


def _reading(written: SourceFile, document: Document) -> dict[str, Any]:
    """What is read of its pages, and how one leads to the next."""
    listing = written.listing
    following = (listing.next, ("listing", "next")) if listing else (written.next, ("next",))
    ignored = enumerate(written.ignore)
    return {
        "identity": _optional(written.identity, document, ("identity",)),
        "links": _optional(listing.links if listing else None, document, ("listing", "links")),
        "next": _optional(following[0], document, following[1]),
        "fields": {
            key: build_selector(selector, document, ("fields", key))
            for key, selector in written.fields.items()
        },
        "items": _optional(written.items, document, ("items",)),
        "link": _optional(written.link, document, ("link",)),
        "ignore": tuple(build_selector(one, document, ("ignore", at)) for at, one in ignored),
        "follow": bool(written.follow),
        "include": once(written.include),
        "since_days": int(written.since // _DAY) if isinstance(written.since, float) else None,
    }


def _asking(written: SourceFile, document: Document, environ: Mapping[str, str]) -> dict[str, Any]:
    """What leaves with its requests, and how answers follow one another."""
    headers, variables, unset = _headers(written.headers, environ)
    wanting = [name for name, text in written.headers.items() if "${" + "".join(unset[:1]) in text]
    line = document.line(("headers", *wanting[:1]))
    since = written.since
    return {
        "query": Query(**_values(written.query)) if written.query else None,
        "paging": Paging(**_values(written.paging)) if written.paging else None,
        "rate": Rate(**_values(written.rate)) if written.rate else Rate(),
        "since": Since(**_values(since)) if isinstance(since, SinceEntry) else None,
        "complete": written.complete,
        "headers": headers,
        "variables": variables,
        "unset": unset,
        "unset_where": f"{document.file}:{line}" if unset else "",
    }


def _standing(written: SourceFile, document: Document, directory: Path) -> dict[str, Any]:
    """What is known of the place beside how it is read."""
    inbox = written.inbox
    return {
        "terms": Terms(**_values(written.terms)) if written.terms else Terms(),
        "about": About(**_values(written.about)) if written.about else About(),
        "marks": Marks(**_values(written.marks)) if written.marks else Marks(),
        "manual": Manual(**_values(written.manual)) if written.manual else None,
        "asked": Inquiries(**_values(written.inquiries)) if written.inquiries else Inquiries(),
        "browser": Browser(**_values(written.browser)) if written.browser else None,
        "inbox": Inbox(
            folder=str(directory / Path(inbox.folder).expanduser()),
            columns=tuple(inbox.columns.items()),
            delimiter=inbox.delimiter,
            where=f"{document.file}:{document.line(('inbox', 'folder'))}",
        )
        if inbox
        else None,
    }


def _values(entry: Entry) -> dict[str, Any]:
    """What an entry holds, under the names of the noun it becomes."""
    return {name: getattr(entry, name) for name in type(entry).model_fields}


def _headers(
    written: Mapping[str, str], environ: Mapping[str, str]
) -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    """Headers with their secrets filled in, the variables they name, and those that are not set."""
    names = [name for text in written.values() for name in REFERENCE.findall(text)]
    unset = tuple(name for name in dict.fromkeys(names) if not environ.get(name, "").strip())
    filled = {
        header: REFERENCE.sub(lambda match: environ.get(match[1], "").strip(), text)
        for header, text in written.items()
    }
    return {} if unset else filled, frozenset(names), unset


def _canary(written: CanaryEntry) -> Canary:
    return Canary(
        url=written.url or "",
        query=written.query or "",
        random=written.random,
        contains=written.contains or "",
        absent=written.absent,
    )


def _domains(written: SourceFile, name: str) -> tuple[str, ...]:
    """Hosts of its pages; one that has none, such as a folder, is held by its own name."""
    urls = (*written.start, *(canary.url for canary in written.canaries if canary.url))
    hosts = (urlsplit(url).hostname or "" for url in urls)
    return once((*hosts, *(domain.lower() for domain in written.domains))) or (name,)


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
            said = {name: value for name, value in _values(entry).items() if value is not None}
            politeness = replace(politeness, **said)
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
