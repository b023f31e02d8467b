"""leakwatch by itself: a configuration of a test's own, driven by command lines, with no demo world."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.installation import Result, commanded

MAIN = "language: en\ntimezone: Asia/Tokyo\n"
WATCHLIST = """\
companies:
  - {id: own, name: 藍川マテリアル株式会社, owner: true}
terms:
  - {id: T01, text: 低温焼結, sensitivity: 2, kind: technology}
"""


@dataclass(frozen=True, slots=True)
class Alone:
    """A configuration in `directory/config`; nothing outside this machine is allowed."""

    directory: Path
    environ: Mapping[str, str] = field(default_factory=dict)

    def write(self, files: Mapping[str, str]) -> None:
        """Configuration files, beside the least there has to be."""
        for name, text in {"leakwatch.yaml": MAIN, "watchlist.yaml": WATCHLIST, **files}.items():
            path = self.directory / "config" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> Result:
        environ = {"PATH": os.defpath, "HOME": str(self.directory), **self.environ}
        return commanded(*arguments, environ=environ, cwd=self.directory)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds, read past leakwatch."""
        database = self.directory / "var" / "leakwatch.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
