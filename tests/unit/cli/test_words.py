"""What a Japanese reader is shown: words for every state and kind, and names only beside them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from leakwatch import models
from leakwatch.models import Kind, LetterKind, LetterText, Severity
from leakwatch.record import Record
from leakwatch.review import VERDICTS
from tests.campaigning import ENDS, Office
from tests.logged import after_baseline, make_finding, make_sighting, make_source

COMPANY = "藍川マテリアル株式会社\n"
PLATFORM = make_source("komorebi")
#: A name beside its words, a roster id, a command to type, an option, an address, a label, an act in a list.
BESIDE = re.compile(
    r"\([a-z_.:A-Z0-9]+\)|leakwatch [a-z -]+|--\w[\w-]*|\S+@\S+|[A-Z]-\d+(?:/[a-z]+)?|^  [a-z_]+:",
    re.MULTILINE,
)
NAMES = {
    one.value
    for found in vars(models).values()
    if isinstance(found, type) and issubclass(found, StrEnum)
    for one in found
}

#: By what a finding became: one verdict that makes it so.
GIVEN = {one.status: one.name for one in VERDICTS}
TABLES = (
    ("findings", "list"),
    ("findings", "show", "F-1001"),
    ("findings", "show", "F-1002"),
    ("cases", "list", "--all"),
    ("cases", "show", "C-1"),
    ("campaigns", "list"),
    ("campaigns", "show", "K-1"),
    ("campaigns", "timeline", "K-1"),
    ("campaigns", "propose", "--repeat", "K-1"),
    ("campaigns", "cases", "K-1"),
    ("letters", "list"),
    ("letters", "show", "L-1"),
    ("evidence", "list"),
    ("awareness", "list"),
    ("awareness", "show", "A-1"),
    ("audit", "report", "--month", f"{datetime.now(UTC):%Y-%m}"),
    ("retention", "show"),
    ("retention", "deletions"),
    ("retention", "tombstones"),
    ("requests", "list"),
    ("side-jobs", "list"),
    ("notify", "list"),
    ("sources", "list"),
    ("sources", "show", "komorebi"),
)
REFUSED = (
    ("letters", "approve", "L-1"),
    ("letters", "export", "L-3", "--as", "text"),
    ("findings", "set", "F-1002", "confirm"),
    ("findings", "set", "F-1001", "unheard_of"),
    ("evidence", "capture", "F-1002", "--reason", "保全"),
    ("cases", "move", "C-1", "close", "--reason", "完了"),
    ("cases", "move", "C-1", "unheard_of"),
    ("cases", "release", "H-9", "--reason", "終了"),
    ("campaigns", "send", "K-1"),
    ("awareness", "publish", "A-1"),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One of every kind, as two people left it."""
    office = Office(tmp_path)
    office.asked("komorebi", "hoshi")
    office.sits("hanako")
    with office.record() as record:
        _findings(record)
        _evidence(record)
        now = datetime.now(UTC)
        record.cases.open(
            [1001], source="komorebi", subject="unknown", owner="hanako", actor="hanako", now=now,
            reason="登録",
        )  # fmt: skip
        record.letters.draft(
            LetterKind.EMPLOYER_BLOCK, "ja", about="C-1", text=_text(), author="jiro", now=now
        )
    answer, text = office.file("answer.txt", "2名\n"), office.file("text.txt", COMPANY)
    for command in (
        f"campaigns answer K-1/komorebi --kind number --count 2 --file {answer}",
        f"cases hold C-1 --until {ENDS} --reason 訴訟",
        f"awareness announce --title 規程 --text {text}",
    ):
        ran = office.run(*command.split())
        assert ran.code == 0, ran.err
    return office


def _findings(record: Record) -> None:
    kinds = zip(Kind, [*Severity, *Severity], strict=False)
    found = [
        make_finding(make_sighting(PLATFORM, kind.value), kind=kind, severity=severity)
        for kind, severity in kinds
    ]
    after_baseline(record, *found, source=PLATFORM)
    for number, status in enumerate(GIVEN, start=1000):
        if 1001 <= number <= 1000 + len(found):
            record.findings.set_status(
                number, status, GIVEN[status], actor="jiro", reason="調べた", until=None,
                now=datetime.now(UTC),
            )  # fmt: skip


def _evidence(record: Record) -> None:
    now = datetime.now(UTC)
    record.captures.ask(1002, "F-1002", actor="jiro", reason="保全", now=now)
    asked = record.captures.ask(1001, "F-1001", actor="jiro", reason="保全", now=now)
    record.captures.fail(asked.number, "http_403", actor="jiro", now=now)


def _text() -> LetterText:
    return LetterText(subject="件名", recipient="desk@komorebi.example", body="本文")


def bare(text: str) -> list[str]:
    """Names that stand there without the words they mean."""
    return [word for word in re.findall(r"\b[a-z_]+\b", BESIDE.sub("", text)) if word in NAMES]


def test_no_table_shows_a_bare_name_to_a_japanese_reader(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAKWATCH_LANG", "ja")
    shown = {" ".join(table): office.run(*table, language="ja") for table in TABLES}
    assert {name: ran.err for name, ran in shown.items() if ran.code} == {}
    assert {name: found for name, ran in shown.items() if (found := bare(ran.out))} == {}


def test_every_act_of_the_audit_trail_is_said_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAKWATCH_LANG", "ja")
    month = f"{datetime.now(UTC):%Y-%m}"
    told = office.run("audit", "report", "--month", month, language="ja").out
    assert "文書：承認 (letter.approve)" in told
    assert re.findall(r"\| [a-z_]+\.[a-z_.]+ \|", told) == []
    english = office.run("audit", "report", "--month", month)
    assert "| letter.approve |" in english.out


def test_no_refusal_names_a_state_or_a_kind_without_its_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAKWATCH_LANG", "ja")
    told = {" ".join(one): office.run(*one, language="ja") for one in REFUSED}
    assert [name for name, ran in told.items() if not ran.code] == []
    assert {name: found for name, ran in told.items() if (found := bare(ran.err))} == {}


@pytest.mark.parametrize("who", ["nobody", "yuki"])
def test_whoever_may_not_approve_is_told_so_and_whom_to_ask(
    who: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sits(who)
    english = office.run("cases", "move", "C-1", "approve")
    monkeypatch.setenv("LEAKWATCH_LANG", "ja")
    japanese = office.run("cases", "move", "C-1", "approve", language="ja")
    assert (english.code, japanese.code) == (1, 1)
    assert bare(japanese.err) == []
    if who == "nobody":
        assert "approve" in english.err
        assert "ask a lead" in english.err
        assert "counts" not in english.err
        assert "承認" in japanese.err
        assert "件数" not in japanese.err
