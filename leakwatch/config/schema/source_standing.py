"""What is known of a place: its terms, what it learns from us, how it looks when it refuses."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from leakwatch.config.schema.base import (
    Date,
    Entry,
    Mail,
    Many,
    Text,
    Url,
    Word,
    duration,
    rule,
    trial,
    web_address,
)
from leakwatch.errors import N_
from leakwatch.models import Confidence, Crawling, Quiet, SelectorKind

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def _quiet(value: object) -> object:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise rule(N_("a time of day from and to, as in {example}"), example="22:00-06:30")
    start, end = (60 * int(match[at]) + int(match[at + 1]) for at in (1, 3))
    if start == end or end > 24 * 60:
        raise rule(N_("a time of day from and to, as in {example}"), example="22:00-06:30")
    return Quiet(start=start, end=end)


QuietSpan = Annotated[
    Quiet,
    BeforeValidator(_quiet),
    WithJsonSchema({"type": "string", "pattern": _SPAN.pattern}),
]


class TermsEntry(Entry):
    crawling: Annotated[
        Crawling, Field(description="What the site's terms say of programs that read it.")
    ] = Crawling.ALLOWED
    note: Annotated[str, Field(description="What they say, or why it is not known.")] = ""
    checked: Annotated[Date | None, Field(description="When somebody last read them.")] = None
    confirmed: Annotated[
        Date | None, Field(description="When you decided that they allow this.")
    ] = None


class AboutEntry(Entry):
    robots: Annotated[str, Field(description="What robots.txt says, as far as known.")] = ""
    discloses: Annotated[str, Field(description="What the place learns from being asked.")] = ""
    identity: Annotated[str, Field(description="What makes an entry the same entry.")] = ""
    volume: Annotated[str, Field(description="How much is to be expected.")] = ""
    confidence: Annotated[
        Confidence | None, Field(description="How sure this definition is of all that.")
    ] = None
    last_verified: Annotated[
        Date | None, Field(description="When it last worked against the live place; empty: never.")
    ] = None


class InquiriesEntry(Entry):
    contact: Annotated[Mail, Field(description="Mail address for inquiries.")] = ""
    form: Annotated[
        Annotated[str, AfterValidator(web_address)],
        Field(description="Address of its inquiry form."),
    ] = ""
    operator: Annotated[str, Field(description="Company that answers for it.")] = ""
    language: Annotated[
        Literal["ja", "en", ""], Field(description="Language in which it is written to.")
    ] = ""
    names: Annotated[
        Many[Word], Field(description="Other names it goes by, as in answers of platforms.")
    ] = ()


class ManualEntry(InquiriesEntry):
    reason: Annotated[Text, Field(description="Why no program reads it.")]
    links: Annotated[Many[Url], Field(description="Where people look.")] = ()


def _delimiter(text: str) -> str:
    if len(text) != 1:
        raise rule(N_("one character"))
    return text


class InboxEntry(Entry):
    folder: Annotated[
        Text, Field(description="Folder; a relative path starts at the configuration directory.")
    ]
    columns: Annotated[
        dict[str, Text],
        Field(description="CSV files: field → heading; headings that are fields need no line."),
    ] = Field(default_factory=dict)
    delimiter: Annotated[
        Annotated[str, AfterValidator(_delimiter)] | None,
        Field(description="CSV files: what parts the columns; else comma, semicolon or tab."),
    ] = None


def _css(text: str) -> str:
    from leakwatch.extract import check_selector  # noqa: PLC0415 - loads the HTML parsers

    problem = trial(lambda: check_selector(SelectorKind.CSS, text))
    if problem is None and "::" in text:
        problem = "it names an element; ::text and ::attr have no meaning here"
    if problem is not None:
        raise rule(N_("a selector that can be read ({problem})"), problem=problem)
    return text


class BrowserEntry(Entry):
    wait_for: Annotated[
        Annotated[Text, AfterValidator(_css)] | None,
        Field(description="CSS selector that shows that the page is there."),
    ] = None
    timeout: Annotated[
        Annotated[float, duration(1, 600, "1s - 10m")], Field(description="Patience for it.")
    ] = 20.0


class MarksEntry(Entry):
    login: Annotated[Many[Text], Field(description="Texts of a login wall.")] = ()
    bot: Annotated[Many[Text], Field(description="Texts of a bot wall.")] = ()
    consent: Annotated[Many[Text], Field(description="Texts of a consent page.")] = ()
    gone: Annotated[Many[Text], Field(description="Texts of a page that says: not there.")] = ()
