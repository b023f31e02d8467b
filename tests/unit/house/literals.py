"""Finds words for people that never passed through the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

#: Two letters in a row are words; units, dashes and placeholders are not. The name is no word.
WORDS = re.compile(r"(?!leakwatch)\b[^\W\d_]{2,}|[\u3040-\u30ff\u4e00-\u9fff]")

#: Calls by their last name: which positional arguments a person will read.
POSITIONAL: dict[str, slice] = {
    "add_column": slice(1),
    "add_task": slice(1),
    "confirm": slice(1),
    "echo": slice(1),
    "line": slice(1),
    "print": slice(None),
    "prompt": slice(1),
    "rule": slice(1),
    "say": slice(1),
    "secho": slice(1),
    "status": slice(1),
    "warn": slice(1),
}
#: Loggers, regular expressions and the like use some of these names for texts of their own.
NOT_PEOPLE = frozenset({"logger", "logging", "re", "warnings"})
#: Keyword arguments a person will read, in any call.
KEYWORDS = frozenset(
    {"caption", "epilog", "help", "message", "problem", "prompt", "remedy", "short_help", "words"}
)


@dataclass(frozen=True, slots=True)
class Literal:
    where: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.text!r} is not in the catalogue; write N_(…)"


def error_names(modules: Iterable[ast.Module], *, base: str = "LeakwatchError") -> frozenset[str]:
    """The names of `base` and of every class below it."""
    parents = {
        node.name: {_last_name(parent) for parent in node.bases}
        for module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    }
    names = {base}
    while more := {name for name, above in parents.items() if above & names} - names:
        names |= more
    return frozenset(names)


def literals(module: ast.Module, *, where: str, errors: frozenset[str]) -> Iterator[Literal]:
    """Every literal with words in it that goes straight to a person."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            for argument in _read_by_people(node, errors):
                for text in _words(argument):
                    yield Literal(where, argument.lineno, text)


def _read_by_people(call: ast.Call, errors: frozenset[str]) -> Iterator[ast.expr]:
    name = _last_name(call.func)
    if name in errors:
        yield from call.args[:1]
    if name == "table" and call.args and isinstance(call.args[0], ast.List | ast.Tuple):
        yield from call.args[0].elts
    if name in POSITIONAL and _owner(call.func) not in NOT_PEOPLE:
        yield from call.args[POSITIONAL[name]]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS)


def _words(node: ast.expr) -> Iterator[str]:
    """The wordy literals an expression is made of; what another call returns is that call's."""
    match node:
        case ast.Constant(value=str() as text):
            plain = "".join(part for part, *_ in _parsed(text))
            if WORDS.search(plain):
                yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _words(part)
        case ast.BinOp(left=left, right=right):
            yield from (*_words(left), *_words(right))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_words(body), *_words(orelse))
        case ast.Call(func=ast.Attribute(value=ast.expr() as text, attr="format" | "join")):
            yield from _words(text)
        case _:
            pass


def _parsed(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(text))
    except ValueError:  # a brace of its own: no placeholders to take out
        return [(text, None, None, None)]


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _last_name(value)
        case _:
            return ""


def _owner(node: ast.expr) -> str:
    return _last_name(node.value) if isinstance(node, ast.Attribute) else ""
