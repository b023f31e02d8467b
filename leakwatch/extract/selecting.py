"""Selectors: how a definition says where on a page something stands."""

from __future__ import annotations

import re
from functools import lru_cache

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from lxml import etree
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from leakwatch.models import Selector, SelectorKind

_SUFFIXES = {
    SelectorKind.CSS: re.compile(r"::(?:text|attr\(\s*([^()\s]+)\s*\))\s*$"),
    SelectorKind.JSON: re.compile(r"::(html)\s*$"),
}


def parse_selector(value: str, kind: SelectorKind, *, where: str = "") -> Selector:
    """The selector `value` writes down.

    A CSS one may end in `::text` or `::attr(NAME)`, a JMESPath in `::html` when it finds markup.
    """
    expression, attribute = value.strip(), None
    suffix = _SUFFIXES[kind].search(expression) if kind in _SUFFIXES else None
    if suffix is not None:
        expression, attribute = expression[: suffix.start()].strip(), suffix[1]
    return Selector(kind=kind, expression=expression, attribute=attribute, where=where)


def check_selector(kind: SelectorKind, expression: str) -> str | None:
    """What is wrong with a selector as it is written down (suffix included), or None."""
    selector = parse_selector(expression, kind)
    match kind:
        case SelectorKind.CSS:
            return _check_css(selector.expression)
        case SelectorKind.XPATH:
            return _check_xpath(selector.expression)
        case SelectorKind.URL:
            return _check_pattern(selector.expression)
        case SelectorKind.JSON:
            return _check_jmespath(selector.expression)


@lru_cache(maxsize=512)
def compiled_xpath(expression: str) -> etree.XPath:
    return etree.XPath(expression)


@lru_cache(maxsize=512)
def compiled_pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@lru_cache(maxsize=512)
def compiled_jmespath(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def _check_css(expression: str) -> str | None:
    if "::" in expression:
        return "of the pseudo-elements only ::text and ::attr(NAME) are known, at the very end"
    try:
        LexborHTMLParser("<p></p>").css(expression)
    except SelectolaxError:
        return f"no CSS selector: {expression!r}"
    return None


def _check_xpath(expression: str) -> str | None:
    try:
        compiled_xpath(expression)(etree.fromstring("<p/>"))
    except etree.XPathError as error:
        return f"{error}: {expression!r}"
    return None


def _check_pattern(expression: str) -> str | None:
    try:
        pattern = compiled_pattern(expression)
    except re.error as error:
        return f"{error}: {expression!r}"
    return None if pattern.groups else f"no group in parentheses: {expression!r}"


def _check_jmespath(expression: str) -> str | None:
    try:
        compiled_jmespath(expression)
    except JMESPathError as error:
        return f"{str(error).splitlines()[0]}: {expression!r}"
    return None
