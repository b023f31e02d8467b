"""Renew requirements.lock with uv and repeat its pins in pyproject.toml.

`uv run` does not read requirements.lock; it does read `[tool.uv] constraint-dependencies`, so the pins
stand there too. uv.lock itself would write the package index's host into every clone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT, LOCK = "pyproject.toml", "requirements.lock"
BEGIN = "# begin of the pins: scripts/lock copies them from requirements.lock\n"
END = "# end of the pins\n"
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate"),
    *("--extra", "demo", "--extra", "keyring", "--group", "dev"),
)


def pins(lock: str) -> list[str]:
    """The requirements a lock file pins, without their hashes."""
    return [
        line.removesuffix("\\").rstrip()
        for line in lock.splitlines()
        if line and not line.startswith((" ", "#"))
    ]


def with_pins(project: str, requirements: Iterable[str]) -> str:
    """The text of pyproject.toml with `requirements` between its two marker lines."""
    head, _, rest = project.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        message = f"{PROJECT}: the marker lines of the pins are gone; put them back under [tool.uv]"
        raise SystemExit(message)
    lines = "".join(f'    "{requirement}",\n' for requirement in requirements)
    return f"{head}{BEGIN}constraint-dependencies = [\n{lines}]\n{END}{tail}"


def renew(root: Path, options: Sequence[str]) -> None:
    """Compile the lock away from the old pins, which would hold every version where it is."""
    project = (root / PROJECT).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        bare = Path(scratch)
        (bare / PROJECT).write_text(with_pins(project, []), encoding="utf-8")
        shutil.copy(root / LOCK, bare / LOCK)  # uv keeps its versions unless told to upgrade
        subprocess.run([*COMPILE, *options, "--output-file", LOCK, PROJECT], cwd=bare, check=True)
        shutil.copy(bare / LOCK, root / LOCK)
    lock = (root / LOCK).read_text(encoding="utf-8")
    (root / PROJECT).write_text(with_pins(project, pins(lock)), encoding="utf-8")


if __name__ == "__main__":
    renew(ROOT, sys.argv[1:])
