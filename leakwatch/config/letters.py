"""The texts of letters: `config/letters/LANGUAGE/KIND.j2`, else those that come with leakwatch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from leakwatch.config.mistakes import Mistake, nearest as nearest_of
from leakwatch.config.starter import starter_files
from leakwatch.errors import N_
from leakwatch.models import LETTER_FIELDS, LetterKind, LetterTemplate

FOLDER = "letters"
LANGUAGES = ("ja", "en")
#: How the first line of a file begins, in either language.
_SUBJECTS = ("件名:", "件名：", "Subject:")
_LARGEST = 50_000  # characters of one text

Key = tuple[str, LetterKind]  #: language and kind


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplates:
    """What can be written with; a text with a mistake is not among them, and takes none's place."""

    templates: Mapping[Key, LetterTemplate]
    mistakes: Mapping[Key, tuple[Mistake, ...]] = field(default_factory=dict)


def load_letters(directory: Path) -> LetterTemplates:
    """Every text of the configuration in `directory`, with the mistakes of those that have any.

    A company's own text with a mistake is not replaced by the one that comes with leakwatch: nobody
    would notice that another one was sent.
    """
    templates: dict[Key, LetterTemplate] = {}
    mistakes: dict[Key, tuple[Mistake, ...]] = {}
    for language in LANGUAGES:
        for kind in LetterKind:
            own = directory / FOLDER / language / f"{kind.value}.j2"
            name = f"{directory.name}/{FOLDER}/{language}/{kind.value}.j2"
            found: Path | Traversable = own if own.exists() else packaged(language, kind)
            template, wrong = _read(found, kind, language, name=name, own=own.exists())
            if wrong or template is None:
                mistakes[language, kind] = tuple(wrong)
            else:
                templates[language, kind] = template
    return LetterTemplates(templates=templates, mistakes=mistakes)


def packaged(language: str, kind: LetterKind) -> Traversable:
    """The text that comes with leakwatch."""
    return starter_files() / FOLDER / language / f"{kind.value}.j2"


def _read(
    file: Path | Traversable, kind: LetterKind, language: str, *, name: str, own: bool
) -> tuple[LetterTemplate | None, list[Mistake]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        return None, [_mistake(name, 1, N_("the text cannot be read ({reason})"), reason=reason)]
    lines = text.lstrip("\ufeff").split("\n")
    prefix = next((one for one in _SUBJECTS if lines[0].startswith(one)), None)
    subject = lines[0].removeprefix(prefix or "").strip()
    body = "\n".join(lines[1:]).strip("\n") + "\n"
    template = LetterTemplate(
        kind=kind, language=language, subject=subject, body=body, where=name, own=own
    )
    return template, list(_mistakes(template, has_subject=prefix is not None, text=text))


def _mistakes(template: LetterTemplate, *, has_subject: bool, text: str) -> Iterator[Mistake]:
    name = template.where
    if not has_subject or not template.subject:
        yield _mistake(
            name,
            1,
            N_("the first line of a letter is its subject"),
            remedy=N_("begin the file with Subject: TEXT, or 件名: TEXT"),
        )
    if not template.body.strip():
        yield _mistake(name, 2, N_("the letter says nothing after its subject"))
    if len(text) > _LARGEST:
        yield _mistake(name, 1, N_("the letter is longer than {most} characters"), most=_LARGEST)
    try:
        tree = ImmutableSandboxedEnvironment(autoescape=False).parse(text)
    except TemplateSyntaxError as error:
        yield _mistake(
            name,
            error.lineno,
            N_("this is no Jinja template ({reason})"),
            reason=error.message or "?",
            remedy=N_("compare it with the text that comes with leakwatch (leakwatch init DIR)"),
        )
        return
    yield from _unknown(name, tree)


def _unknown(name: str, tree: nodes.Template) -> Iterator[Mistake]:
    undeclared = meta.find_undeclared_variables(tree)
    for node in tree.find_all(nodes.Name):
        if node.name in undeclared and node.name not in LETTER_FIELDS:
            yield _mistake(
                name,
                node.lineno,
                N_("there is no field {field}; known: {known}"),
                field=node.name[:40],
                known=", ".join(sorted(LETTER_FIELDS)),
                nearest=nearest_of(node.name, LETTER_FIELDS),
            )


def _mistake(
    name: str,
    line: int,
    message: str,
    *,
    nearest: str | None = None,
    remedy: str | None = None,
    **values: object,
) -> Mistake:
    return Mistake(
        file=name, line=line, message=message, values=values, nearest=nearest, remedy=remedy
    )
