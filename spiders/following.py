"""What a feed, a search or an API says of an entry, with the entry's own page read as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from leakwatch.errors import PageError
from leakwatch.extract import Document, canonical_url, content_hash
from leakwatch.models import PageProblem, Selector, Sighting
from spiders.source_spider import SourceSpider, Yield, page_fields, read_fields, read_identity


class FollowingSpider(SourceSpider):
    """Yields entries as they are, or with `follow` after a look at each one's page."""

    @property
    def on_page(self) -> Mapping[str, Selector]:
        """The fields that are read of an entry's page."""
        return self.source.fields

    @property
    def page_identity(self) -> Selector | None:
        """What tells an entry's identity on its page."""
        return self.source.identity

    def entry(self, sighting: Sighting, *, found_at: str) -> Sighting | Request:
        """What comes of an entry that stood in the answer from `found_at`."""
        if not self.source.follow or sighting.url == found_at:
            return sighting
        return Request(
            sighting.url,
            callback=self.follow,
            errback=self.stay,
            cb_kwargs={"sighting": sighting},
            dont_filter=True,  # two entries may share a page, and none may be lost
        )

    def follow(self, response: Response, sighting: Sighting) -> Iterator[Yield]:
        """Callback for an entry's page."""
        try:
            page = self.page(response)
        except PageError:
            yield PageProblem(name="not_text", url=response.url)
            yield sighting
            return
        if self.on_page and not read_fields(page, self.on_page):
            yield PageProblem(name="layout_changed", url=response.url)
        if self.page_identity is not None and not read_identity(page, self.page_identity):
            yield PageProblem(name="no_identity", url=response.url)
        read = merge_page(sighting, page, fields=self.on_page, identity=self.page_identity)
        yield replace(read, steady=page.text_without(self.source.ignore))

    def stay(self, failure: Failure) -> Iterator[Yield]:
        """The page is not to be had (the engine counts that): what was said of it elsewhere is."""
        request: Request = cast("Any", failure).request  # set by Scrapy
        yield request.cb_kwargs["sighting"]


def merge_page(
    sighting: Sighting,
    document: Document,
    *,
    fields: Mapping[str, Selector],
    identity: Selector | None,
) -> Sighting:
    """An entry with its page: the page's text, and what both say in fields."""
    said = {**sighting.fields, **page_fields(document), **read_fields(document, fields)}
    title = sighting.title or document.title
    return replace(
        sighting,
        identity=read_identity(document, identity) or sighting.identity,
        page=canonical_url(document.url),
        title=title,
        text=document.text,
        fields=said,
        markup=document.markup,
        language=document.language,
        content_hash=content_hash(title, document.text, said),
    )
