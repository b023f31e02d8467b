"""Cases at the command line: two people lead one, bad input is answered, nothing private is said."""

from __future__ import annotations

import json
import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.models import LetterKind, LetterText, Reason, Status
from leakwatch.record import open_record
from tests.installation import Result, commanded
from tests.logged import after_baseline, make_finding, make_hit, make_sighting, make_source
from tests.watching import watching

LOGIN = pwd.getpwuid(os.getuid()).pw_name
REVIEWERS = """\
reviewers:
  - {{id: hanako, role: lead, os_user: {hanako}}}
  - {{id: jiro, role: reviewer, os_user: {jiro}, roster_id: {roster}}}
"""
SOURCE = """\
kind: manual
shows: profile
manual:
  reason: Its terms forbid programs
  contact: desk@platform.example
"""
NOW = datetime.now(UTC)


class Desk:
    """The command line of an installation at which different people sit."""

    def __init__(self, directory: Path) -> None:
        self.config = directory / "config"
        self.sit("hanako")

    def sit(self, who: str, *, roster: str = "E077") -> None:
        seats = {name: LOGIN if name == who else f"{name}-elsewhere" for name in ("hanako", "jiro")}
        text = REVIEWERS.format(**seats, roster=roster)
        (self.config / "reviewers.yaml").write_text(text, encoding="utf-8")

    def run(self, *arguments: str | Path) -> Result:
        home = self.config.parent
        environ = {"PATH": os.defpath, "HOME": str(home), "LEAKWATCH_LANG": "en"}
        return commanded("--config", self.config, *arguments, environ=environ, cwd=home)

    def does(self, *arguments: str | Path) -> str:
        result = self.run(*arguments)
        assert result.code == 0, result.err
        return result.out

    def refused(self, *arguments: str | Path) -> str:
        result = self.run(*arguments)
        assert result.code in {1, 2}
        assert "Traceback" not in result.err
        return result.err


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One confirmed finding on a person of the roster, on a platform that people ask."""
    platform, hit = make_source(), make_hit()
    reasons = [Reason(rule=one, weight=1.0, hit=hit) for one in ("person_named", "company_named")]
    main = f"language: en\ncontact: watch@example.com\nstate_dir: {tmp_path / 'var'}\n"
    files = {"leakwatch.yaml": main, "sources/platform.yaml": SOURCE}
    with watching(tmp_path, files) as watch:
        page = make_sighting(platform)
        after_baseline(
            watch.record, make_finding(page, subject="person:E012", reasons=tuple(reasons))
        )
        watch.record.findings.set_status(
            1001, Status.CONFIRMED, "confirm", actor="jiro", reason="本人", until=None, now=NOW
        )
    return Desk(tmp_path)


def send_letter(desk: Desk, kind: LetterKind) -> None:
    state_dir = desk.config.parent / "var"
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        text = LetterText(subject="件名", recipient="desk@platform.example", body="本文")
        now = datetime.now(UTC)
        made = record.letters.draft(kind, "ja", about="C-1", text=text, author="jiro", now=now)
        letters, number = record.letters, made.number
        letters.approve(number, actor="hanako", check=lambda _letter, _text: None, now=now)
        letters.mark_sent(
            number, by_hand=True, actor="jiro", check=lambda _letter, _text: None, now=now
        )


def test_two_people_lead_a_case_to_its_end(desk: Desk, tmp_path: Path) -> None:
    desk.sit("jiro")
    assert "C-1: open" in desk.does("cases", "open", "F-1001", "--reason", "登録あり")
    assert "jiro opened it" in desk.refused("cases", "move", "C-1", "approve")
    desk.sit("hanako")
    desk.does("cases", "move", "C-1", "approve")
    desk.does("cases", "move", "c1", "review")
    assert "--reason TEXT" in desk.refused("cases", "move", "C-1", "plan")
    desk.does("cases", "move", "C-1", "plan", "--reason", "取次ぎを依頼")
    desk.does("cases", "move", "C-1", "ask_platform")
    assert "no approved letter" in desk.refused("cases", "move", "C-1", "wait")
    send_letter(desk, LetterKind.DEREGISTRATION_RELAY)
    assert "due on" in desk.does("cases", "move", "C-1", "wait")
    answer = tmp_path / "answer.eml"
    answer.write_text("登録を削除しました", encoding="utf-8")
    desk.does("cases", "move", "C-1", "report_gone", "--reason", "回答あり")
    verify = ("cases", "move", "C-1", "verify", "--basis", "platform")
    assert "--attach FILE" in desk.refused(*verify)
    desk.does(*verify, "--attach", answer)
    shown = desk.does("cases", "show", "C-1")
    assert "gone rests on: the platform's written answer" in shown
    assert "登録あり" not in shown
    desk.does("cases", "move", "C-1", "close")
    record = json.loads(desk.does("cases", "show", "C-1", "--format", "jsonl"))
    assert (record["state"], record["basis"], len(record["rechecks"])) == ("closed", "platform", 2)
    assert record["events"][-2]["attachment"] == 1
    assert desk.does("cases", "list", "--format", "jsonl") == ""
    assert desk.does("cases", "list", "--all", "--format", "jsonl")
    assert "登録あり" in desk.does("cases", "show", "C-1", "--reveal", "--reason", "引き継ぎ")


#: What is typed after `cases`, and what the answer says.
BAD_INPUT = (
    ("show K-1", "K-1 is no case: write it as C-3"),
    ("show C-77", "there is no case C-77: leakwatch cases list"),
    ("open C-1", "C-1 is no finding"),
    ("open F-4711", "there is no finding F-4711"),
    ("move C-1 vanish", "vanish is nothing that is done with a case"),
    ("move C-1 came_back", "came_back may not follow"),
    ("move C-1 close", "possible now: approve, review, drop, postpone"),
    ("move C-1 postpone --reason x --due 2026-01-01", "no day to come"),
    ("move C-1 postpone --reason x --due 1.2.2027", "--due"),
    ("assign C-1 nobody", "known are hanako, jiro"),
    ("attach C-1 /nowhere/answer.pdf", "cannot be read"),
    ("show C-1 --reveal", "--reveal needs --reason"),
)


def test_bad_input_is_answered_with_what_to_do(desk: Desk) -> None:
    desk.does("cases", "open", "F-1001")
    answers = {
        typed: " ".join(desk.refused("cases", *typed.split()).split()) for typed, _ in BAD_INPUT
    }
    assert {typed: answers[typed] for typed, says in BAD_INPUT if says not in answers[typed]} == {}


def test_nobody_hears_of_a_case_about_himself_or_from_outside(desk: Desk) -> None:
    desk.does("cases", "open", "F-1001")
    desk.sit("jiro", roster="E012")
    assert desk.does("cases", "list", "--all", "--format", "jsonl") == ""
    assert "himself" in desk.refused("cases", "show", "C-1")
    desk.sit("nobody")
    assert "not entered in reviewers.yaml" in desk.refused("cases", "list")
