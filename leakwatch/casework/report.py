"""What a report is made of: sections of sentences, tables and charts, in words already."""

from __future__ import annotations

from dataclasses import dataclass

#: A number is set to the right of its column; None is a number that there is not.
Cell = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]  #: as many cells as headings


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    name: str
    tone: str = ""  #: name of its colour: that of a severity; empty: the next one
    values: tuple[float | None, ...]  #: one for each label; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of what a table beside it says as well."""

    title: str
    description: str  #: for who cannot see it
    labels: tuple[str, ...]
    series: tuple[Series, ...]  #: several are stacked
    unit: str = ""  #: behind each number, such as ` %`
    highest: float | None = None  #: end of the scale, where it is known
    lying: bool = False  #: bars from left to right, for labels that are long


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    pressing: bool = False  #: a person has to see to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    title: str
    lines: tuple[str, ...]  #: below the title: time, maker, what is not in it
    figures: tuple[tuple[str, str], ...]  #: what counts most: name and value
    sections: tuple[Section, ...]
