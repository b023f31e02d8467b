"""An installation in which two people lead campaigns from the command line, in this process."""

from __future__ import annotations

import io
import json
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from leakwatch.cli.entry import run
from leakwatch.cli.terminal import Terminal
from leakwatch.locale import Language, catalogue
from leakwatch.models import LetterKind, LetterText
from leakwatch.record import Record, open_record
from tests.unit.config.right import write

LOGIN = pwd.getpwuid(os.getuid()).pw_name
#: As the installation's time zone has it.
TODAY = datetime.now(ZoneInfo("Asia/Tokyo")).date()
ENDS = (TODAY + timedelta(days=60)).isoformat()

_MANUAL = """\
kind: manual
enabled: false
title: {title}
shows: profile
manual:
  reason: members only
  contact: {contact}
  operator: {operator}
"""
SOURCES = {
    "sources/komorebi.yaml": _MANUAL.format(
        title="コモレビ", contact="desk@komorebi.example", operator="コモレビ株式会社"
    ),
    "sources/minato.yaml": _MANUAL.format(
        title="Minato Experts", contact="legal@minato.example", operator="Minato Ltd."
    ),
    "sources/hoshi.yaml": _MANUAL.format(
        title="ホシノネット", contact="", operator="コモレビ株式会社"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Office:
    """One installation; `sits` says which of its reviewers is at the terminal."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.config = write(directory / "config", {**SOURCES})
        self.sits("hanako")

    def sits(self, who: str) -> None:
        """It is hanako who leads; jiro reviews, and yuki is an auditor; `nobody` is not entered."""
        logins = {one: LOGIN if one == who else f"x-{one}" for one in ("hanako", "jiro", "yuki")}
        (self.config / "reviewers.yaml").write_text(
            "reviewers:\n"
            f"  - {{id: hanako, role: lead, os_user: {logins['hanako']}, email: h@soukai.example}}\n"
            f"  - {{id: jiro, role: reviewer, os_user: {logins['jiro']}, email: j@soukai.example}}\n"
            f"  - {{id: yuki, role: auditor, os_user: {logins['yuki']}}}\n",
            encoding="utf-8",
        )

    def run(self, *arguments: str | Path, language: Language = "en") -> Ran:
        out, err = io.StringIO(), io.StringIO()
        terminal = Terminal(out, err, catalogue(language))
        code = run(["--config", str(self.config), *map(str, arguments)], terminal)
        return Ran(code=code, out=out.getvalue(), err=err.getvalue())

    def campaigns(self, *arguments: str | Path) -> Ran:
        return self.run("campaigns", *arguments)

    def started(self, *platforms: str) -> None:
        """K-1, put forward by hanako."""
        self.sits("hanako")
        options = [part for one in platforms for part in ("--platform", one)]
        ran = self.campaigns(
            "start", "照会", "--ends", ENDS, "--grounds", "就業規則第12条", *options
        )
        assert ran.code == 0, ran.err

    def asked(self, *platforms: str) -> None:
        """K-1 with lines that jiro approved and that were sent."""
        self.started(*platforms)
        self.sits("jiro")
        assert self.campaigns("approve", "K-1").code == 0
        for platform in platforms:
            self.letter_left(f"K-1/{platform}")
        ran = self.campaigns("send", "K-1")
        assert ran.code == 0, ran.err

    def letter_left(
        self,
        label: str,
        kind: LetterKind = LetterKind.PLATFORM_INQUIRY,
        *,
        approver: str = "jiro",
    ) -> None:
        """A letter of hanako's about `label`, approved and recorded as sent by hand."""
        now = datetime.now(UTC)
        text = LetterText(subject=label, recipient="desk@example.com", body="…")
        with self.record() as record:
            letter = record.letters.draft(
                kind, "ja", about=label, text=text, author="hanako", now=now
            )
            record.letters.approve(letter.number, actor=approver, check=lambda *_: None, now=now)
            record.letters.mark_sent(
                letter.number, by_hand=True, actor="hanako", check=lambda *_: None, now=now
            )

    @contextmanager
    def record(self) -> Iterator[Record]:
        with open_record(self.directory / "var", sealing_key=None, now=datetime.now(UTC)) as record:
            yield record

    def state(self, platform: str) -> str:
        with self.record() as record:
            line = record.campaigns.get(1).line(platform)
        assert line is not None
        return line.state.value

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path
