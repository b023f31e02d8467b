"""The commented starter configuration that `leakwatch init` writes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from leakwatch.errors import N_, UsageError
from leakwatch.locale import Language

_FILE_MODE, _DIRECTORY_MODE = 0o600, 0o700

#: Lines of the starter that `init` fills in.
_LANGUAGE_LINE = "language: en\n"
_REVIEWER_ID_LINE = "  - id: first-reviewer\n"
_OS_USER_LINE = "    os_user: login-name\n"
_OWNER = "owner: first-reviewer "


def starter_files() -> Traversable:
    """The starter set: package data in a wheel, the repository's `config/` in a checkout."""
    packaged = files("leakwatch") / "starter"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[2] / "config"


def write_starter(directory: Path, *, reviewer: str, language: Language) -> list[Path]:
    """Write the starter into `directory` and enter `reviewer` (a login name) as its first lead.

    Raises UsageError when it cannot be written, or (with nothing written) a file is already there.
    """
    texts = {
        directory / relative: _filled(relative, text, reviewer, language)
        for relative, text in _walk(starter_files())
    }
    try:
        _refuse_taken(texts)
        _make_private(directory)
        for path, text in texts.items():
            _write(path, text)
    except OSError as error:
        raise UsageError(
            N_("{directory} cannot be written ({reason})"),
            directory=directory,
            reason=error.strerror or type(error).__name__,
        ) from error
    return list(texts)


def _refuse_taken(paths: Iterable[Path]) -> None:
    taken = [path for path in paths if path.exists() or path.is_symlink()]
    if taken:
        raise UsageError(
            N_(
                "nothing is written: {count} of the files exist already, such as {file};"
                " name another directory"
            ),
            count=len(taken),
            file=taken[0],
        )


def _make_private(directory: Path) -> None:
    """A directory of its owner's; one that is in use already keeps its mode."""
    directory.mkdir(parents=True, exist_ok=True)
    if not any(directory.iterdir()):
        directory.chmod(_DIRECTORY_MODE)


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".yaml", ".example", ".j2")):
            yield prefix + item.name, item.read_text(encoding="utf-8")


def _filled(relative: str, text: str, reviewer: str, language: Language) -> str:
    if relative == "leakwatch.yaml":
        return text.replace(_LANGUAGE_LINE, f"language: {language}\n")
    reviewer_id = re.sub(r"[^A-Za-z0-9_.-]", "-", reviewer)[:64].lstrip("_.-") or "first-reviewer"
    if relative == "routing.yaml":
        return text.replace(_OWNER, f"owner: {json.dumps(reviewer_id)} ")
    if relative == "reviewers.yaml":
        text = text.replace(_REVIEWER_ID_LINE, f"  - id: {json.dumps(reviewer_id)}\n")
        # JSON text is YAML text, whatever a login name may hold
        return text.replace(_OS_USER_LINE, f"    os_user: {json.dumps(reviewer)}\n")
    return text


def _write(path: Path, text: str) -> None:
    if not path.parent.is_dir():
        _make_private(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
