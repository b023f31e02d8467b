"""Approved side jobs from the spreadsheet to the channel: what they settle, and what they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from leakwatch.models import Status
from tests.installation import LOGIN, PLATFORM, Installation, Result

TODAY = datetime.now(UTC).date()
ENDS = (TODAY + timedelta(days=200)).isoformat()
HEADING = "社員番号,プラットフォーム,テーマ,開始日,終了日,承認者,備考"
#: P019 is inside, P008's page speaks of T03, P003 has his elsewhere.
ROWS = (
    f"P019,{PLATFORM},品質管理,2026-01-01,{ENDS},demo,許可第1号",
    f"P008,{PLATFORM},英会話,2026-01-01,{ENDS},demo,",
    f"P003,skills.example,焼成,2026-01-01,{ENDS},demo,",
)


@contextmanager
def at_the_terminal_of(place: Installation, reviewer: str) -> Iterator[None]:
    """Whoever runs the tests is that reviewer for a while."""
    path = place.config / "reviewers.yaml"
    usual = path.read_text(encoding="utf-8")
    text = usual.replace(f'os_user: "{LOGIN}"', "os_user: somebody-else")
    assert text != usual
    text = text.replace(f"id: {reviewer}\n", f"id: {reviewer}\n    os_user: {LOGIN}\n")
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(usual, encoding="utf-8")


def imported(place: Installation, *rows: str) -> Result:
    path = place.home / "side-jobs.csv"
    path.write_bytes("\r\n".join([HEADING, *rows, ""]).encode("cp932"))
    with at_the_terminal_of(place, "reviewer"):
        return place.run("side-jobs", "import", path, "--reason", "人事部の台帳")


def status(place: Installation, subject: str) -> list[Status]:
    return [one.status for one in place.findings() if one.subject == f"person:{subject}"]


def ready(place: Installation) -> Installation:
    """People, three side jobs approved, and one sweep of the platform that was told."""
    assert place.import_people().code == 0
    place.only(PLATFORM)
    entered = imported(place, *ROWS)
    assert entered.code == 0, entered.err
    assert "J-1 waits for demo" in entered.out
    approved = place.run("side-jobs", "approve", "J-1", "J-2", "J-3")
    assert approved.code == 0, approved.err
    swept = place.run("sweep", "--all", "--alert-all")
    assert swept.code == 0, swept.err
    return place


def test_a_register_settles_what_it_covers_and_says_so_of_the_rest(fresh: Installation) -> None:
    place = ready(fresh)
    assert status(place, "P019") == [Status.APPROVED]
    assert status(place, "P008") == status(place, "P003") == [Status.NEW]
    by_subject = {one.subject: one.label for one in place.findings()}
    said = json.dumps(place.messages(), ensure_ascii=False)
    assert by_subject["person:P019"] not in said
    assert "this goes beyond its topics (J-2)" in said
    assert "but for another platform (J-3)" in said
    for planted in ("許可第1号", "品質管理", "英会話", "嘉村", "齋藤"):
        assert planted not in said

    used = place.run("side-jobs", "used", "--format", "jsonl")
    assert {(one["side_job"], one["finding"], one["approval"]) for one in used.lines} == {
        ("J-1", by_subject["person:P019"], "within"),
        ("J-2", by_subject["person:P008"], "beyond"),
        ("J-3", by_subject["person:P003"], "elsewhere"),
    }
    assert "1 findings settled, 2 not" in used.err
    shown = place.run("findings", "show", by_subject["person:P008"])
    assert "this goes beyond its topics (J-2)" in shown.out
    explained = place.run("explain", by_subject["person:P003"], "--format", "jsonl")
    assert explained.lines[0]["approval"] == {"side_job": "J-3", "why": "elsewhere"}

    before = len(place.messages())
    assert place.run("sweep", "--all").code == 0
    assert len(place.messages()) == before


def test_one_that_is_withdrawn_brings_its_finding_back_to_the_channel(fresh: Installation) -> None:
    place = ready(fresh)
    (label,) = [one.label for one in place.findings() if one.subject == "person:P019"]
    refused = place.run("side-jobs", "end", "J-1")
    assert (refused.code, "--reason" in refused.err) == (2, True)
    ended = place.run("side-jobs", "end", "1", "--reason", "許可の取消し")
    assert f"findings that come back: {label}" in ended.out
    assert status(place, "P019") == [Status.NEW]
    assert place.run("notify", "--once").code == 0
    said = json.dumps(place.messages(), ensure_ascii=False)
    assert label in said
    assert "covered this until it ended (J-1)" in said
    assert "許可の取消し" not in said


def test_nobody_approves_what_he_entered_and_nothing_counts_before(fresh: Installation) -> None:
    assert fresh.import_people().code == 0
    fresh.only(PLATFORM)
    own = fresh.run(
        "side-jobs", "add", "--person", "P019", "--platform", PLATFORM, "--from", "2026-01-01",
        "--until", ENDS, "--approver", "demo",
    )  # fmt: skip
    assert own.code == 2
    assert "--approver: demo enters it himself" in own.err
    assert imported(fresh, ROWS[0]).code == 0
    with at_the_terminal_of(fresh, "reviewer"):
        refused = fresh.run("side-jobs", "approve", "J-1")
    assert refused.code == 1
    assert "J-1 is for demo to approve" in refused.err
    assert fresh.run("sweep", "--all", "--alert-all", "--no-send").code == 0
    assert status(fresh, "P019") == [Status.NEW]


def test_a_csv_with_one_wrong_row_enters_nothing(fresh: Installation) -> None:
    assert fresh.import_people().code == 0
    result = imported(fresh, ROWS[0], f"嘉村藍,{PLATFORM},,2026-01-01,2026年12月,demo,")
    assert result.code == 2
    assert "side-jobs.csv:3: until: expected a date that exists" in result.err
    assert "嘉村" not in result.err
    assert fresh.run("side-jobs", "list", "--format", "jsonl").lines == []


def test_topics_and_reasons_are_shown_after_a_reveal_only(fresh: Installation) -> None:
    assert fresh.import_people().code == 0
    assert imported(fresh, ROWS[0]).code == 0
    assert "許可第1号" not in fresh.run("side-jobs", "list").out
    assert fresh.run("side-jobs", "list", "--reveal").code == 2
    revealed = fresh.run("side-jobs", "list", "--reveal", "--reason", "問合せ", "--format", "jsonl")
    (line,) = revealed.lines
    assert (line["topics"], line["reason"], line["holds"]) == (["品質管理"], "許可第1号", False)
    assert ("side_jobs.reveal",) in fresh.rows("SELECT act FROM audit")
    wrong = fresh.run("side-jobs", "used", "F-1001")
    assert (wrong.code, "write it as J-2" in wrong.err) == (2, True)
