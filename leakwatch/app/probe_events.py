"""What a probe says of each page, robots.txt and entry; nothing of a person where people are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from leakwatch.crawl import Answer, Counts, Role, Tape
from leakwatch.crawl.describing import look_at, robots_said
from leakwatch.crawl.tape import BEYOND
from leakwatch.models import Outcome, Sighting, Source

Event = dict[str, object]

#: Characters of one field that are shown where no person is behind it.
_SHOWN = 300


def page_events(source: Source, tape: Tape) -> Iterator[Event]:
    """One event for each robots.txt and page that answered or did not, and for each trouble."""
    known = {answer.url: answer.role for answer in tape.answers}
    for answer in tape.answers:
        if answer.error == BEYOND:
            continue
        if answer.role is Role.ROBOTS:
            yield _robots(source, answer)
        else:
            yield _page(source, answer)
    for trouble in tape.troubles:
        role = known.get(trouble.url, Role.DETAIL)
        url = shown_url(source, trouble.url, role)
        yield {
            "event": "source.trouble", "source": source.name, "name": trouble.name, "url": url
        }  # fmt: skip


def shown_url(source: Source, url: str, role: Role) -> str:
    """`url`, unless it may name a person: then its site only."""
    if not source.personal_data or role is not Role.DETAIL or url in source.start:
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…"


def sighting_event(source: Source, sighting: Sighting) -> Event:
    """What was read of one entry; only how long everything is where people are shown."""
    fields: Mapping[str, str] = sighting.fields
    personal = source.personal_data or sighting.personal_data
    return {
        "event": "source.sighting",
        "source": source.name,
        "url": shown_url(source, sighting.url, Role.DETAIL),
        "identity": None if personal else sighting.identity,
        "title": None if personal else sighting.title,
        "title_length": len(sighting.title),
        "text_length": len(sighting.text),
        "fields": {name: len(value) for name, value in fields.items()},
        "values": None if personal else {name: value[:_SHOWN] for name, value in fields.items()},
    }


def ended_event(source: Source, counts: Counts, outcome: Outcome, reasons: Sequence[str]) -> Event:
    """The outcome that a sweep which saw just this would have; that it is cut short says nothing."""
    return {
        "event": "source.probed",
        "source": source.name,
        "outcome": outcome.value,
        "reasons": [name for name in reasons if name != BEYOND],
        "requests": counts.requests,
        "pages": counts.pages,
        "bytes": counts.bytes,
        "sightings": counts.sightings,
        "canaries": dict(counts.canaries),
        "errors": dict(counts.errors),
    }


def _robots(source: Source, answer: Answer) -> Event:
    urls = (*source.start, *(one.url for one in source.canaries if one.url))
    said = robots_said(answer, urls, most=source.limits.page_bytes)
    return {
        "event": "source.robots",
        "source": source.name,
        "place": said.place,
        "status": said.status or None,
        "error": said.error or None,
        "refused": list(said.refused),
        "delay": said.delay,
        "address": answer.address or None,
    }


def _page(source: Source, answer: Answer) -> Event:
    look = look_at(answer, source)
    return {
        "event": "source.page",
        "source": source.name,
        "role": answer.role.value,
        "url": shown_url(source, answer.url, answer.role),
        "status": answer.status or None,
        "error": look.error or None,
        "type": answer.header("content-type") or None,
        "received": len(answer.body),
        "size": look.size,
        "encoding": look.encoding or None,
        "title": None if _names_people(source, answer) else look.title,
        "title_length": len(look.title),
        "finds": dict(look.finds),
        "address": answer.address or None,
        "issuer": answer.issuer or None,
        "valid_until": answer.valid_until or None,
    }


def _names_people(source: Source, answer: Answer) -> bool:
    alone = source.links is None and source.items is None  # its first page is an entry itself
    return source.personal_data and (
        answer.role is Role.DETAIL or (alone and answer.role is Role.LISTING)
    )
