"""What the documents say exists, and what exists is in the documents."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer

from leakwatch.cli.root import app
from leakwatch.config import json_schemas
from leakwatch.models import Kind
from leakwatch.notify import manifest
from leakwatch.score import WEIGHTS
from scripts import cataloguing, weighing
from scripts.gathering import gather

#: typer carries a click of its own and gives its classes no public name.
Command = Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
)
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
PROGRAM: Command = typer.main.get_command(app)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def options(command: Command) -> set[str]:
    return {
        name
        for parameter in command.params
        if parameter.param_type_name == "option"
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--") and name != "--help"
    }


def commands(command: Command, path: str = "leakwatch") -> Iterator[tuple[str, Command]]:
    """Every command that does something by itself, with the words one types for it."""
    children: Mapping[str, Command] = getattr(command, "commands", {})
    if not children or (command is not PROGRAM and command.invoke_without_command):
        yield path, command
    for name, child in children.items():
        yield from commands(child, f"{path} {name}")


def rows() -> dict[str, str]:
    """The table rows of docs/cli.md by the command they begin with, without its arguments."""
    found = {}
    for line in CLI.splitlines():
        if match := re.match(r"\| `(leakwatch(?: [a-z][a-z_-]*)*)[^`]*` \|", line):
            found[match[1]] = line
    return found


COMMANDS = dict(commands(PROGRAM))


def test_the_documented_commands_are_the_commands_there_are() -> None:
    assert sorted(rows()) == sorted(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_documented_where_its_command_is(path: str) -> None:
    assert options(COMMANDS[path]) - set(OPTION.findall(rows()[path])) == set()


@pytest.mark.parametrize("path", COMMANDS)
def test_no_option_is_documented_that_does_not_exist(path: str) -> None:
    known = options(COMMANDS[path]) | options(PROGRAM)
    assert set(OPTION.findall(rows()[path])) - known == set()


def test_the_general_options_are_documented() -> None:
    assert {name for name in options(PROGRAM) if f"`{name}" not in CLI} == set()


def keys(schema: object) -> Iterator[str]:
    """Every key that a schema allows, however deep."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for part in schema.values():
            yield from keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys(part)


@pytest.mark.parametrize("file", json_schemas())
def test_every_configuration_key_is_documented(file: str) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    missing = {key for key in keys(json_schemas()[file]) if not re.search(rf"\b{key}\b", code)}
    assert missing == set()


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, made as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = document if not path else (document.parent / path)
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def typed(document: Path) -> Iterator[list[str]]:
    """The command lines a document tells its reader to type."""
    text = document.read_text(encoding="utf-8")
    for code in re.findall(r"```(?:sh|console)\n(.*?)```|`([^`\n]+)`", text, re.DOTALL):
        for line in "".join(code).splitlines():
            words = line.split("#")[0].split()
            while words and (words[0] in {"$", "uv", "run"} or re.match(r"[A-Z_]+=", words[0])):
                words = words[1:]
            if words:
                yield words


def misses(words: list[str]) -> str | None:
    """The word at which a command line leaves what there is, if it does."""
    if words[0].startswith("scripts/"):
        return None if (ROOT / words[0]).is_file() else words[0]
    if words[0] not in {"leakwatch", ".venv/bin/leakwatch"}:
        return None
    command: Command = PROGRAM
    for word in words[1:]:
        children: Mapping[str, Command] = getattr(command, "commands", {})
        if word.startswith("--"):
            if word.split("=")[0] not in options(command) | options(PROGRAM) | {"--help"}:
                return word
        elif word in children:
            command = children[word]
        elif children and re.fullmatch(r"[a-z-]+", word) and command is PROGRAM:
            return word
    return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_tells_to_type_can_be_typed(document: Path) -> None:
    assert [" ".join(words) for words in typed(document) if misses(words)] == []


@pytest.mark.parametrize(
    ("line", "missed"),
    [
        ("leakwatch sweep NAME --dry-run", None),
        (".venv/bin/leakwatch findings list", None),
        ("leakwatch sweep NAME --gently", "--gently"),
        ("leakwatch polish", "polish"),
        ("scripts/test", None),
        ("scripts/nothing", "scripts/nothing"),
        ("ls -l", None),
    ],
)
def test_a_command_line_that_leads_nowhere_is_recognised(line: str, missed: str | None) -> None:
    assert misses(line.split()) == missed


def test_the_texts_of_the_program_name_commands_that_exist() -> None:
    """What a message tells to type can be typed too."""
    first = {path.split()[1] for path in COMMANDS if " " in path}
    named = re.compile(r"leakwatch ([a-z]+)((?: (?:[a-z]+|--[a-z-]+))*)")
    lines = [
        ["leakwatch", match[1], *match[2].split()]
        for text in gather(ROOT)
        for match in named.finditer(text)
        if match[1] in first
    ]
    assert lines
    assert [" ".join(words) for words in lines if misses(words)] == []


def test_the_readme_tells_of_both_commands_and_of_uv() -> None:
    told = [" ".join(words) for words in typed(ROOT / "README.md")]
    assert "scripts/demo" in told
    assert "scripts/test" in told
    assert "leakwatch demo" in told


def test_the_readme_shows_the_manifest_that_is_printed() -> None:
    assert manifest().strip() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tables_of_detection_are_those_of_the_code() -> None:
    text = weighing.DOCUMENT.read_text(encoding="utf-8")
    assert weighing.filled(text) == text, "run: python -m scripts.weighing"
    assert all(f"| `{rule}` |" in text for rule in WEIGHTS)
    assert all(f"| `{kind}` |" in text for kind in Kind)


def test_the_catalogue_of_sources_is_that_of_the_definitions() -> None:
    text = cataloguing.DOCUMENT.read_text(encoding="utf-8")
    assert cataloguing.filled(text) == text, "run: python -m scripts.cataloguing"
