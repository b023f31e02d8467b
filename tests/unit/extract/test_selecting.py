"""Selectors as they are written down: parsed, and checked before anything is crawled."""

from __future__ import annotations

import pytest

from leakwatch.extract import check_selector, parse_selector
from leakwatch.models import Selector, SelectorKind

CSS, XPATH, URL = SelectorKind.CSS, SelectorKind.XPATH, SelectorKind.URL


@pytest.mark.parametrize(
    ("written", "expression", "attribute"),
    [
        ("h1.name", "h1.name", None),
        (" h1::text ", "h1", None),
        ("a::attr(href)", "a", "href"),
        ("a.next ::attr( data-url )", "a.next", "data-url"),
        ("p, h1::text", "p, h1", None),
    ],
)
def test_a_suffix_says_what_is_read(written: str, expression: str, attribute: str | None) -> None:
    assert parse_selector(written, CSS, where="a.yaml:3") == Selector(
        kind=CSS, expression=expression, attribute=attribute, where="a.yaml:3"
    )


def test_only_css_has_suffixes() -> None:
    assert parse_selector("//a::text", XPATH).expression == "//a::text"
    assert parse_selector("x::text", URL).expression == "x::text"


@pytest.mark.parametrize(
    ("kind", "expression"),
    [
        (CSS, "h1.name"),
        (CSS, "a[rel=next]::attr(href)"),
        (CSS, "li:nth-child(2n+1) > a:not(.x)::text"),
        (CSS, "tr:has(td.x)"),
        (XPATH, "//a/@href"),
        (XPATH, "string(//h1)"),
        (XPATH, "//p[contains(., '緑')]"),
        (URL, r"/experts/(\d+)"),
    ],
)
def test_selectors_that_can_be_used_have_no_problem(kind: SelectorKind, expression: str) -> None:
    assert check_selector(kind, expression) is None


@pytest.mark.parametrize(
    ("kind", "expression", "part"),
    [
        (CSS, "", "no CSS selector"),
        (CSS, "a[", "no CSS selector"),
        (CSS, "a:foo", "no CSS selector"),
        (CSS, "::text", "no CSS selector"),
        (CSS, "a::before", "only ::text and ::attr"),
        (CSS, "a::text b", "only ::text and ::attr"),
        (CSS, "a::attr(href", "only ::text and ::attr"),
        (XPATH, "", "Invalid expression"),
        (XPATH, "//a[", "Invalid"),
        (XPATH, "foo(//a)", "Unregistered function"),
        (XPATH, "//x:a", "Undefined namespace prefix"),
        (URL, "/experts/", "no group"),
        (URL, "(", "unterminated"),
    ],
)
def test_a_problem_is_told_with_the_expression(
    kind: SelectorKind, expression: str, part: str
) -> None:
    problem = check_selector(kind, expression)
    assert problem is not None
    assert part in problem
