"""How a source is asked: queries, pages of answers, rates, and where the last sweep left off."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from leakwatch.config.schema.base import Entry, Many, Text, duration, rule, trial, whole
from leakwatch.errors import N_
from leakwatch.models import SelectorKind, SinceFormat

_MINUTE, _DAY = 60, 86_400


def _jmespath(text: str) -> str:
    from leakwatch.extract import check_selector  # noqa: PLC0415 - loads the HTML parsers

    problem = trial(lambda: check_selector(SelectorKind.JSON, text))
    if problem is not None:
        raise rule(N_("a JMESPath expression ({problem})"), problem=problem)
    return text


JmesPath = Annotated[Text, AfterValidator(_jmespath)]


def _written(text: str) -> str:
    if (
        text.count("{term}") != 1
        or "{" in text.replace("{term}", "")
        or "}" in text.replace("{term}", "")
    ):
        raise rule(N_("a text with {term} once in it, and no other brace"), term="{term}")
    return text


class QueryEntry(Entry):
    """Only what the watchlist lets leave may be named."""

    of: Annotated[
        Many[Text],
        Field(
            min_length=1,
            description="companies, terms, or ids of companies and terms that may leave.",
        ),
    ]
    write: Annotated[
        Annotated[str, AfterValidator(_written)],
        Field(description="How one term stands in a query."),
    ] = "{term}"
    join: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=False)] | None,
        Field(description="What parts several terms in one query; each is asked alone without it."),
    ] = None
    most: Annotated[Annotated[int, whole(1, 100)], Field(description="Terms in one query.")] = 1
    longest: Annotated[
        Annotated[int, whole(8, 10_000)], Field(description="Characters of one query.")
    ] = 256

    @model_validator(mode="after")
    def check(self) -> QueryEntry:
        if self.most > 1 and self.join is None:
            raise rule(N_("join: several terms in one query are parted by something"))
        return self


class PagingEntry(Entry):
    first: Annotated[
        Annotated[int, whole(0, 1_000_000)], Field(description="First value of {page} in start.")
    ] = 1
    step: Annotated[
        Annotated[int, whole(1, 1_000)], Field(description="From one value of {page} to the next.")
    ] = 1
    size: Annotated[
        Annotated[int, whole(1, 10_000)] | None,
        Field(description="Items on a full page; a page with fewer is the last one."),
    ] = None
    next: Annotated[
        JmesPath | None, Field(description="kind api: address of the next page, or its cursor.")
    ] = None
    cursor: Annotated[
        Text | None, Field(description="kind api: URL parameter that takes what next finds.")
    ] = None
    link_header: Annotated[
        bool, Field(description="kind api: whether the Link header leads to the next page.")
    ] = False
    total: Annotated[
        JmesPath | None, Field(description="kind api: how many items there are in all.")
    ] = None
    most: Annotated[
        Annotated[int, whole(1, 1_000_000)] | None,
        Field(description="Items the platform hands out at all, however many there are."),
    ] = None

    @model_validator(mode="after")
    def check(self) -> PagingEntry:
        if self.cursor is not None and self.next is None:
            raise rule(N_("next beside cursor: it says where the cursor stands"))
        return self


class RateEntry(Entry):
    remaining: Annotated[Text | None, Field(description="Header: requests left.")] = None
    reset: Annotated[
        Text | None,
        Field(description="Header: when there are more, as epoch or seconds from now."),
    ] = None
    backoff: Annotated[
        JmesPath | None, Field(description="Seconds to wait, where an answer says so.")
    ] = None


class SinceEntry(Entry):
    field: Annotated[JmesPath, Field(description="Time of one item.")]
    format: Annotated[SinceFormat, Field(description="How {since} is written in start.")] = (
        SinceFormat.ISO
    )
    first: Annotated[
        Annotated[float, duration(_MINUTE, 3_660 * _DAY, "1m - 3660d")],
        Field(description="How far the first sweep looks back."),
    ] = 30.0 * _DAY
    overlap: Annotated[
        Annotated[float, duration(0, 366 * _DAY, "0s - 366d")],
        Field(description="How much is asked for again: indexes are late."),
    ] = 1.0 * _DAY
