"""Selectors as a definition writes them down."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from leakwatch.config.schema.base import Entry, Text, rule, trial
from leakwatch.errors import N_
from leakwatch.models import SelectorKind


def _as_mapping(value: object) -> object:
    return {"css": value} if isinstance(value, str) else value


class SelectorEntry(Entry):
    """Exactly one of the keys; `::text` and `::attr(NAME)` may end a CSS selector."""

    css: Annotated[Text | None, Field(description="CSS selector.")] = None
    xpath: Annotated[Text | None, Field(description="XPath expression.")] = None
    url: Annotated[
        Text | None,
        Field(description="Regular expression over the page's address; its first group counts."),
    ] = None
    json_: Annotated[
        Text | None,
        Field(alias="json", description="JMESPath expression over one item of an API's answer."),
    ] = None

    @property
    def chosen(self) -> tuple[SelectorKind, str]:
        written = {
            SelectorKind.CSS: self.css,
            SelectorKind.XPATH: self.xpath,
            SelectorKind.URL: self.url,
            SelectorKind.JSON: self.json_,
        }
        for kind, expression in written.items():
            if expression is not None:
                return kind, expression
        raise rule(N_("one of css, xpath, url and json"))

    @model_validator(mode="after")
    def check(self) -> SelectorEntry:
        from leakwatch.extract import check_selector  # noqa: PLC0415 - loads the HTML parsers

        if len(self.model_fields_set) != 1:
            raise rule(N_("one of css, xpath, url and json"))
        kind, expression = self.chosen
        problem = trial(lambda: check_selector(kind, expression))
        if problem is not None:
            raise rule(N_("a selector that can be read ({problem})"), problem=problem)
        return self


Selector = Annotated[
    SelectorEntry, BeforeValidator(_as_mapping, json_schema_input_type=str | SelectorEntry)
]


def _on_the_page(selector: SelectorEntry) -> SelectorEntry:
    if selector.url is not None:
        raise rule(N_("a css or xpath selector: url is for identity only"))
    return selector


PageSelector = Annotated[Selector, AfterValidator(_on_the_page)]


class ListingEntry(Entry):
    links: Annotated[PageSelector, Field(description="Links from the listing to its entries.")]
    next: Annotated[
        PageSelector | None, Field(description="Link to the next page of the listing.")
    ] = None
