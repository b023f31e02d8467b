"""How a source is asked: with which words, page by page, and how fast its answers let us go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The words of the watchlist that a source is asked with; what stands here leaves the company."""

    of: tuple[str, ...]  #: `companies`, `terms`, or ids of companies and terms
    write: str = "{term}"  #: how one term stands in a query
    join: str | None = None  #: what parts several terms in one query; None: each is asked alone
    most: int = 1  #: terms in one query
    longest: int = 256  #: characters of one query


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One query as it leaves, with the ids of the entries it tells."""

    text: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How one page of answers leads to the next."""

    first: int = 1  #: the first value of `{page}` in `start`
    step: int = 1
    size: int | None = None  #: items on a full page; a page with fewer is the last one
    next: str | None = None  #: JMESPath: address of the next page, or its cursor
    cursor: str | None = None  #: URL parameter that takes what `next` finds; None: it is an address
    link_header: bool = False  #: the header `Link: <…>; rel="next"` leads on
    total: str | None = None  #: JMESPath: how many items there are in all
    most: int | None = None  #: items the platform hands out at all, however many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Where an API says how fast it may be asked."""

    remaining: str | None = None  #: header: requests left
    reset: str | None = None  #: header: when there are more, in epoch seconds or seconds from now
    backoff: str | None = None  #: JMESPath: seconds to wait before the next request


class SinceFormat(StrEnum):
    ISO = "iso"
    DATE = "date"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Where the last clean sweep left off; takes the place of `{since}` in `start`."""

    field: str  #: JMESPath: time of one item
    format: SinceFormat = SinceFormat.ISO
    first: float = 30 * 86_400.0  #: seconds to look back when there was no clean sweep yet
    overlap: float = 86_400.0  #: seconds asked for again: indexes are late
