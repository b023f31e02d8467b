"""What an API answers: JSON within bounds, and what a definition selects of it."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from jmespath.exceptions import JMESPathError

from leakwatch.errors import N_, BrokenDocument, LayoutChanged, TooLarge
from leakwatch.extract.decoding import decode, scrub
from leakwatch.extract.fragments import fragment_text
from leakwatch.extract.page_data import strings_of
from leakwatch.extract.selecting import compiled_jmespath
from leakwatch.extract.walking import LINE, settle
from leakwatch.models import Selector

#: Values of one answer, counted by the characters that open or part them. So many take some
#: hundred megabytes as Python objects; a page of a search has a few thousand.
_MOST_VALUES = 1_000_000
#: Items of one answer; APIs hand out a hundred at a time, seldom a thousand.
_MOST_ITEMS = 10_000
#: Characters of one field; what is longer is a whole file and is cut.
_MOST_TEXT = 500_000
#: Characters of a number; one of a million digits takes minutes to read.
_LONGEST_NUMBER = 40

#: `attribute` of a JMESPath selector whose value is markup (`body::html`).
MARKUP: Final = "html"


def read_answer(body: bytes, *, url: str, content_type: str | None = None) -> Answer:
    """The JSON that `body` is, answered at `url`.

    Raises NotText, TooLarge when it holds too many values, and BrokenDocument when it is no JSON: a
    page, half a document, or one that nests deeper than Python's parser goes (about a thousand).
    """
    text, _encoding = decode(body, content_type=content_type)
    text = text.strip()
    if text.startswith("<"):
        raise BrokenDocument(N_("{url}: a page came where JSON was to come"), url=url)
    if sum(map(text.count, ",[{")) > _MOST_VALUES:
        raise TooLarge(
            N_("{url}: the answer holds more than {most} values"), url=url, most=_MOST_VALUES
        )
    try:
        data = json.loads(
            text, parse_int=_whole, parse_float=_fraction, parse_constant=lambda _name: None
        )
    except (ValueError, RecursionError) as error:
        raise BrokenDocument(
            N_("{url}: the answer is no JSON: {why}"), url=url, why=type(error).__name__
        ) from error
    return Answer(data, url=url)


class Answer:
    """One answer, or one item of it."""

    def __init__(self, data: Any, *, url: str) -> None:
        self.url = url
        self._data = data

    def find(self, expression: str, *, where: str) -> Any:
        """What JMESPath `expression` finds, None when nothing; `where` names its key in messages.

        Raises LayoutChanged when it cannot be evaluated on what came.
        """
        try:
            return compiled_jmespath(expression).search(self._data)
        except (JMESPathError, ArithmeticError, RecursionError, TypeError, ValueError) as error:
            raise LayoutChanged(
                N_("{where}: {expression} cannot be used on this answer ({why})"),
                where=where,
                expression=expression,
                why=type(error).__name__,
            ) from error

    def items(self, selector: Selector) -> tuple[Answer, ...]:
        """The items of the list that `selector` finds.

        Raises LayoutChanged when there is no list, TooLarge when it is too long.
        """
        found = self.find(selector.expression, where=selector.where)
        if not isinstance(found, list):
            raise _unfit(selector, found, expected="a list")
        if len(found) > _MOST_ITEMS:
            raise TooLarge(
                N_("{where}: one answer holds more than {most} items"),
                where=selector.where,
                most=_MOST_ITEMS,
            )
        return tuple(Answer(item, url=self.url) for item in found)

    def select(self, selector: Selector) -> tuple[str, ...]:
        """The texts that `selector` finds, in order; empty ones are left out.

        Numbers and truth values count as texts. Raises LayoutChanged when an object came instead.
        """
        found = self.find(selector.expression, where=selector.where)
        values = found if isinstance(found, list) else [found]
        return tuple(filter(None, (_text(value, selector) for value in values)))

    @property
    def text(self) -> str:
        """Every string in it, one a line."""
        return strings_of(self._data)


def _text(value: object, selector: Selector) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise _unfit(selector, value, expected="text")
    if selector.attribute == MARKUP:
        return fragment_text(value[:_MOST_TEXT])
    return settle(scrub(value[:_MOST_TEXT]).replace("\n", LINE))


def _unfit(selector: Selector, found: object, *, expected: str) -> LayoutChanged:
    return LayoutChanged(
        N_("{where}: {expression} finds {found} where {expected} was to come"),
        where=selector.where,
        expression=selector.expression,
        found=_kind(found),
        expected=expected,
    )


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    names = ((dict, "an object"), (list, "a list"), (str, "text"), (bool, "a truth value"))
    return next((name for kind, name in names if isinstance(value, kind)), "a number")


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits[:_LONGEST_NUMBER]


def _fraction(digits: str) -> float | str:
    number = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    return number if math.isfinite(number) else digits[:_LONGEST_NUMBER]
