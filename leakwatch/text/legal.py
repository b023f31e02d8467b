"""Legal forms: the part of a company's name that everybody spells differently or leaves out."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from leakwatch.text.folding import fold_key
from leakwatch.text.resources import rows
from leakwatch.text.scripts import is_latin


@cache
def _forms() -> tuple[tuple[str, str, str], ...]:
    """(form, group, place), longest first, so that the whole form is stripped."""
    found = ((fold_key(form), group, place) for group, form, place in rows("legal_forms"))
    return tuple(sorted(found, key=lambda row: -len(row[0])))


@cache
def _at_ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms that may open a name, and those that may end one."""
    return (
        tuple(form for form, _, place in _forms() if place != "after"),
        tuple(form for form, _, place in _forms() if place != "before"),
    )


def stripped(name: str) -> tuple[str, str]:
    """The folded name without its legal form, and that form's group (empty without one)."""
    folded = fold_key(name)
    opening, ending = _at_ends()
    # Every line of a page with a hit is asked, and nearly none has one: two calls in place of 200.
    if not folded.endswith(ending) and not folded.startswith(opening):
        return folded, ""
    for form, group, place in _forms():
        if place != "before" and (core := _without_suffix(folded, form)):
            return core, group
        if place != "after" and (core := _without_prefix(folded, form)):
            return core, group
    return folded, ""


def _without_suffix(folded: str, form: str) -> str:
    if not folded.endswith(form):
        return ""
    core = folded[: -len(form)]
    if form.isascii() and form[0].isalpha() and not core.endswith((" ", ",", ".")):
        return ""
    return core.strip(" ,・")


def _without_prefix(folded: str, form: str) -> str:
    return folded.removeprefix(form).strip(" ・") if folded.startswith(form) else ""


def respelled(core: str, group: str) -> tuple[str, ...]:
    """`core` with every spelling of its legal form, in every place that form may take."""
    if not core:
        return ()
    return tuple(chain.from_iterable(_placed(core, *row) for row in _forms() if row[1] == group))


def _placed(core: str, form: str, _group: str, place: str) -> tuple[str, ...]:
    if form[0].isascii() and form[0].isalpha():
        return (f"{core} {form}",) if core.isascii() else ()
    before = [form + core, f"{form} {core}"] if is_latin(core[0]) else [form + core]
    after = [core + form, f"{core} {form}"] if is_latin(core[-1]) else [core + form]
    return tuple({"before": before, "after": after, "both": before + after}[place])


@cache
def _behind() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form, *_ in _forms() if is_latin(form[0]))
    return re.compile(rf"(?P<words>(?: [a-z0-9&'-]+){{1,3}}?),? (?:{forms})(?![a-z0-9])")


def legal_form_behind(text: str, start: int) -> int:
    """Where the words end that join `start` to a Latin legal form, at most three; 0 without any."""
    match = _behind().match(text, start)
    return match.end("words") if match else 0


@cache
def _opening() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form, *_ in _forms() if is_latin(form[0]))
    return re.compile(rf",? (?:{forms})(?![a-z0-9])")


def opens_with_legal_form(rest: str) -> bool:
    """Whether what follows a Latin name is a legal form."""
    return _opening().match(rest) is not None


def has_legal_form(text: str) -> bool:
    """Whether `text` names a company outright: some legal form stands at an end of it."""
    return stripped(text)[1] != ""
