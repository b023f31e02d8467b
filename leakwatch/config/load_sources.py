"""All source definitions of a directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from leakwatch.config.build_source import build_source
from leakwatch.config.checks import secrets
from leakwatch.config.mistakes import Mistake, Notice
from leakwatch.config.schema import MainFile, SourceFile
from leakwatch.config.schema.main import DefaultsEntry
from leakwatch.config.source_checks import check_built, check_source, warn_of
from leakwatch.config.source_terms import check_terms
from leakwatch.config.source_times import check_times, warn_of_times
from leakwatch.config.violations import validated
from leakwatch.config.yaml_file import Document, read_document
from leakwatch.errors import N_
from leakwatch.models import Source

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Definition:
    """A source and the file it was read from."""

    source: Source
    document: Document


@dataclass
class Definitions:
    definitions: tuple[Definition, ...] = ()
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)


def read_sources(
    directory: Path,
    *,
    name: str,
    main: MainFile | None,
    user_kinds: bool,
    environ: Mapping[str, str] = _NOTHING,
    today: date = date.max,
) -> Definitions:
    """Every definition below `directory` that can be built, and what is wrong with the others.

    `main` may be None when leakwatch.yaml is wrong itself: the definitions are checked all the same.
    What is said to have happened must not lie behind `today`.
    """
    found = Definitions()
    sources: list[Definition] = []
    for path in sorted(directory.iterdir()) if directory.is_dir() else ():
        file = f"{name}/{path.name}"
        if path.name.startswith((".", "#")) or path.suffix not in {".yaml", ".yml"}:
            continue  # an editor's own files
        if path.suffix == ".yml":
            found.mistakes.append(
                Mistake(
                    file=file,
                    line=None,
                    message=N_("a source definition ends in {suffix}"),
                    values={"suffix": ".yaml"},
                    remedy=N_("rename the file"),
                )
            )
        source = _read(
            path, file, found, main=main, user_kinds=user_kinds, environ=environ, today=today
        )
        sources += [source] if source else []
    found.definitions = tuple(sources)
    return found


def _read(
    path: Path,
    file: str,
    found: Definitions,
    *,
    main: MainFile | None,
    user_kinds: bool,
    environ: Mapping[str, str],
    today: date,
) -> Definition | None:
    document, mistakes = read_document(path, name=file)
    found.mistakes += mistakes
    if document.data is None:
        if not mistakes:
            found.mistakes.append(document.mistake((), N_("this file is empty")))
        return None
    written, violations = validated(document, SourceFile)
    found.mistakes += [*violations, *secrets(document)]
    found.mistakes += check_source(document, name=path.stem, user_kinds=user_kinds)
    if written is None:
        return None
    source = build_source(
        written,
        name=path.stem,
        document=document,
        timezone=main.timezone if main else "Asia/Tokyo",
        defaults=(main.defaults if main else None) or DefaultsEntry(),
        directory=path.parent.parent,
        environ=environ,
    )
    found.mistakes += check_built(source, document)
    found.mistakes += check_terms(source, document)
    found.mistakes += check_times(source, document, today=today)
    found.warnings += [*warn_of(source), *warn_of_times(source, document)]
    return Definition(source, document)
