"""A letter written from its text: in a sandbox, with every gap named."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from leakwatch.errors import N_, UsageError
from leakwatch.models import LETTER_FIELDS, LetterTemplate

#: What stands where a field is empty; no letter with it is approved or sent.
GAP_BEGINS, GAP_ENDS = "【", "?】"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_LONGEST_SUBJECT = 200  # characters; mail folds it, people do not read on


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    subject: str
    body: str
    missing: tuple[str, ...] = ()  #: names of fields that the text shows and that are empty


class _Gap(str):
    """A field without a value: false in a condition, a mark where it is printed."""

    __slots__ = ()


def render(template: LetterTemplate, fields: Mapping[str, str]) -> Written:
    """`template` filled with `fields`, by their names; what is empty is named and marked.

    Raises UsageError for a field there is none of, and when the text cannot be filled in.
    """
    unknown = sorted(set(fields) - set(LETTER_FIELDS))
    if unknown:
        raise UsageError(
            N_("there is no field {field}: known are {known}"),
            field=unknown[0],
            known=", ".join(sorted(LETTER_FIELDS)),
        )
    missing: dict[str, None] = {}
    names: dict[int, str] = {}

    def printed(value: object) -> object:
        if isinstance(value, _Gap) or value == "":
            name = names.get(id(value), "?")
            missing[name] = None
            return f"{GAP_BEGINS}{name}{GAP_ENDS}"
        return value

    values: dict[str, str] = {}
    for name in LETTER_FIELDS:
        text = _clean(fields.get(name, ""), lines=name == "outcome")
        values[name] = text or _gap(name, names)
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=printed,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    try:
        subject = environment.from_string(template.subject).render(values)
        body = environment.from_string(template.body).render(values)
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise UsageError(
            N_("{file} cannot be filled in ({reason}): correct it"),
            file=template.where,
            reason=str(error)[:200] or type(error).__name__,
        ) from error
    return Written(
        subject=" ".join(subject.split())[:_LONGEST_SUBJECT], body=body, missing=tuple(missing)
    )


def _gap(name: str, names: dict[int, str]) -> _Gap:
    gap = _Gap("")
    names[id(gap)] = name
    return gap


def _clean(text: str, *, lines: bool) -> str:
    """A value without control characters; on one line where the text expects a phrase."""
    kept = visible(text)
    return kept.strip() if lines else " ".join(kept.split())


def visible(text: str) -> str:
    """`text` without what cannot be seen: control and format characters, lone surrogates."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in _UNSEEN)
