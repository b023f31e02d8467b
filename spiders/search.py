"""Searches that answer with pages: the results on each page, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from scrapy.http import Response

from leakwatch.extract import Document, canonical_url, content_hash
from leakwatch.models import PageProblem, Selector, SelectorKind, Sighting, Source
from spiders.asking import AskingSpider, ReadEntries
from spiders.directory import read_listing
from spiders.source_spider import read_fields, read_identity

#: Without `link:` the first one in a result is its address.
_FIRST_LINK = Selector(kind=SelectorKind.CSS, expression="a[href]", attribute="href")
#: Results of one page that are read; a page of thousands is no page of results.
_MOST = 1_000


class SearchSpider(AskingSpider):
    name = "search"

    def read(self, response: Response) -> ReadEntries:
        return read_results(self.page(response), self.source, seen_at=self.seen_at)

    @property
    def on_page(self) -> Mapping[str, Selector]:
        return {}  # the fields are those of a result

    @property
    def page_identity(self) -> Selector | None:
        return None


def read_results(document: Document, source: Source, *, seen_at: datetime) -> ReadEntries:
    """Every result of one page as a sighting. Raises LayoutChanged.

    A page without any is `no_links`: whether there is nothing, or the page is another one, only a
    canary can tell.
    """
    assert source.items is not None, "the kind search needs items"
    pieces = document.pieces(source.items)
    problems: list[PageProblem] = []
    if not pieces:
        problems.append(_problem("no_links", document.url, source.items))
    if len(pieces) > _MOST:
        problems.append(_problem("too_large", document.url, source.items))
    sightings = [
        _sighting(piece, source, problems, page=canonical_url(document.url), seen_at=seen_at)
        for piece in pieces[:_MOST]
    ]
    return ReadEntries(
        sightings=tuple(sightings),
        problems=tuple(problems),
        next=read_listing(document, source).next,
    )


def _problem(name: str, url: str, selector: Selector) -> PageProblem:
    return PageProblem(name=name, url=url, listing=True, where=selector.where)


def _sighting(
    piece: Document, source: Source, problems: list[PageProblem], *, page: str, seen_at: datetime
) -> Sighting:
    links = piece.links(source.link or _FIRST_LINK)
    url = links[0] if links else piece.url
    fields = read_fields(piece, source.fields)
    # A pattern over the address means that of the result.
    by_address = source.identity is not None and source.identity.kind is SelectorKind.URL
    place = Document("", url=url, encoding=piece.encoding) if by_address else piece
    identity = read_identity(place, source.identity)
    if not links or (source.fields and not fields):
        problems.append(PageProblem(name="layout_changed", url=page, where=_where(source, links)))
    if source.identity is not None and identity is None:
        problems.append(PageProblem(name="no_identity", url=page, where=source.identity.where))
    title = fields.get("headline", "") or piece.title
    digest = content_hash(title, piece.text, fields)
    return Sighting(
        source=source.name,
        identity=identity or (canonical_url(url) if links else f"{page} {digest}"),
        url=url,
        page=page,
        shows=source.shows,
        title=title,
        text=piece.text,
        fields=fields,
        markup=piece.markup,
        language=piece.language,
        seen_at=seen_at,
        personal_data=source.personal_data,
        content_hash=digest,
    )


def _where(source: Source, links: tuple[str, ...]) -> str:
    """The key that found nothing: that of the link, else the first of the fields."""
    if not links:
        return source.link.where if source.link else ""
    return next(iter(source.fields.values())).where
