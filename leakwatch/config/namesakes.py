"""Namesakes that cannot be: at the group itself, or said twice."""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.config.mistakes import Mistake
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

_NAMES = ("name", "english", "aliases", "weak_aliases", "former_names")


def check_namesakes(document: Document) -> Iterator[Mistake]:
    """Somebody said to work elsewhere who works at the group, or who stands there twice."""
    written = list(document.entries("namesakes"))
    ours = _names_of_group(document) if written else frozenset[str]()
    first: dict[tuple[object, str], int | None] = {}
    for path, entry in written:
        employer = entry.get("employer")
        if not isinstance(employer, str):
            continue
        core = _core(employer)
        if core in ours:
            yield document.mistake(
                (*path, "employer"),
                N_("{employer} is a name of the group: this speaks against the person himself"),
                employer=employer,
                remedy=N_("name the other employer, or remove the namesake"),
            )
        key = (entry.get("person"), core)
        if key in first:
            yield document.mistake(
                path,
                N_("this namesake stands here twice, first in line {first}"),
                first=first[key],
                remedy=N_("keep one of them"),
            )
        first.setdefault(key, document.line(path))


def _names_of_group(document: Document) -> frozenset[str]:
    found: set[str] = set()
    for _, company in document.entries("companies"):
        for key in _NAMES:
            value = company.get(key)
            names = value if isinstance(value, list) else [value]
            found |= {_core(name) for name in names if isinstance(name, str)}
    return frozenset(found - {""})


def _core(name: str) -> str:
    from leakwatch.text import fold_key, stripped  # noqa: PLC0415 - the supervisor does without numpy

    return stripped(name)[0] or fold_key(name)
