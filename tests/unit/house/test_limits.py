"""The house style where it can be counted."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tests.unit.house.limits import (
    EMPTY_NAMES,
    FILE_LINES,
    foreign_hosts,
    long_functions,
    traces,
)

ROOT = Path(__file__).resolve().parents[3]
MODULES = [
    path
    for folder in ("leakwatch", "spiders", "tests", "benchmarks", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
#: Files that must hold what the rules forbid: the rules themselves and their examples.
#: Saved pages, and definitions of places to watch: naming hosts is what they are for.
_PLACES = ("tests/pages/", "config/sources/")
RULES = {"tests/unit/house/limits.py", "tests/unit/house/test_limits.py"}


def committed() -> dict[str, str]:
    """The text of every file git knows; what is no text is left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    found = {}
    for name in filter(None, listed.stdout.decode().split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in content and name not in RULES:
            found[name] = content.decode("utf-8", "replace")
    return found


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {str(path): size for path, size in lengths.items() if size > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in MODULES
        for name, lines in long_functions(ast.parse(path.read_text(encoding="utf-8")))
    ] == []


def test_every_module_says_in_its_name_what_is_inside() -> None:
    named = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert [name for name in sorted(named) if EMPTY_NAMES.search(name)] == []


def test_every_module_of_the_package_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.is_relative_to(ROOT / "leakwatch") or path.is_relative_to(ROOT / "spiders")
        if (module := ast.parse(path.read_text(encoding="utf-8"))).body
        if not ast.get_docstring(module)
    ]
    assert silent == []


def test_no_committed_file_shows_the_machine_it_was_written_on() -> None:
    found = {name: shown for name, text in committed().items() if (shown := traces(text))}
    assert found == {}


def test_no_committed_file_names_somebody_elses_host() -> None:
    found = {
        name: hosts
        for name, text in committed().items()
        if not name.startswith(_PLACES) and (hosts := foreign_hosts(text))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("see https://platform.example/experts", []),
        ("http://127.0.0.1:8000/ and http://[::1]/ and http://localhost/x", []),
        ("https://www.example.co.jp/", []),
        ("f'http://{host}/'", []),
        ("https://slack.com/api/ and https://api.slack.com/", []),
        ("https://u:p@proxy/ and https://user:word@proxy.example:3128", []),
        ("https://u:p@www.real-company.co.jp/", ["www.real-company.co.jp"]),
        ("https://www.real-company.co.jp/x", ["www.real-company.co.jp"]),
        ("https://notslack.com/", ["notslack.com"]),
    ],
)
def test_a_host_is_reserved_or_named_with_a_reason(text: str, hosts: list[str]) -> None:
    assert foreign_hosts(text) == hosts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cd /home/somebody/project", ["/home/somebody"]),
        (f"'/{'root'}/thing'", [f"/{'root'}/thing"]),
        (f"a relative path: docs/{'work'}/x", []),
        (f"https://a.example/{'work'}/x", []),
        ("files.pythonhosted.org", ["pythonhosted.org"]),
    ],
)
def test_traces_of_a_machine_are_told_from_other_paths(text: str, shown: list[str]) -> None:
    assert traces(text) == shown


@pytest.mark.parametrize(
    ("name", "empty"), [("utils", True), ("text_helpers", True), ("charter", False)]
)
def test_empty_names_are_recognised(name: str, *, empty: bool) -> None:
    assert bool(EMPTY_NAMES.search(name)) is empty


def test_a_function_of_41_lines_is_too_long_and_one_of_40_is_not() -> None:
    short = "def short():\n" + "    x = 1\n" * 39
    long = "def long():\n" + "    x = 1\n" * 40
    assert list(long_functions(ast.parse(short + long))) == [("long", 41)]
