"""In CI a test that cannot find what it needs fails; on a desk it is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CASES = {
    "pytest.skip('no server')": 1,
    "pytest.skip('the shared corpus is absent: tests/corpus')": 0,
    "pytest.xfail('a known fault')": 0,
    "assert True": 0,
}


def run(folder: Path, code: str, *, ci: str, workers: str) -> int:
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_one.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "no:cacheprovider"]
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        cwd=folder,
        env={**environ, "CI": ci},
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


@pytest.mark.parametrize(("body", "code"), CASES.items(), ids=CASES)
def test_a_skip_fails_in_ci_unless_its_reason_is_allowed(
    tmp_path: Path, body: str, code: int
) -> None:
    text = f"import pytest\n\ndef test_it():\n    {body}\n"
    assert run(tmp_path, text, ci="true", workers="0") == code


def test_a_skip_is_a_skip_outside_of_ci(tmp_path: Path) -> None:
    text = "import pytest\n\ndef test_it():\n    pytest.skip('no server')\n"
    assert run(tmp_path, text, ci="", workers="0") == 0


@pytest.mark.parametrize("workers", ["0", "1"], ids=["in one process", "in a worker"])
def test_a_whole_file_that_is_skipped_fails_as_well(tmp_path: Path, workers: str) -> None:
    text = "import pytest\n\npytest.importorskip('no_such_module')\n\ndef test_it(): ...\n"
    assert run(tmp_path, text, ci="true", workers=workers) != 0
