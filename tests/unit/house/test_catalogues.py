"""The catalogues hold every text of the code, whole and up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from scripts.gathering import NotCollectable, catalogues, gather, in_line, load, mo_bytes, texts

ROOT = Path(__file__).resolve().parents[3]
PATHS = catalogues(ROOT)
every_language = pytest.mark.parametrize("path", PATHS, ids=[path.parts[-3] for path in PATHS])


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def entries(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id}


def test_japanese_is_there() -> None:
    assert "ja" in {path.parts[-3] for path in PATHS}


@every_language
def test_a_catalogue_holds_the_texts_of_the_code_and_no_others(path: Path) -> None:
    assert sorted(entries(load(path))) == sorted(gather(ROOT)), "run scripts/catalogues"


@every_language
def test_no_entry_is_missing(path: Path) -> None:
    assert [text for text, translated in entries(load(path)).items() if not translated] == []


@every_language
def test_no_entry_is_fuzzy(path: Path) -> None:
    assert [message.id for message in load(path) if message.id and message.fuzzy] == []


@every_language
def test_placeholders_are_the_same_in_both_languages(path: Path) -> None:
    unequal = {
        text: translated
        for text, translated in entries(load(path)).items()
        if translated and placeholders(text) != placeholders(translated)
    }
    assert unequal == {}


@every_language
def test_blanks_at_the_ends_are_kept(path: Path) -> None:
    moved = [
        text
        for text, translated in entries(load(path)).items()
        if translated and text.endswith((" ", "\n")) != translated.endswith((" ", "\n", "："))
    ]
    assert moved == []


@every_language
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = entries(read_mo(file))
    written = {text: string for text, string in entries(load(path)).items() if string}
    assert compiled == written, "run scripts/catalogues"


def test_every_help_text_of_the_command_line_is_translated() -> None:
    """A docstring or a literal used as help shows as a command that has no Japanese."""
    program = """
import typer
from leakwatch.cli.root import app

def walk(command, path):
    yield path, command.help
    for parameter in command.params:
        if parameter.name not in {"help", "install_completion", "show_completion"}:
            yield f"{path} {parameter.name}", getattr(parameter, "help", None)
    for name, child in getattr(command, "commands", {}).items():
        yield from walk(child, f"{path} {name}")

for where, text in walk(typer.main.get_command(app), "leakwatch"):
    if not text or text.isascii():
        print(f"{where}: {text}")
"""
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "LEAKWATCH_LANG": "ja", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, ""), said.stderr


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("N_('one')", ["one"]),
        ("_('one')", ["one"]),
        ("N_('one '\n'line')", ["one line"]),
        ("catalogue.text('one {count}', count=1)", ["one {count}"]),
        ("catalogue.text(message)", []),
        ("node.text(separator=' ')", []),
        ("print('one')", []),
    ],
)
def test_the_marked_texts_of_a_module_are_collected(code: str, found: list[str]) -> None:
    assert list(texts(code, where="a.py")) == found


@pytest.mark.parametrize("argument", ["f'one {thing}'", "message", "'one ' + thing", "''"])
def test_a_marked_text_that_is_put_together_is_refused_with_its_place(argument: str) -> None:
    with pytest.raises(NotCollectable, match=r"a\.py:2"):
        list(texts(f"\nN_({argument})", where="a.py"))


def test_a_new_text_comes_in_empty_and_a_gone_one_goes() -> None:
    old = Catalog(locale="ja")
    old.add("stays", "残る")
    old.add("goes", "消える")
    new = in_line(old, {"stays": ("a.py",), "comes": ("b.py",)})
    assert entries(new) == {"stays": "残る", "comes": ""}


def test_an_entry_that_somebody_marked_fuzzy_is_not_compiled(tmp_path: Path) -> None:
    old = Catalog(locale="ja")
    old.add("sure", "確か")
    old.add("unsure", "不確か", flags=["fuzzy"])
    new = in_line(old, {"sure": ("a.py",), "unsure": ("a.py",)})
    compiled = tmp_path / "leakwatch.mo"
    compiled.write_bytes(mo_bytes(new))
    with compiled.open("rb") as file:
        assert entries(read_mo(file)) == {"sure": "確か"}


def test_the_texts_are_gathered_with_the_files_they_stand_in(tmp_path: Path) -> None:
    for package, code in {"leakwatch": "N_('one')\nN_('one')", "spiders": "N_('one')"}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "a.py").write_text(code, encoding="utf-8")
    assert gather(tmp_path) == {"one": ("leakwatch/a.py", "spiders/a.py")}
