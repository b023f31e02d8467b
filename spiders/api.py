"""APIs that answer in JSON: the items of each answer, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from scrapy.http import Response

from leakwatch.errors import LayoutChanged
from leakwatch.extract import (
    Answer,
    absolute,
    canonical_url,
    content_hash,
    language_of,
    read_answer,
)
from leakwatch.models import PageProblem, Selector, SelectorKind, Sighting, Source
from spiders.asking import AskingSpider, ReadEntries
from spiders.source_spider import content_type_of
from spiders.times import moment


class ApiSpider(AskingSpider):
    name = "api"

    def read(self, response: Response) -> ReadEntries:
        return read_items(
            response.body,
            self.source,
            url=response.url,
            content_type=content_type_of(response),
            seen_at=self.seen_at,
        )

    @property
    def on_page(self) -> Mapping[str, Selector]:
        return {
            name: selector
            for name, selector in self.source.fields.items()
            if selector.kind is not SelectorKind.JSON
        }

    @property
    def page_identity(self) -> Selector | None:
        return None  # the item told it

    @property
    def asking_headers(self) -> dict[str, str]:
        return {"Accept": "application/json"}


def read_items(
    body: bytes, source: Source, *, url: str, content_type: str | None = None, seen_at: datetime
) -> ReadEntries:
    """Every item of one answer as a sighting.

    Raises BrokenDocument, NotText, TooLarge, and LayoutChanged when the answer holds no list of
    items. An item that does not fit the definition is told, and given as far as it can be read.
    """
    answer = read_answer(body, url=url, content_type=content_type)
    assert source.items is not None, "the kind api needs items"
    items = answer.items(source.items)
    problems: list[PageProblem] = []
    sightings = [_sighting(item, source, problems, seen_at=seen_at) for item in items]
    if source.complete is not None and not _find(answer, source.complete, source, "complete"):
        problems.append(PageProblem(name="incomplete_answer", url=url, where=source.where))
    paging = source.paging
    following = _find(answer, paging.next, source, "paging.next") if paging else None
    total = _find(answer, paging.total, source, "paging.total") if paging else None
    return ReadEntries(
        sightings=tuple(sightings),
        problems=tuple(problems),
        next=_token(following),
        total=total if isinstance(total, int) and not isinstance(total, bool) else None,
        reached=_newest(items, source, seen_at=seen_at),
    )


def _find(answer: Answer, expression: str | None, source: Source, key: str) -> object:
    if expression is None:
        return None
    return answer.find(expression, where=f"{source.where}: {key}")


def _token(value: object) -> str | None:
    """An address or a cursor; APIs end with null, an empty text, `false` or nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def _newest(items: Iterable[Answer], source: Source, *, seen_at: datetime) -> datetime | None:
    """The time of the newest item; one of tomorrow would hide what comes until then."""
    if source.since is None:
        return None
    found = (_find(item, source.since.field, source, "since.field") for item in items)
    times = [at for value in found if (at := moment(value)) is not None]
    return min(max(times), seen_at) if times else None


def _sighting(
    item: Answer, source: Source, problems: list[PageProblem], *, seen_at: datetime
) -> Sighting:
    fields = _fields(item, source, problems)
    link = _first(item, source.link, problems)
    url = absolute(item.url, link) if link else None
    identity = _first(item, source.identity, problems)
    if source.identity is not None and identity is None:
        problems.append(PageProblem(name="no_identity", url=item.url, where=source.identity.where))
    title, text = fields.get("headline", ""), fields.get("body") or item.text
    digest = content_hash(title, text, fields)
    page = canonical_url(item.url)
    return Sighting(
        source=source.name,
        identity=identity or (canonical_url(url) if url else f"{page} {digest}"),
        url=url or item.url,
        page=page,
        shows=source.shows,
        title=title,
        text=text,
        fields=fields,
        language=language_of(f"{title}\n{text}", declared=None),
        seen_at=seen_at,
        personal_data=source.personal_data,
        content_hash=digest,
    )


def _fields(item: Answer, source: Source, problems: list[PageProblem]) -> dict[str, str]:
    declared = {
        name: selector
        for name, selector in source.fields.items()
        if selector.kind is SelectorKind.JSON
    }
    found = {
        name: "\n".join(_selected(item, selector, problems)) for name, selector in declared.items()
    }
    fields = {name: text for name, text in found.items() if text}
    if declared and not fields:
        where = next(iter(declared.values())).where
        problems.append(PageProblem(name="layout_changed", url=item.url, where=where))
    return fields


def _first(item: Answer, selector: Selector | None, problems: list[PageProblem]) -> str | None:
    found = _selected(item, selector, problems) if selector else ()
    return found[0] if found else None


def _selected(item: Answer, selector: Selector, problems: list[PageProblem]) -> tuple[str, ...]:
    """What `selector` finds; where that is of another type than before, the item lives without."""
    try:
        return item.select(selector)
    except LayoutChanged:
        problems.append(PageProblem(name="layout_changed", url=item.url, where=selector.where))
        return ()
