"""Each import contract is shown to break: a contract that nothing can break guards nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

VIOLATIONS = [
    ("imports go down the layers", "leakwatch/text/__init__.py", "import leakwatch.score"),
    ("imports go down the layers", "leakwatch/crawl/__init__.py", "import leakwatch.notify"),
    ("imports go down the layers", "leakwatch/new_word.py", "import leakwatch.models"),
    ("no import cycles", "leakwatch/models/source.py", "import leakwatch.models.sighting"),
    ("leakwatch never imports spiders", "leakwatch/crawl/__init__.py", "import spiders.feed"),
    (
        "spiders import only extract, text, models and errors",
        "spiders/feed.py",
        "import leakwatch.locale",
    ),
    ("the core is pure", "leakwatch/models/source.py", "import pydantic"),
    ("the core is pure", "leakwatch/errors.py", "import time"),
    ("cli owns the terminal", "leakwatch/app/__init__.py", "import typer"),
    ("config owns what a team writes", "leakwatch/record/__init__.py", "import pydantic"),
    ("crawl and the spiders own Scrapy", "leakwatch/extract/__init__.py", "import scrapy"),
    ("crawl's browser owns playwright", "leakwatch/crawl/__init__.py", "import playwright"),
    ("extract owns HTML", "spiders/feed.py", "import bs4"),
    ("notify and triage own Slack", "leakwatch/review/__init__.py", "import slack_sdk"),
    ("record owns the database", "leakwatch/review/__init__.py", "from sqlmodel import col"),
    ("schedule owns the clock", "leakwatch/app/__init__.py", "import apscheduler"),
    ("casework owns web archives", "leakwatch/app/__init__.py", "import warcio"),
    ("casework owns the templates of letters", "leakwatch/app/__init__.py", "import jinja2"),
    ("workdays owns the holidays", "leakwatch/notify/__init__.py", "import jpholiday"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the contracts are about, free to be spoilt."""
    tmp_path = tmp_path_factory.mktemp("tree")
    for package in ("leakwatch", "spiders"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@contextmanager
def spoilt(path: Path, line: str) -> Iterator[None]:
    """One more line in `path` (a new file, when there is none), for as long as the block runs."""
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def verdict(output: str, contract: str) -> str:
    """KEPT or BROKEN, as the summary says of `contract`."""
    found = re.search(rf"^{re.escape(contract)} (KEPT|BROKEN)", output, re.MULTILINE)
    assert found, output
    return found[1]


def test_the_tree_as_it_stands_keeps_every_contract(tree: Path) -> None:
    linted = lint(tree)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    for contract in CONTRACTS:
        assert verdict(linted.stdout, contract["name"]) == "KEPT"


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    VIOLATIONS,
    ids=[f"{module}: {line}" for _, module, line in VIOLATIONS],
)
def test_a_deliberate_violation_breaks_its_contract(
    tree: Path, contract: str, module: str, line: str
) -> None:
    with spoilt(tree / module, line):
        linted = lint(tree)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    if module == "leakwatch/new_word.py":
        assert "leakwatch.new_word" in linted.stdout  # exhaustiveness is reported by name
    else:
        assert verdict(linted.stdout, contract) == "BROKEN"


def test_every_contract_has_its_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == {item["name"] for item in CONTRACTS}
