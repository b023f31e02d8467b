"""A right configuration, and cases that make it wrong in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leakwatch.config import ConfigMistakes, Settings

TODAY = date(2026, 11, 23)

MAIN = """\
language: en
contact: watch@example.com
"""

WATCHLIST = """\
companies:
  - id: own
    name: 藍川マテリアル株式会社
    owner: true
sites:
  - {id: toyokawa, name: 豊川工場}
divisions:
  - id: firing
    name: 焼成技術部
    sites: [toyokawa]
    technologies: [T01]
terms:
  - id: T01
    text: 低温焼結
    sensitivity: 1
    kind: technology
"""

REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, os_user: hanako, deputy: jiro}
  - {id: jiro, role: reviewer, os_user: jiro}
"""

CHARTER = """\
purpose: To protect trade secrets
legal_basis: Work rules, article 12
responsible: Head of legal affairs
deputy: Head of security
retention_days: 365
notice_date: 2026-04-01
valid_until: 2027-03-31
"""

SOURCE = """\
kind: directory
start: https://platform.example/experts
shows: profile
listing:
  links: a.expert::attr(href)
fields:
  name: h1.name
"""

#: Not part of the right configuration, which has no need of it.
ROUTING = """\
routes:
  - name: secrets
    when: {sensitivity: 3}
    channel: "#secrets"
    mention: [S0ABC1DEF]
    escalate: {owner: hanako, business_days: 1}
  - name: health
    when: {alert: [health, quarantine]}
    deliver: digest
  - name: rest
    quiet: {hours: "19:00-08:00", free_days: true}
    lead: "{severity}: {kind} at {source} ({findings})"
digests:
  - {every: day, at: "09:00"}
"""

RIGHT: Mapping[str, str] = {
    "leakwatch.yaml": MAIN,
    "watchlist.yaml": WATCHLIST,
    "reviewers.yaml": REVIEWERS,
    "charter.yaml": CHARTER,
    "sources/experts.yaml": SOURCE,
}

Load = Callable[..., Settings]
Fail = Callable[..., ConfigMistakes]


def write(directory: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """A right configuration but for `files`; None leaves a file out."""
    for name, content in {**RIGHT, **files}.items():
        if content is not None:
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return directory


@dataclass(frozen=True)
class Case:
    """One wrong file, and what must be said about it."""

    id: str
    file: str
    content: str | bytes | None
    line: int | None
    key: str
    says: tuple[str, ...]  #: in the message, in any order

    def __str__(self) -> str:
        return f"{self.file}: {self.id}"


def check_case(fail: Fail, case: Case) -> None:
    """The mistake is told once, with its line, its key and the words it needs."""
    error = fail({case.file: case.content})
    told = {(mistake.file, mistake.line, mistake.key) for mistake in error.mistakes}
    assert told == {(f"config/{case.file}", case.line, case.key)}, str(error)
    for word in case.says:
        assert word in str(error)
    assert not re.search(r"\{[a-z_]+\}", str(error)), "a placeholder was left unfilled"
