"""What somebody types behind /leakwatch, read with patience and never believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from leakwatch.config import nearest
from leakwatch.errors import N_, UsageError
from leakwatch.models import Kind, Severity, Status
from leakwatch.notify.inert import inert

E = TypeVar("E", bound=StrEnum)

#: Of what is typed so much is read: nobody types more, and a pasted page is no command.
LONGEST = 500
_WORD_LIMIT, _TEXT_LIMIT = 60, 100
_MOST_PAGES = 10_000
#: Signs that people, and programs for people, put around a name.
_QUOTES = "\"'`“”„‘’「」『』"


class Act(StrEnum):
    SWEEP = "sweep"
    STATUS = "status"
    FINDINGS = "findings"
    SHOW = "show"
    SOURCES = "sources"
    CASES = "cases"
    CAMPAIGNS = "campaigns"
    HELP = "help"


#: Says that every source is meant.
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    act: Act
    argument: str = ""
    unknown: str = ""  #: the word that is no command; `act` is help then
    meant: str | None = None  #: the command it probably was to be


def read_command(text: str) -> Command:
    """The command in `text`; without any word it is a plea for help."""
    word, _, rest = " ".join(text[:LONGEST].split()).partition(" ")
    asked = word.strip(_QUOTES).casefold()
    if asked in set(Act):
        return Command(act=Act(asked), argument=rest.strip())
    if not asked:
        return Command(act=Act.HELP)
    return Command(act=Act.HELP, unknown=inert(word, _WORD_LIMIT), meant=nearest(asked, Act))


def read_name(argument: str) -> str:
    """The one word that names a source or a finding; what else was typed is not looked at."""
    return inert(argument.strip(_QUOTES + " "), _WORD_LIMIT)


def read_label(argument: str) -> int:
    """1042 of `F-1042`, `f1042` or `1042`. Raises UsageError."""
    found = re.fullmatch(
        r"(?:f-?)?([1-9][0-9]{0,17})", read_name(argument), re.ASCII | re.IGNORECASE
    )
    if found is None:
        label = read_name(argument)
        if not label:
            raise UsageError(N_("Name a finding: /leakwatch show F-1042"))
        raise UsageError(N_("{label} is no finding: write it as F-1042"), label=label)
    return int(found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which findings to list."""

    kind: Kind | None = None
    status: Status | None = None
    severity: Severity | None = None
    source: str | None = None
    text: str = ""
    page: int = 1


def read_query(argument: str, *, sources: Iterable[str]) -> Query:
    """`status:new severity:high words`; the name of a status or kind stands for itself.

    Raises UsageError for a value that is none.
    """
    known: dict[str, str] = {}
    free: list[str] = []
    names = tuple(sources)
    for word in argument.split():
        key, value = _pair(word, names)
        if key is None:
            free.append(word)
        else:
            known[key] = value
    text = inert(" ".join(free).strip(_QUOTES + " "), _TEXT_LIMIT)
    return Query(
        kind=_one(Kind, "kind", known),
        status=_one(Status, "status", known),
        severity=_one(Severity, "severity", known),
        source=_source(known, names),
        text=text,
        page=_page(known),
    )


_VALUES: dict[str, type[StrEnum]] = {"status": Status, "severity": Severity, "kind": Kind}
_KEYS = (*_VALUES, "source", "page")


def _pair(word: str, sources: tuple[str, ...]) -> tuple[str | None, str]:
    """Key and value of `status:new` or `status=new`, and of a value that needs no key."""
    bare = word.strip(_QUOTES).casefold()
    found = re.fullmatch(r"([a-z]+)[:=](.+)", bare)
    if found and found[1] in _KEYS:
        return found[1], found[2].strip(_QUOTES)
    for key, values in _VALUES.items():
        if bare in set(values):
            return key, bare
    return ("source", bare) if bare in sources else (None, "")


def _one(values: type[E], key: str, known: dict[str, str]) -> E | None:
    value = known.get(key)
    if value is None:
        return None
    try:
        return values(value)
    except ValueError as error:
        raise UsageError(
            N_("{value} is no {key}: one of {known}"),
            value=inert(value, _WORD_LIMIT),
            key=key,
            known=", ".join(values),
        ) from error


def _source(known: dict[str, str], names: tuple[str, ...]) -> str | None:
    value = known.get("source")
    if value is not None and value not in names:
        raise no_source(value, names)
    return value


def no_source(value: str, names: Iterable[str]) -> UsageError:
    """There is no source of that name; names the one that was probably meant."""
    meant = nearest(value, names)
    message = N_("there is no source {value}: /leakwatch sources lists all")
    if meant:
        message = N_("there is no source {value}: did you mean {meant}?")
    return UsageError(message, value=inert(value, _WORD_LIMIT) or "-", meant=meant or "")


def _page(known: dict[str, str]) -> int:
    value = known.get("page", "1")
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST_PAGES):
        shown = inert(value, _WORD_LIMIT)
        raise UsageError(N_("{value} is no page: write page:2"), value=shown)
    return int(value)
