"""In CI a test that cannot find what it needs fails; on a desk it is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(folder: Path, code: str, *, ci: str, workers: str = "0") -> tuple[int, str]:
    """The exit code and the closing line of a run of its own."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_one.py").write_text(f"import pytest\n\n{code}", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "no:cacheprovider"]
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    ended = subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        cwd=folder,
        env={**environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout.strip().splitlines()[-1]


def test_a_skip_fails_in_ci_unless_its_reason_is_allowed(tmp_path: Path) -> None:
    code = (
        "def test_a(): pytest.skip('no server')\n"
        "def test_b(): pytest.skip('the shared corpus is absent: here')\n"
        "def test_c(): pytest.xfail('a known fault')\n"
        "def test_d(): pass\n"
    )
    ended, closing = run(tmp_path, code, ci="true")
    assert ended == 1
    assert closing.startswith("1 failed, 1 passed, 1 skipped, 1 xfailed")


def test_a_skip_whose_reason_is_allowed_does_not_fail_the_run(tmp_path: Path) -> None:
    code = "@pytest.mark.skipif(True, reason='only on a Mac')\ndef test_a(): ...\n"
    assert run(tmp_path, code, ci="true")[0] == 0


def test_a_skip_is_a_skip_outside_of_ci(tmp_path: Path) -> None:
    assert run(tmp_path, "def test_a(): pytest.skip('no server')\n", ci="")[0] == 0


@pytest.mark.parametrize("workers", ["0", "1"], ids=["in one process", "in a worker"])
def test_a_whole_file_that_is_skipped_fails_as_well(tmp_path: Path, workers: str) -> None:
    code = "pytest.importorskip('no_such_module')\ndef test_it(): ...\n"
    assert run(tmp_path, code, ci="true", workers=workers)[0] != 0
