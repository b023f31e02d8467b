"""The content of the demo world: people, requests and articles, as its data files hold them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Self, TypeVar

from ruamel.yaml import YAML

from leakwatch.demo.page import Html

DATA = files("leakwatch.demo") / "data"
DAYS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something the world shows, on the days it shows it."""

    days: tuple[int, ...] = DAYS
    day2: Mapping[str, Any] | None = None  #: values that are different on day 2

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        unknown = set(row) - known
        if unknown:
            raise ValueError(f"{cls.__name__}: unknown keys {sorted(unknown)}")
        return cls(**{key: _value(value) for key, value in row.items()})

    def on(self, day: int) -> Self | None:
        """The item as day `day` shows it, None when it does not."""
        if day not in self.days:
            return None
        return replace(self, **self.day2) if day != 1 and self.day2 else self


AnItem = TypeVar("AnItem", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert(Item):
    """One profile of the expert platform."""

    id: str
    layout: str  #: cards, list, table, english, jsonld or next
    name: str
    headline: str
    organisation: str
    title: str
    years: str
    location: str
    skills: str
    career: tuple[str, ...]
    body: str
    reward: str
    count: str  #: consultations so far; the number that changes without meaning anything
    lang: str = "ja"
    recommended: tuple[str, ...] = ()  #: ids in the side box; empty lets the platform choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Item):
    """One request of the board: somebody looks for people who know something."""

    id: str
    title: str
    body: str
    reward: str
    period: str
    buyer: str
    tags: tuple[str, ...]
    lang: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Item):
    """One article of the tech blog."""

    slug: str
    title: str
    author: str
    published: str  #: ISO date
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]
    code: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What registrants did to their profiles beside what the days bring."""

    gone: frozenset[str] = frozenset()  #: ids of those who deregistered
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  #: id → fields

    def applied(self, shown: Iterable[Expert]) -> tuple[Expert, ...]:
        return tuple(
            replace(one, **dict(self.changed.get(one.id, {})))
            for one in shown
            if one.id not in self.gone
        )


NO_EDITS = Edits()


def experts(day: int) -> tuple[Expert, ...]:
    return _shown(_experts(), day)


def requests(day: int) -> tuple[Request, ...]:
    return _shown(_requests(), day)


def recent_articles(day: int) -> tuple[Article, ...]:
    return _shown(_articles("feed.yaml"), day)


def old_articles(day: int) -> tuple[Article, ...]:
    return _shown(_articles("archive.yaml"), day)


def plain_experts() -> tuple[Expert, ...]:
    """The experts who have nothing to do with anything."""
    text = (DATA / "experts" / "plain.tsv").read_text(encoding="utf-8")
    return tuple(_plain(row) for row in csv.DictReader(text.splitlines(), delimiter="\t"))


def read_yaml(*path: str) -> Any:
    """A YAML file of the data folder."""
    return YAML(typ="safe", pure=True).load(DATA.joinpath(*path).read_text(encoding="utf-8"))


def _shown(items: Iterable[AnItem], day: int) -> tuple[AnItem, ...]:
    return tuple(item for item in (whole.on(day) for whole in items) if item)


@cache
def _experts() -> tuple[Expert, ...]:
    written = (
        Expert.read(row)
        for name in ("named.yaml", "more_named.yaml", "decoys.yaml")
        for row in read_yaml("experts", name)
    )
    return tuple(sorted((*written, *plain_experts()), key=lambda expert: expert.id))


@cache
def _requests() -> tuple[Request, ...]:
    return tuple(Request.read(row) for row in read_yaml("requests.yaml"))


@cache
def _articles(name: str) -> tuple[Article, ...]:
    return tuple(Article.read(row) for row in read_yaml("articles", name))


def _plain(row: Mapping[str, str]) -> Expert:
    lang = "en" if row["layout"] == "english" else "ja"
    return Expert.read({**row, "career": [row["career"]], "lang": lang})


def _value(value: Any) -> Any:
    """A value as a page uses it: `{html: …}` is markup, lists are tuples, dates are text."""
    if isinstance(value, dict):
        return Html(value["html"]) if set(value) == {"html"} else value
    if isinstance(value, list):
        return tuple(_value(part) for part in value)
    return value if isinstance(value, str | int) else str(value)
