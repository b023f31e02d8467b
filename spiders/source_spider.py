"""What all spiders share: a source, a time, and how one page becomes a sighting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from leakwatch.errors import N_, SweepError
from leakwatch.extract import Document, canonical_url, content_hash, read_document
from leakwatch.models import Canary, FileRead, PageProblem, Reached, Selector, Sighting, Source
from spiders.addresses import asked

#: What a callback may yield.
Yield = Request | Sighting | PageProblem | FileRead | Reached


class SourceSpider(Spider):
    """One sweep over one source: the base of all spiders, of a user's own as well.

    A spider yields requests, sightings and page problems. It reads responses by `body`, `url` and
    `headers` only: pages are parsed once, by `leakwatch.extract`. A PageError may leave a callback;
    the engine counts it by its name.
    """

    def __init__(
        self, *, source: Source, seen_at: datetime, since: datetime | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.seen_at = seen_at
        self.since = since  # where the last clean sweep left off

    async def start(self) -> AsyncIterator[Any]:
        for start in self.source.start:
            for url in asked(start, self.source.queries):
                yield self.first_request(url)

    def first_request(self, url: str) -> Request:  # noqa: ARG002 - for those who write it
        """The request a sweep begins with, for each address under `start:` and each query."""
        raise SweepError(
            N_("{spider} does not say how it begins: write first_request or start"),
            spider=f"{type(self).__module__}.{type(self).__qualname__}",
        )

    def canary_request(self, canary: Canary, ask: str) -> Request | None:  # noqa: ARG002
        """The request that asks the source for `ask`, without a callback; None when it cannot."""
        return None

    def canary_found(self, response: Response, canary: Canary) -> bool:  # noqa: ARG002
        """Whether the answer to that shows something, and with `contains` that text in it."""
        return False

    def page(self, response: Response) -> Document:
        """The page in `response`, as the engine has read it already, if it has. Raises NotText."""
        read = response.request.meta.pop("document", None) if response.request else None
        if isinstance(read, Document):
            return read
        return read_document(
            response.body, url=response.url, content_type=content_type_of(response)
        )

    def sight(self, response: Response) -> Iterator[Yield]:
        """Callback for a page that is a sighting by itself."""
        read = read_profile(self.page(response), self.source, seen_at=self.seen_at)
        yield from read.problems
        yield read.sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page, read: it is handed on even when something is wrong with it."""

    sighting: Sighting
    problems: tuple[PageProblem, ...] = ()


def content_type_of(response: Response) -> str | None:
    header = response.headers.get("Content-Type")
    return header.decode("latin-1") if header else None


def listing_request(url: str, callback: Any, **values: Any) -> Request:
    """A request for a page that leads to others: when it fails, more than a page is lost."""
    return Request(
        url, callback=callback, cb_kwargs=values, meta={"listing": True}, dont_filter=True
    )


def read_profile(document: Document, source: Source, *, seen_at: datetime) -> ReadPage:
    """The sighting that `document` is, with the fields `source` declares.

    The text is always the whole page's. When not one of the declared selectors finds anything the
    layout has changed; when `identity` finds nothing the canonical address takes its place.
    """
    page = canonical_url(document.url)
    declared = read_fields(document, source.fields)
    identity = read_identity(document, source.identity)
    missing = []
    if source.fields and not declared:
        missing.append("layout_changed")
    if source.identity is not None and identity is None:
        missing.append("no_identity")
    fields = {**page_fields(document), **declared}
    sighting = Sighting(
        source=source.name,
        identity=identity or page,
        url=document.url,
        page=page,
        shows=source.shows,
        title=document.title,
        text=document.text,
        fields=fields,
        markup=document.markup,
        language=document.language,
        seen_at=seen_at,
        personal_data=source.personal_data,
        content_hash=content_hash(document.title, document.text, fields),
        steady=document.text_without(source.ignore),
    )
    problems = tuple(PageProblem(name=name, url=document.url) for name in missing)
    return ReadPage(sighting=sighting, problems=problems)


def read_fields(document: Document, selectors: Mapping[str, Selector]) -> dict[str, str]:
    """What the selectors find, by field; several finds of one selector stand on lines of their own."""
    found = {name: document.select(selector) for name, selector in selectors.items()}
    return {name: "\n".join(values) for name, values in found.items() if values}


def read_identity(document: Document, selector: Selector | None) -> str | None:
    """The platform's own id of what the page shows, or None when it does not say."""
    values = () if selector is None else document.select(selector)
    return values[0] if values else None


def page_fields(document: Document) -> dict[str, str]:
    """What a page says beside its text: of itself, to its scripts, and how its names are read."""
    fields = {
        "description": document.description,
        "data": "\n".join(document.data.values()),
        "readings": "\n".join(reading for _base, reading in document.readings),
    }
    return {name: value for name, value in fields.items() if value}
