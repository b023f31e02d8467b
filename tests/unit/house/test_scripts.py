"""The scripts are short, portable and find their way from anywhere."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ["install", "demo", "test", "check", "lock", "catalogues"]
NEEDED = ["cat", "cksum", "dirname", "rm", "sh"]


def copy_of(tmp_path: Path, *extra: str) -> Path:
    """A project of its own: the scripts, and files the installer takes a fingerprint of."""
    root = tmp_path / "a clone"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    for name in ("pyproject.toml", "requirements.lock", *extra):
        shutil.copy(ROOT / name, root / name)
    return root


def path_with(tmp_path: Path, **commands: str) -> str:
    """A PATH of the few standard tools the scripts need, and fakes of what `commands` says."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, body in commands.items():
        fake(folder / name, body)
    return str(folder)


def fake(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def run(script: Path, *arguments: str, path: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    home = cwd / "empty home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        ["sh", str(script), *arguments],
        cwd=cwd,
        env={"PATH": path, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_executable_and_plain_sh(name: str) -> None:
    script = ROOT / "scripts" / name
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n# ")


@pytest.mark.parametrize("name", [f"scripts/{name}" for name in SCRIPTS])
def test_a_script_is_valid_for_the_plainest_shell_there_is(name: str) -> None:
    shell = shutil.which("dash") or "sh"
    checked = subprocess.run([shell, "-n", name], cwd=ROOT, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_an_old_python_alone_is_refused_with_what_to_do(tmp_path: Path) -> None:
    root = copy_of(tmp_path)
    said = run(
        root / "scripts" / "install", path=path_with(tmp_path, python3="exit 1"), cwd=tmp_path
    )
    assert said.returncode == 1
    assert "needs Python 3.11 or newer" in said.stderr
    assert "apt-get install python3" in said.stderr


def test_a_python_without_venv_is_refused_with_what_to_do(tmp_path: Path) -> None:
    root = copy_of(tmp_path)
    no_venv = 'case "$2" in *ensurepip*) exit 1;; esac'
    said = run(
        root / "scripts" / "install", path=path_with(tmp_path, python3=no_venv), cwd=tmp_path
    )
    assert said.returncode == 1
    assert "apt-get install python3-venv" in said.stderr


def logging_python(log: Path) -> str:
    """A Python that notes what it is asked, and makes a copy of itself as a virtual environment."""
    return (
        f'printf "%s\\n" "$*" >>"{log}"\n'
        'case "$*" in *venv\\ --clear*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;; esac'
    )


def test_a_first_call_installs_hashed_and_a_second_one_does_nothing(tmp_path: Path) -> None:
    root, log = copy_of(tmp_path), tmp_path / "log"
    path = path_with(tmp_path, python3=logging_python(log))
    for name in ("mkdir", "cp"):
        (Path(path) / name).symlink_to(shutil.which(name) or name)
    first = run(root / "scripts" / "install", path=path, cwd=tmp_path)
    asked = log.read_text(encoding="utf-8")
    assert first.returncode == 0, first.stderr
    assert "--require-hashes -r requirements.lock" in asked
    assert "--no-deps --no-build-isolation -e ." in asked
    log.unlink()
    assert run(root / "scripts" / "install", path=path, cwd=tmp_path).returncode == 0
    assert "install" not in log.read_text(encoding="utf-8")
    (root / "requirements.lock").write_text("changed", encoding="utf-8")
    assert run(root / "scripts" / "install", path=path, cwd=tmp_path).returncode == 0
    assert "--require-hashes" in log.read_text(encoding="utf-8")


def test_a_failed_installation_is_tried_again(tmp_path: Path) -> None:
    root, log = copy_of(tmp_path), tmp_path / "log"
    failing = logging_python(log) + '\ncase "$*" in *require-hashes*) exit 7;; esac'
    path = path_with(tmp_path, python3=failing)
    for name in ("mkdir", "cp"):
        (Path(path) / name).symlink_to(shutil.which(name) or name)
    for _ in range(2):
        log.write_text("", encoding="utf-8")
        assert run(root / "scripts" / "install", path=path, cwd=tmp_path).returncode == 7
        assert "--require-hashes" in log.read_text(encoding="utf-8")


def test_uv_is_used_when_it_is_there(tmp_path: Path) -> None:
    root, log = copy_of(tmp_path), tmp_path / "log"
    uv = f'printf "%s\\n" "$*" >>"{log}"\n[ "$1" != venv ] || {{ mkdir -p .venv/bin; }}'
    path = path_with(tmp_path, python3="exit 0", uv=uv)
    (Path(path) / "mkdir").symlink_to(shutil.which("mkdir") or "mkdir")
    said = run(root / "scripts" / "install", path=path, cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    asked = log.read_text(encoding="utf-8")
    assert "pip install --quiet --python .venv/bin/python --require-hashes" in asked


@pytest.mark.parametrize(
    ("script", "arguments", "called"),
    [
        ("demo", ["--serve"], "leakwatch demo --serve"),
        (
            "test",
            ["-k", "one word"],
            "python -m pytest -n auto --dist loadfile --no-loadscope-reorder -k one word",
        ),
    ],
)
def test_arguments_are_handed_on(
    tmp_path: Path, script: str, arguments: list[str], called: str
) -> None:
    root = copy_of(tmp_path)
    fake(root / "scripts" / "install", "exit 0")
    for name in ("leakwatch", "python"):
        fake(root / ".venv" / "bin" / name, 'echo "${0##*/} $*"')
    said = run(root / "scripts" / script, *arguments, path=os.defpath, cwd=tmp_path)
    assert said.stdout.strip() == called


@pytest.mark.parametrize("broken", ["ruff", "mypy", "lint-imports", "python"])
def test_a_check_that_fails_is_named_and_the_others_still_run(tmp_path: Path, broken: str) -> None:
    root = copy_of(tmp_path)
    fake(root / "scripts" / "install", "exit 0")
    tools = ["ruff", "mypy", "lint-imports", "python"]
    for name in tools:
        fake(root / ".venv" / "bin" / name, f"echo ran {name}; exit {int(name == broken)}")
    said = run(root / "scripts" / "check", path=os.defpath, cwd=tmp_path)
    assert said.returncode == 1
    assert [name for name in tools if f"ran {name}" not in said.stdout] == []
    assert ("scripts/test" if broken == "python" else broken) in said.stderr


def test_checks_that_all_pass_end_well(tmp_path: Path) -> None:
    root = copy_of(tmp_path)
    fake(root / "scripts" / "install", "exit 0")
    for name in ("ruff", "mypy", "lint-imports", "python"):
        fake(root / ".venv" / "bin" / name, "exit 0")
    said = run(root / "scripts" / "check", path=os.defpath, cwd=tmp_path)
    assert (said.returncode, said.stderr) == (0, "")


def test_ci_runs_the_same_checks_in_its_strict_mode() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert text.rstrip().endswith("export CI=true\nexec scripts/check")
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize(
    ("works", "there", "installed"),
    [
        (True, ("certutil", "chromium"), ""),
        (True, ("certutil", "google-chrome"), ""),
        (False, ("certutil", "chromium"), "install --yes --no-install-recommends python3-venv\n"),
        (True, (), "install --yes --no-install-recommends chromium libnss3-tools\n"),
    ],
    ids=["nothing is missing", "another browser", "venv is missing", "the browser is missing"],
)
def test_ci_installs_what_is_missing_and_no_more(
    tmp_path: Path, *, works: bool, there: tuple[str, ...], installed: str
) -> None:
    root, log = copy_of(tmp_path), tmp_path / "log"
    shutil.copytree(ROOT / ".ci", root / ".ci")
    fake(root / "scripts" / "check", "echo CI is $CI")
    python = f'case "$2" in *ensurepip*) exit {int(not works)};; esac'
    fakes = {"apt-get": f'echo "$*" >>"{log}"', **dict.fromkeys(there, "")}
    path = path_with(tmp_path, python3=python, git="", test="", **fakes)
    (Path(path) / "bash").symlink_to(shutil.which("bash") or "bash")
    said = subprocess.run(
        ["bash", str(root / ".ci" / "run")],
        env={"PATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, "CI is true\n"), said.stderr
    said_to_apt = log.read_text(encoding="utf-8") if log.exists() else ""
    assert said_to_apt == (f"update\n{installed}" if installed else "")


def test_every_layer_of_checks_reads_the_same_folders() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"leakwatch", "spiders", "tests"} <= set(project["tool"]["mypy"]["files"])
    check = (ROOT / "scripts" / "check").read_text(encoding="utf-8")
    assert re.findall(r"^check (\S+)", check, re.MULTILINE) == [
        ".venv/bin/ruff",
        ".venv/bin/ruff",
        ".venv/bin/mypy",
        ".venv/bin/lint-imports",
        "scripts/test",
    ]
