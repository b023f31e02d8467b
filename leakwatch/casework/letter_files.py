"""Where templates lie: the company's, else the one that comes along."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from leakwatch.casework.letter_template import Template, read_template
from leakwatch.config import ConfigMistakes, Mistake, Notice, starter_files
from leakwatch.config.text_file import WrongText, read_text
from leakwatch.errors import N_
from leakwatch.models import LetterKind

LANGUAGES = ("ja", "en")
FOLDER = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    template: Template
    file: str  #: as messages name it
    packaged: bool  #: the company has none of its own


def find_template(directory: Path, kind: LetterKind, language: str) -> Found:
    """The template of a letter; `directory` is that of the configuration.

    Raises ConfigMistakes when the company's is wrong: it is never replaced unasked.
    """
    path = directory / FOLDER / language / f"{kind}.j2"
    if path.exists():
        template, mistakes = _own(path, kind, language, name=_name(directory, kind, language))
        if template is None:
            raise ConfigMistakes(mistakes)
        return Found(template=template, file=str(path), packaged=False)
    item = _packaged(kind, language)
    template, mistakes = read_template(
        item.read_text(encoding="utf-8"), kind=kind, language=language, name=str(item)
    )
    if template is None:
        raise ConfigMistakes(mistakes)
    return Found(template=template, file=str(item), packaged=True)


def check_templates(directory: Path) -> tuple[tuple[Mistake, ...], tuple[Notice, ...]]:
    """Every mistake of every template of the company, and what is missing there or unknown."""
    mistakes: list[Mistake] = []
    notices: list[Notice] = []
    folder = directory / FOLDER
    wanted = {
        Path(language) / f"{kind}.j2": (kind, language)
        for language in LANGUAGES
        for kind in LetterKind
    }
    for relative, (kind, language) in wanted.items():
        if (folder / relative).exists():
            name = _name(directory, kind, language)
            mistakes += _own(folder / relative, kind, language, name=name)[1]
    if folder.is_dir():
        absent = sorted(str(one) for one in wanted if not (folder / one).exists())
        if absent:
            message = N_("{folder}: the packaged template is used for {files}")
            values = {"folder": folder, "files": ", ".join(absent)}
            notices.append(Notice(message=message, values=values))
        strange = sorted(
            str(path.relative_to(folder))
            for path in folder.rglob("*.j2")
            if path.relative_to(folder) not in wanted
        )
        if strange:
            message = N_("{folder}: no letter is called {files}: nobody reads that")
            notices.append(
                Notice(message=message, values={"folder": folder, "files": ", ".join(strange)})
            )
    return tuple(mistakes), tuple(notices)


def _own(
    path: Path, kind: LetterKind, language: str, *, name: str
) -> tuple[Template | None, tuple[Mistake, ...]]:
    try:
        source = read_text(path, name=name)
    except WrongText as wrong:
        return None, (wrong.mistake,)
    return read_template(source, kind=kind, language=language, name=name)


def _packaged(kind: LetterKind, language: str) -> Traversable:
    return starter_files() / FOLDER / language / f"{kind}.j2"


def _name(directory: Path, kind: LetterKind, language: str) -> str:
    return f"{directory.name}/{FOLDER}/{language}/{kind}.j2"
