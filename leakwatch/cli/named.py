"""States, kinds and acts as tables show them: by the name that options take, and in words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from leakwatch.cli.terminal import Terminal, inert
from leakwatch.errors import N_
from leakwatch.locale.named import words_of

#: By what stands before the colon of a subject.
_SUBJECTS: Mapping[str, str] = {
    "person": N_("somebody on the roster"),
    "unknown": N_("one of ours, person unknown"),
    "company": N_("the company"),
    "term": N_("term"),
}


def worded(terminal: Terminal, value: StrEnum | None) -> str | None:
    """`value` by its name; in another language than English its word stands first."""
    return None if value is None else beside(terminal, value.value, words_of(value))


def of_subject(terminal: Terminal, subject: str) -> str:
    """Whom or what a finding or a case is about, by its id and in words beside it."""
    return beside(terminal, subject, _SUBJECTS.get(subject.partition(":")[0]))


def beside(terminal: Terminal, name: str, words: str | None) -> str:
    """`name`, which options and JSON lines know, behind what it means in the reader's language."""
    return inert(terminal.catalogue.named(name, words))
