"""Secrets: from the environment or a file, never from a configuration file, never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leakwatch.config import addresses, units
from leakwatch.config.mistakes import KeyPath, Mistake, Notice, Phrase
from leakwatch.config.settings import SLACK_BASE_URL, SlackSettings
from leakwatch.config.text_file import WrongText, read_text
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

#: Slack takes about one message per second and channel.
_INTERVAL = 1.0
REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Secret:
    """What became of a secret: its value, or the variable that is not set, or what is wrong."""

    value: str | None = field(default=None, repr=False)
    unset: str | None = None
    mistake: Mistake | None = None


def find_secret(
    document: Document, path: KeyPath, *, environ: Mapping[str, str], directory: Path
) -> Secret:
    """The secret at `path` (as `${NAME}`), or in the file that `path` with `_file` names."""
    file_path: KeyPath = (*path[:-1], f"{path[-1]}_file")
    written, file = document.get(path), document.get(file_path)
    if written is not None and file is not None:
        problem = N_("write either this or {other}, not both")
        return Secret(mistake=document.mistake(file_path, problem, other=path[-1]))
    if written is not None:
        return _from_environment(document, path, written, environ)
    if isinstance(file, str) and file.strip():
        return _from_file(document, file_path, directory / file.strip())
    return Secret()


def secret_in_file(document: Document, path: KeyPath) -> KeyPath:
    """Where the secret at `path` is written: there, or at the key that names its file."""
    file_path: KeyPath = (*path[:-1], f"{path[-1]}_file")
    return path if document.get(file_path) is None else file_path


def references(document: Document, *, but: tuple[str, ...]) -> frozenset[str]:
    """The environment variables a file takes secrets from, its sections `but` aside."""
    data = document.data if isinstance(document.data, dict) else {}
    pending = [value for key, value in data.items() if key not in but]
    found: set[str] = set()
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
        elif isinstance(value, str):
            found |= set(REFERENCE.findall(value))
    return frozenset(found)


def find_slack(
    document: Document, *, environ: Mapping[str, str], directory: Path
) -> tuple[SlackSettings | None, tuple[Notice, ...], tuple[Mistake, ...]]:
    """Where alerts go; without a token to the terminal, which is said and is no mistake."""
    token = find_secret(document, ("slack", "token"), environ=environ, directory=directory)
    mistakes = [token.mistake] if token.mistake else []
    base_url = document.get(("slack", "base_url"))
    base_url = base_url.strip() if isinstance(base_url, str) else SLACK_BASE_URL
    if in_the_clear(base_url):
        mistakes.append(
            document.mistake(
                ("slack", "base_url"), N_("the token would travel in the clear: use https")
            )
        )
    notices: list[Notice] = []
    if token.unset:
        message = N_("Slack is off: {name} is not set ({where}); alerts go to the terminal")
        where = f"{document.file}:{document.line(('slack', 'token'))}"
        notices.append(Notice(message=message, values={"name": token.unset, "where": where}))
    channel = document.get(("slack", "channel"))
    if token.value is None or not isinstance(channel, str):
        return None, tuple(notices), tuple(mistakes)
    app_token = find_secret(document, ("slack", "app_token"), environ=environ, directory=directory)
    mistakes += [app_token.mistake] if app_token.mistake else []
    slack = SlackSettings(
        token=token.value,
        channel=channel.strip(),
        base_url=base_url.rstrip("/") + "/",
        app_token=app_token.value,
        interval=units.seconds(document.get(("slack", "interval"))) or _INTERVAL,
    )
    return slack, tuple(notices), tuple(mistakes)


def find_sealing_key(document: Document, *, environ: Mapping[str, str], directory: Path) -> Secret:
    """The key named in the file, else LEAKWATCH_KEY or the file LEAKWATCH_KEY_FILE names."""
    named = find_secret(document, ("sealing_key",), environ=environ, directory=directory)
    if named.unset:
        return Secret(mistake=unset_variable(document, ("sealing_key",), named.unset))
    if named.value or named.mistake:
        return named
    if environ.get("LEAKWATCH_KEY", "").strip():
        return Secret(value=environ["LEAKWATCH_KEY"].strip())
    file = environ.get("LEAKWATCH_KEY_FILE", "").strip()
    if file:
        return _from_file(Document("LEAKWATCH_KEY_FILE"), (), Path(file))
    return Secret()


def in_the_clear(url: str) -> bool:
    """Whether what is sent to `url` could be read on its way."""
    parts = addresses.split_url(url)
    if parts is None or parts.scheme == "https":  # what is no URL is reported by the schema
        return False
    return not addresses.is_loopback(parts.hostname or "")


def not_a_reference(document: Document, path: KeyPath) -> Mistake:
    return document.mistake(
        path,
        N_("a secret may not stand here"),
        remedy=N_("write {example} and set that variable, or use {key}_file"),
        example="${NAME}",
        key=path[-1],
    )


def unset_variable(document: Document, path: KeyPath, name: str) -> Mistake:
    return document.mistake(
        path,
        N_("the environment variable {name} is not set"),
        name=name,
        remedy=N_("set it, or remove this line"),
    )


def _from_environment(
    document: Document, path: KeyPath, written: object, environ: Mapping[str, str]
) -> Secret:
    match = REFERENCE.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        return Secret(mistake=not_a_reference(document, path))
    value = environ.get(match[1], "").strip()
    return Secret(value=value) if value else Secret(unset=match[1])


def _from_file(document: Document, path: KeyPath, file: Path) -> Secret:
    try:
        value = read_text(file, name=str(file)).strip()
    except WrongText as wrong:
        why = Phrase(wrong.mistake.message, wrong.mistake.values)
        problem = document.mistake(path, N_("{file}: {why}"), file=file, why=why)
        return Secret(mistake=problem)
    if not value:
        return Secret(mistake=document.mistake(path, N_("the file {file} is empty"), file=file))
    return Secret(value=value)
