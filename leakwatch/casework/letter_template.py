"""Templates of letters: a small part of Jinja2, in its sandbox, checked before anything is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from leakwatch.casework.letter_days import written_day
from leakwatch.casework.letter_fields import FIELDS, LISTS, Value, is_empty, require_clean
from leakwatch.config.mistakes import Mistake, nearest
from leakwatch.errors import N_, UsageError
from leakwatch.models import LetterKind

#: First line of a template → its language does not matter, people write either.
_SUBJECT = re.compile(r"(?:Subject|件名)[ \t]*[:\uff1a][ \t]*(?P<subject>.*)")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
#: What a letter shows where a field is empty; nothing that holds one may leave.
MARK = re.compile(r"〔([a-z]+\.[a-z_]+)〕")
_FILTERS = frozenset({"day", "join"})
_LOOP = frozenset({"first", "index", "last"})
#: Loops within loops: each multiplies what a letter may grow to.
_DEEPEST = 2
#: Characters of a template; a letter has a few pages.
_LONGEST = 100_000
#: What Jinja2 and Python raise at what is nested too deeply, or holds a number beyond all bounds.
_UNREADABLE = (TemplateSyntaxError, SyntaxError, RecursionError, MemoryError, ValueError)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.And,
    nodes.Compare,
    nodes.CondExpr,
    nodes.Const,
    nodes.Filter,
    nodes.For,
    nodes.Getattr,
    nodes.If,
    nodes.Name,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.Template,
    nodes.TemplateData,
)


class Gap:
    """An empty field: false in a condition, its own name between brackets wherever it is shown."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return f"〔{self._name}〕"

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template that was checked: it shows known fields and does nothing else."""

    kind: LetterKind
    language: str  #: `ja` or `en`
    subject: str  #: source of the one line
    body: str  #: source of the rest
    fields: frozenset[str]  #: those it names, under whatever condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A letter as a template and fields make it."""

    subject: str
    body: str
    missing: tuple[str, ...]  #: fields that it shows and that are empty


def read_template(
    source: str, *, kind: LetterKind, language: str, name: str
) -> tuple[Template | None, tuple[Mistake, ...]]:
    """A template of the file `name`, or everything that is wrong with it."""
    source = source.replace("\r\n", "\n")
    if len(source) > _LONGEST:
        return None, (_long(name),)
    begins = _begin(source)
    lines = source.split("\n")
    found = _SUBJECT.fullmatch(lines[begins].rstrip()) if begins < len(lines) else None
    mistakes: list[Mistake] = []
    if found is None or not found["subject"].strip():
        mistakes.append(
            Mistake(
                file=name,
                line=min(begins + 1, len(lines)),
                key="subject",
                message=N_("the subject is missing"),
                remedy=N_("let the first line be `Subject: …` or `件名: …`"),
            )
        )
    subject = found["subject"].strip() if found else ""
    body = "\n".join(lines[begins + 1 if found else begins :])
    if not body.strip():
        message, remedy = N_("there is no text"), N_("write it below the subject")
        mistakes.append(Mistake(file=name, line=len(lines), message=message, remedy=remedy))
    fields: set[str] = set()
    # the lines before keep their number in what is said of the rest
    for text, above in ((subject, begins), (body, begins + 1 if found else begins)):
        mistakes += _check("\n" * above + text, name=name, fields=fields)
    if mistakes:
        return None, tuple(mistakes)
    template = Template(
        kind=kind, language=language, subject=subject, body=body, fields=frozenset(fields)
    )
    return template, ()


def _long(name: str) -> Mistake:
    message = N_("this is longer than {most} characters: no letter is")
    return Mistake(file=name, line=None, message=message, values={"most": _LONGEST})


def fill(template: Template, fields: Mapping[str, Value]) -> Filled:
    """The letter; what is missing is named and marked in it. Raises UsageError."""
    require_clean(fields)
    groups: dict[str, dict[str, object]] = {}
    for name in FIELDS:
        group, _, field = name.partition(".")
        value = fields.get(name)
        groups.setdefault(group, {})[field] = Gap(name) if is_empty(value) else value
    environment = _environment(template.language)
    try:
        subject = environment.from_string(template.subject).render(groups).strip()
        body = environment.from_string(template.body).render(groups).strip("\n")
    except (TemplateError, TypeError) as error:  # such as a day that is compared with a number
        raise UsageError(
            N_("the template of {kind} ({language}) cannot be filled in: {reason}"),
            kind=template.kind,
            language=template.language,
            reason=str(error) or type(error).__name__,
        ) from error
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in body.split("\n")))
    missing = dict.fromkeys(MARK.findall(f"{subject}\n{body}"))
    return Filled(subject=subject, body=body + "\n", missing=tuple(missing))


