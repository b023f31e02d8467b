"""`sources/NAME.yaml`: a place we watch."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from leakwatch.config import addresses
from leakwatch.config.schema.base import (
    Channel,
    Entry,
    Many,
    Regex,
    Text,
    Url,
    duration,
    rule,
    whole,
)
from leakwatch.config.schema.selectors import ListingEntry, PageSelector, Selector
from leakwatch.config.schema.source_asking import (
    JmesPath,
    PagingEntry,
    QueryEntry,
    RateEntry,
    SinceEntry,
)
from leakwatch.config.schema.source_parts import (
    CanaryEntry,
    ExpectEntry,
    LimitsEntry,
    PolitenessEntry,
    ScheduleEntry,
)
from leakwatch.config.schema.source_standing import (
    AboutEntry,
    BrowserEntry,
    InboxEntry,
    InquiriesEntry,
    ManualEntry,
    MarksEntry,
    TermsEntry,
)
from leakwatch.errors import N_
from leakwatch.models import Shows

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
#: Who we are and where we go is not for a definition to say.
_OWN_HEADERS = frozenset(
    {"connection", "content-length", "cookie", "host", "proxy-authorization", "transfer-encoding"}
    | {"user-agent", "if-none-match", "if-modified-since"}
)

_DAY = 86_400


def _kind(text: str) -> str:
    if not _KIND.fullmatch(text):
        raise rule(N_("the name of a kind, as in {example}"), example="directory")
    return text


def _network(text: str) -> str:
    found = addresses.network(text)
    if found is None:
        raise rule(N_("a network in CIDR notation, as in {example}"), example="10.1.0.0/16")
    if not addresses.is_private(found):
        raise rule(N_("a private network: public addresses need no leave"))
    return str(found)


def _field_name(text: str) -> str:
    if not _FIELD.fullmatch(text):
        raise rule(N_("a field name: small letters, digits and underscores"))
    return text


def _header(text: str) -> str:
    if not _HEADER.fullmatch(text) or text.lower() in _OWN_HEADERS:
        raise rule(N_("the name of a header that leakwatch does not set itself"))
    return text


def _as_json(value: object) -> object:
    return {"json": value} if isinstance(value, str) else value


class SourceFile(Entry):
    kind: Annotated[
        Annotated[str, AfterValidator(_kind)],
        Field(
            description="directory, requests, feed, sitemap, search, api, page, inbox, manual,"
            " or a spider of your own."
        ),
    ]
    title: Annotated[str, Field(description="What it is, for those who read this file.")] = ""
    start: Annotated[
        Many[Url],
        Field(description="Where a sweep begins; may hold {query}, {page} and {since}."),
    ] = ()
    domains: Annotated[
        Many[Text],
        Field(description="Other hosts its pages stand on; links to any other are left alone."),
    ] = ()
    shows: Annotated[Shows, Field(description="What one of its entries is.")]
    enabled: Annotated[bool, Field(description="Whether schedule and --all include it.")] = True
    personal_data: Annotated[
        bool, Field(description="Whether it shows people: then nothing is kept without a finding.")
    ] = True
    schedule: Annotated[
        ScheduleEntry | None, Field(description="When it is swept; without it, by hand only.")
    ] = None
    listing: Annotated[
        ListingEntry | None,
        Field(description="kinds directory and requests: how to walk the listing."),
    ] = None
    query: Annotated[
        QueryEntry | None, Field(description="What {query} in start is replaced with.")
    ] = None
    paging: Annotated[
        PagingEntry | None, Field(description="How one page of answers leads to the next.")
    ] = None
    items: Annotated[
        Selector | None,
        Field(description="kinds search and api: one result, or one item of an answer."),
    ] = None
    link: Annotated[
        Selector | None, Field(description="kinds search and api: the address of an item.")
    ] = None
    next: Annotated[
        PageSelector | None, Field(description="kind search: link to the next page of results.")
    ] = None
    headers: Annotated[
        dict[Annotated[str, AfterValidator(_header)], Text],
        Field(
            description="Headers for its own hosts; secrets only as ${NAME}.", default_factory=dict
        ),
    ]
    rate: Annotated[
        RateEntry | None, Field(description="kind api: where it says how fast it may be asked.")
    ] = None
    since: Annotated[
        SinceEntry | Annotated[float, duration(_DAY, 3_660 * _DAY, "1d - 3660d")] | None,
        Field(
            description="kind sitemap: only entries changed in that time, such as 30d;"
            " kind api: where {since} in start comes from."
        ),
    ] = None
    complete: Annotated[
        JmesPath | None, Field(description="kind api: true when an answer is whole.")
    ] = None
    identity: Annotated[
        Selector | None, Field(description="The platform's own id of an entry; else its address.")
    ] = None
    fields: Annotated[
        dict[Annotated[str, AfterValidator(_field_name)], PageSelector],
        Field(description="Labelled parts of an entry's page.", default_factory=dict),
    ]
    follow: Annotated[
        bool | None,
        Field(description="kinds feed, search and api: whether each entry's page is fetched."),
    ] = None
    include: Annotated[
        Many[Regex], Field(description="kind sitemap: only addresses that match one of these.")
    ] = ()
    canaries: Annotated[
        tuple[CanaryEntry, ...], Field(description="Proof that we can still see.")
    ] = ()
    expect: Annotated[ExpectEntry | None, Field(description="What a healthy sweep brings.")] = None
    ignore: Annotated[
        Many[PageSelector], Field(description="Parts of a page whose change means nothing.")
    ] = ()
    marks: Annotated[
        MarksEntry | None, Field(description="Texts by which its walls are known.")
    ] = None
    quarantine_after: Annotated[
        Annotated[int, whole(1, 1_000)],
        Field(description="Sweeps in a row that were not clean before it rests."),
    ] = 3
    limits: Annotated[LimitsEntry | None, Field(description="Where a sweep stops.")] = None
    politeness: Annotated[
        PolitenessEntry | None, Field(description="How gently the site is asked.")
    ] = None
    allow_private: Annotated[
        Many[Annotated[str, AfterValidator(_network)]],
        Field(description="Private networks this source may reach; none by default."),
    ] = ()
    channel: Annotated[
        Channel | None, Field(description="Where its alerts go; else Slack's default channel.")
    ] = None
    terms: Annotated[
        TermsEntry | None, Field(description="What its terms of use say of programs.")
    ] = None
    about: Annotated[
        AboutEntry | None, Field(description="What is known of the place, for those who decide.")
    ] = None
    manual: Annotated[
        ManualEntry | None, Field(description="kind manual: why, and where people look.")
    ] = None
    inquiries: Annotated[
        InquiriesEntry | None,
        Field(description="Whom to ask about registrations, where a program reads it as well."),
    ] = None
    inbox: Annotated[InboxEntry | None, Field(description="kind inbox: the folder.")] = None
    browser: Annotated[
        BrowserEntry | None,
        Field(description="Read its pages in a browser (extra browser); {} for the usual."),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def api_fields_are_jmespath(cls, data: Any) -> Any:
        """Plain text selects from what the kind reads: JSON for an API, else a page."""
        if not isinstance(data, dict) or data.get("kind") != "api":
            return data
        wrapped = {key: _as_json(data[key]) for key in ("identity", "items", "link") if key in data}
        fields = data.get("fields")
        if isinstance(fields, dict):
            wrapped["fields"] = {key: _as_json(value) for key, value in fields.items()}
        return {**data, **wrapped}
