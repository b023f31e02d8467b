"""The lock is whole, hashed and without a host, and uv is told the same."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.locking import BEGIN, END, pins, with_pins

ROOT = Path(__file__).resolve().parents[3]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT_TABLE = PROJECT["project"]
EXTRAS = PROJECT_TABLE["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]


def normal(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_constraints_of_uv_are_the_pins_of_the_lock() -> None:
    assert PROJECT["tool"]["uv"]["constraint-dependencies"] == pins(LOCK), "run scripts/lock"


def test_every_entry_of_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) == len(pins(LOCK)) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_entry_of_the_lock_is_pinned_to_one_version() -> None:
    for line in pins(LOCK):
        assert [spec.operator for spec in Requirement(line).specifier] == ["=="], line


def test_the_lock_names_no_host() -> None:
    assert re.findall(r"\w+://|--(?:extra-)?index-url|--find-links", LOCK) == []


def test_the_lock_satisfies_every_requirement_of_the_project() -> None:
    wanted = [*PROJECT_TABLE["dependencies"], *EXTRAS["demo"], *EXTRAS["keyring"], *GROUPS["dev"]]
    locked: dict[str, set[str]] = {}
    for line in pins(LOCK):
        pin = Requirement(line)
        locked.setdefault(normal(pin.name), set()).update(spec.version for spec in pin.specifier)
    for text in wanted:
        requirement = Requirement(text)
        for version in locked[normal(requirement.name)]:
            assert requirement.specifier.contains(version), f"{text}: the lock has {version}"


def test_uv_run_brings_what_the_demo_needs() -> None:
    """`uv run` installs the group dev and no extra."""
    assert set(EXTRAS["demo"]) <= set(GROUPS["dev"])


def test_the_build_of_leakwatch_itself_needs_nothing_beyond_the_lock() -> None:
    names = {normal(Requirement(line).name) for line in pins(LOCK)}
    assert {Requirement(text).name for text in PROJECT["build-system"]["requires"]} <= names


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_lock_files_that_write_hosts_are_ignored_and_not_committed(name: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    tracked = subprocess.run(
        ["git", "ls-files", "--", name], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert (ignored.returncode, tracked.stdout) == (0, "")


def test_pins_are_the_lines_without_hashes_and_comments() -> None:
    lock = "# made\na==1 ; sys_platform == 'win32' \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\n"
    assert pins(lock) == ["a==1 ; sys_platform == 'win32'", "b==2"]


def test_pins_replace_what_stands_between_the_markers_and_nothing_else() -> None:
    project = f"[tool.uv]\n{BEGIN}old = 1\n{END}\n[tool.ruff]\n"
    renewed = with_pins(project, ["a==1"])
    read = tomllib.loads(renewed)
    assert read["tool"]["uv"] == {"constraint-dependencies": ["a==1"]}
    assert with_pins(renewed, ["a==1"]) == renewed
    assert renewed.endswith(f"{END}\n[tool.ruff]\n")


def test_a_project_without_the_markers_is_left_alone_with_a_message() -> None:
    with pytest.raises(SystemExit, match="marker lines"):
        with_pins("[tool.uv]\n", ["a==1"])