def _environment(language: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {
        "join": lambda value, between="": str(between).join(map(str, value)),
        "day": lambda value: (
            written_day(value, language) if isinstance(value, date) else str(value)
        ),
    }
    return environment


def _begin(source: str) -> int:
    """Index of the line after blank lines and comments."""
    at = 0
    while True:
        blank = re.compile(r"\s*").match(source, at)
        at = blank.end() if blank else at
        comment = _COMMENT.match(source, at)
        if comment is None:
            return source.count("\n", 0, at)
        at = comment.end()


def _check(source: str, *, name: str, fields: set[str]) -> list[Mistake]:
    environment = _environment("en")
    try:
        found = list(_refused(environment.parse(source), name=name, known=(), fields=fields))
        if not found:
            environment.compile(source)  # Python has bounds of its own
    except _UNREADABLE as error:
        return [
            Mistake(
                file=name,
                line=error.lineno if isinstance(error, TemplateSyntaxError) else None,
                message=N_("this is not written as Jinja2 wants it: {reason}"),
                values={"reason": getattr(error, "msg", None) or str(error).partition("\n")[0]},
                remedy=N_("correct it; the packaged template shows the form"),
            )
        ]
    return found


def _refused(
    node: nodes.Node, *, name: str, known: tuple[str, ...], fields: set[str]
) -> Iterator[Mistake]:
    """What `node` holds beside known fields, conditions and loops; `known` are the loops' names."""
    if isinstance(node, nodes.Getattr):
        yield from _field(node, name=name, known=known, fields=fields)
        return
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known:
        yield _unknown(node.name, node, name)
    elif not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and not _is_plain(node)):
        what = node.name if isinstance(node, nodes.Filter) else type(node).__name__.lower()
        yield _may_not(what, node, name)
        return
    if isinstance(node, nodes.For):
        yield from _loop(node, name=name, known=known, fields=fields)
        return
    for inner in node.iter_child_nodes():
        yield from _refused(inner, name=name, known=known, fields=fields)


def _loop(
    node: nodes.For, *, name: str, known: tuple[str, ...], fields: set[str]
) -> Iterator[Mistake]:
    """A loop runs over a list of the letter's fields, and not deep within others."""
    if _field_name(node.iter) not in LISTS or len(known) >= _DEEPEST:
        yield _may_not("for", node, name)
    yield from _refused(node.iter, name=name, known=known, fields=fields)
    if isinstance(node.target, nodes.Name):
        known = (*known, node.target.name)
    for inner in (*([node.test] if node.test else ()), *node.body, *node.else_):
        yield from _refused(inner, name=name, known=known, fields=fields)


def _is_plain(node: nodes.Filter) -> bool:
    """Whether it is a filter of ours, on a field or a loop's name: none upon another one."""
    if node.name == "day":
        return isinstance(node.node, nodes.Getattr | nodes.Name) and not node.args
    plain = all(isinstance(one, nodes.Const) for one in node.args) and len(node.args) <= 1
    return node.name in _FILTERS and plain and _field_name(node.node) in LISTS


def _field_name(node: nodes.Node | None) -> str:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return ""


def _field(
    node: nodes.Getattr, *, name: str, known: tuple[str, ...], fields: set[str]
) -> Iterator[Mistake]:
    if isinstance(node.node, nodes.Name):
        field = f"{node.node.name}.{node.attr}"
        if field in FIELDS and node.node.name not in known:
            fields.add(field)
            return
        if node.node.name == "loop" and known and node.attr in _LOOP:
            return
        yield _unknown(field, node, name)
        return
    yield _unknown(f"….{node.attr}", node, name)


def _may_not(what: str, node: nodes.Node, name: str) -> Mistake:
    return Mistake(
        file=name,
        line=node.lineno,
        message=N_("{what} may not stand in a letter"),
        values={"what": what},
        remedy=N_("use fields, if, for, and the filters day and join"),
    )


def _unknown(field: str, node: nodes.Node, name: str) -> Mistake:
    return Mistake(
        file=name,
        line=node.lineno,
        key=field,
        message=N_("there is no such field"),
        nearest=nearest(field, FIELDS),
        remedy=N_("docs/letters.md lists them"),
    )
