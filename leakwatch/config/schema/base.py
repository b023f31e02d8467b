"""The parts all schemas are made of: a strict entry, and texts, numbers and addresses with rules."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from leakwatch.config import addresses, units
from leakwatch.config.mistakes import Phrase
from leakwatch.errors import N_

#: Error type of the rules below; `violations` reads message and remedy from its context.
RULE = "leakwatch"

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 2_000  # characters of one text


class Entry(BaseModel):
    """A mapping with known keys only; a key without a value counts as not written."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = known_keys(cls)
        return {key: value for key, value in data.items() if value is not None or key not in known}


def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys a file may use, as written there."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def rule(expected: str, *, remedy: str | None = None, **values: object) -> PydanticCustomError:
    """A broken rule: `expected` (catalogue message) says what should stand there."""
    return rule_of(Phrase(expected, values), remedy=remedy)


def rule_of(phrase: Phrase, *, remedy: str | None = None) -> PydanticCustomError:
    return PydanticCustomError(RULE, "expected {expected}", {"expected": phrase, "remedy": remedy})


T = TypeVar("T")


class OneOrMany:
    """A list in the file, or one value alone that counts as a list of one."""

    @staticmethod
    def check(value: object) -> object:
        return value if isinstance(value, list) else [value]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


Many = Annotated[tuple[T, ...], OneOrMany()]


def _written(text: str) -> str:
    if not text.strip():
        raise rule(N_("a text that is not empty"))
    if len(text) > _LONGEST:
        raise rule(N_("at most {most} characters"), most=_LONGEST)
    return text


def searchable(text: str) -> str:
    """A text worth looking for: two characters at least survive folding."""
    if sum(map(_is_letter, text)) < 2:  # noqa: PLR2004 - one letter is everywhere
        from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy, seldom needed

        if len(fold_key(text)) < 2:  # noqa: PLR2004
            raise rule(
                N_("a text of at least two characters besides blanks and invisible ones"),
                remedy=N_("a single character stands on nearly every page: write a longer form"),
            )
    return text


def _is_letter(character: str) -> bool:
    """A letter that folding keeps: Hangul fillers and half-width voiced marks are letters too."""
    return character.isalnum() and character not in "\u115f\u1160\u3164\uff9e\uff9f\uffa0"


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise rule(N_("an id: Latin letters, digits, dot, hyphen and underscore, at most 64"))
    return text


def _date(value: object) -> object:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, date):
        return value
    raise rule(N_("a date that exists, as in {example}"), example="2026-04-01")


def _mail(text: str) -> str:
    if text and not addresses.is_mail(text):  # empty: not filled in yet
        raise rule(N_("a mail address"))
    return text


def _domain(text: str) -> str:
    if not addresses.is_domain(text.lower()):
        raise rule(
            N_("a domain such as {example}, without https:// and path"), example="example.com"
        )
    return text.lower()


def _url(text: str) -> str:
    parts = addresses.split_url(text)
    if parts is None:
        raise rule(N_("an http or https address, as in {example}"), example="https://example.com/")
    if addresses.has_credentials(parts):
        raise rule(N_("an address without user name and password in it"))
    return text


def web_address(text: str) -> str:
    """An http or https address, or nothing yet."""
    return _url(text) if text else ""


def _regex(text: str) -> str:
    problem = trial(lambda: re.compile(text))
    if problem is not None:
        raise rule(N_("a regular expression ({problem})"), problem=problem)
    return text


def trial(act: Callable[[], object]) -> str | None:
    """Why `act` cannot read an expression (it says so or raises), or None.

    A warning counts as well: Python's `re` warns of what will mean something else one day.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            said = act()
    except (re.error, ValueError, OverflowError, RecursionError, Warning) as error:
        return str(error)
    return said if isinstance(said, str) else None


def _channel(text: str) -> str:
    if not re.fullmatch(r"#[^\s#@,]{1,80}|[CGD][A-Z0-9]{6,}", text):
        raise rule(
            N_("a channel such as {example}, or its id"),
            example="#leakwatch",
            remedy=N_("put it in quotes: # begins a comment"),
        )
    return text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number written with its unit, within bounds; annotates the number it becomes."""

    read: Callable[[object], float | None]
    pattern: str  #: for editors
    expected: str  #: catalogue message with {range}
    lowest: float
    highest: float
    range: str  #: the bounds as a person writes them

    def check(self, value: object) -> float:
        found = self.read(value)
        if found is None or not self.lowest <= found <= self.highest:
            raise rule(self.expected, range=self.range)
        return found

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return {"type": "string", "pattern": self.pattern}


def duration(lowest: float, highest: float, words: str) -> Quantity:
    """Seconds from `lowest` to `highest`; `words` shows that range."""
    expected = N_("a duration with its unit (ms, s, m, h, d, w), {range}")
    return Quantity(units.seconds, units.DURATION_PATTERN, expected, lowest, highest, words)


def size(lowest: int, highest: int, words: str) -> Quantity:
    """Bytes from `lowest` to `highest`; `words` shows that range."""
    expected = N_("a size with its unit (KB, MB, GB), {range}")
    return Quantity(units.size_in_bytes, units.SIZE_PATTERN, expected, lowest, highest, words)


def whole(lowest: int, highest: int) -> FieldInfo:
    """A whole number between the two; `true` and `1.0` are none."""
    return cast("FieldInfo", Field(strict=True, ge=lowest, le=highest))


Text = Annotated[str, AfterValidator(_written)]
Word = Annotated[str, AfterValidator(_written), AfterValidator(searchable)]
Id = Annotated[str, AfterValidator(_id)]
Date = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Mail = Annotated[str, AfterValidator(_mail)]
Domain = Annotated[str, AfterValidator(_domain)]
Url = Annotated[str, AfterValidator(_url)]
Regex = Annotated[str, AfterValidator(_regex)]
Channel = Annotated[str, AfterValidator(_channel)]
