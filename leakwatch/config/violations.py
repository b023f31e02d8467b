"""What pydantic found, as mistakes with their place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from leakwatch.config.mistakes import KeyPath, Mistake, Phrase, nearest, shown
from leakwatch.config.schema.base import RULE, known_keys
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

M = TypeVar("M", bound=BaseModel)

#: pydantic's error types → what should stand there.
_EXPECTED = {
    "bool_parsing": N_("true or false"),
    "bool_type": N_("true or false"),
    "dict_type": N_("a mapping (lines of `key: value`)"),
    "int_from_float": N_("a whole number"),
    "int_parsing": N_("a whole number"),
    "int_type": N_("a whole number"),
    "list_type": N_("a list (lines that begin with a hyphen)"),
    "model_type": N_("a mapping (lines of `key: value`)"),
    "string_type": N_("a text"),
    "too_short": N_("at least one entry"),
    "tuple_type": N_("a list (lines that begin with a hyphen)"),
}
_QUOTE = N_("put it in quotes")


def validated(document: Document, model: type[M]) -> tuple[M | None, tuple[Mistake, ...]]:
    """The document as `model`, or everything that keeps it from being one."""
    try:
        return model.model_validate(document.data), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, tuple(_mistake(document, model, one) for one in found)


def _mistake(document: Document, model: type[BaseModel], error: Mapping[str, Any]) -> Mistake:
    path = _path(document, error["loc"])
    if error["type"] == "missing":
        return _missing(document, path)
    if error["type"] == "extra_forbidden":
        return _unknown_key(document, model, path)
    if error["type"] == RULE:
        context = error["ctx"]
        return _wrong(document, path, error, context["expected"], remedy=context["remedy"])
    return _wrong(document, path, error, _expected(error), remedy=_remedy(error), near=_near(error))


def _missing(document: Document, path: KeyPath) -> Mistake:
    if path in document.lines:
        return document.mistake(
            path,
            N_("this key has no value"),
            remedy=N_("write one; a value that begins with # must stand in quotes"),
        )
    return document.mistake(
        path, N_("this key is missing"), remedy=N_("add it; docs/configuration.md explains it")
    )


def _wrong(
    document: Document,
    path: KeyPath,
    error: Mapping[str, Any],
    expected: Phrase,
    *,
    remedy: str | None,
    near: str | None = None,
) -> Mistake:
    return document.mistake(
        path,
        N_("expected {expected}, found {found}"),
        expected=expected,
        found=shown(_input(error), path),
        nearest=near,
        remedy=remedy,
    )


def _unknown_key(document: Document, model: type[BaseModel], path: KeyPath) -> Mistake:
    known = known_keys(_model_at(model, path[:-1]))
    return document.mistake(
        path,
        N_("there is no such key; known here: {known}"),
        known=", ".join(known),
        nearest=nearest(str(path[-1]), known) if path else None,
    )


def _expected(error: Mapping[str, Any]) -> Phrase:
    context = error.get("ctx", {})
    if error["type"] in {"enum", "literal_error"}:
        return Phrase(N_("one of {choices}"), {"choices": ", ".join(_choices(error))})
    if error["type"] == "greater_than_equal":
        return Phrase(N_("{lowest} or more"), {"lowest": context["ge"]})
    if error["type"] == "less_than_equal":
        return Phrase(N_("{highest} or less"), {"highest": context["le"]})
    return Phrase(_EXPECTED.get(error["type"], N_("another value")))


def _choices(error: Mapping[str, Any]) -> list[str]:
    """Pydantic writes them as `'a', 'b' or 'c'`."""
    return str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _near(error: Mapping[str, Any]) -> str | None:
    if error["type"] not in {"enum", "literal_error"} or not isinstance(error["input"], str):
        return None
    return nearest(error["input"], _choices(error))


def _remedy(error: Mapping[str, Any]) -> str | None:
    return _QUOTE if error["type"] == "string_type" and _is_number(error["input"]) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _input(error: Mapping[str, Any]) -> object:
    """What stood there; a selector written short arrives here as its mapping."""
    value = error["input"]
    return dict(value) if isinstance(value, BaseModel) else value


def _path(document: Document, location: tuple[str | int, ...]) -> KeyPath:
    """Where the error is, without the steps that only pydantic takes (unions, `[key]`)."""
    path: KeyPath = ()
    for part in location:
        here = document.get(path)
        known = isinstance(here, dict | list) or not path
        if known and (isinstance(part, int) == isinstance(here, list)) and not _is_step(part):
            path = (*path, part)
    return path


def _is_step(part: str | int) -> bool:
    return isinstance(part, str) and (part == "[key]" or "(" in part)


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    """The model of what stands at `path` in a file of `model`."""
    for part in path:
        if isinstance(part, int):
            continue
        by_key = {field.alias or name: field for name, field in model.model_fields.items()}
        inner = _models_in(by_key[part].annotation) if part in by_key else []
        model = inner[0] if inner else model
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
