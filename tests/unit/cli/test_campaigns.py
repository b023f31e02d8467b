from __future__ import annotations

import stat
from email.message import EmailMessage
from pathlib import Path

import pytest

from leakwatch.models import LetterKind
from leakwatch.record.rows import AuditRow
from tests.campaigning import ENDS, TODAY, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_campaign_is_led_from_its_start_to_its_end(office: Office) -> None:
    office.asked("komorebi", "minato")
    assert office.campaigns("acknowledge", "K-1/komorebi").code == 0
    office.letter_left("K-1/komorebi", LetterKind.REMINDER)
    assert "reminded, due" in office.campaigns("reminded", "K-1").out
    letter = office.file("answer.txt", "3名")
    given = ("--kind", "number", "--count", "3", "--file", letter)
    answered = office.campaigns("answer", "K-1/komorebi", *given)
    assert (answered.code, answered.out.strip()) == (0, "K-1/komorebi: answered")
    assert "campaigns cases K-1" in answered.err
    refused = office.campaigns("close", "K-1")  # minato is silent: that needs a reason
    assert (refused.code, "K-1/minato: this needs a reason" in refused.err) == (2, True)
    assert office.state("komorebi") == "answered"
    closed = office.campaigns("close", "K-1", "--reason", "督促にも回答なし")
    assert closed.out.splitlines() == [
        "K-1/komorebi: closed",
        "K-1/minato: closed",
        "K-1 is closed",
    ]
    assert "somebody is registered at komorebi, and no case follows it" in closed.err
    for label in ("K-1", "K-1/minato"):
        assert office.campaigns("close", label, "--reason", "再").code == 1
    assert office.campaigns("close", "K-1/tsuki", "--reason", "再").code == 2
    totals = office.campaigns("list", "--format", "jsonl").lines[0]
    assert {
        key: totals[key] for key in ("asked", "answered", "number", "silent", "registrants")
    } == {
        "asked": 2,
        "answered": 1,
        "number": 1,
        "silent": 1,
        "registrants": 3,
    }
    acts = [one["act"] for one in office.campaigns("timeline", "K-1", "--format", "jsonl").lines]
    assert acts[:3] == ["start", "propose", "propose"]
    assert acts[-2:] == ["close", "give_up"]


def test_platforms_that_people_ask_are_proposed_first(office: Office) -> None:
    ran = office.campaigns("propose", "--format", "jsonl")
    assert [(one["platform"], one["read_by"]) for one in ran.lines] == [
        ("hoshi", "people"),
        ("komorebi", "people"),
        ("minato", "people"),
        ("experts", "program"),
    ]
    assert "コモレビ株式会社 answers for hoshi, komorebi" in ran.err
    assert "not known" in office.campaigns("propose").out


def test_a_repeated_campaign_starts_from_the_last(office: Office) -> None:
    office.asked("komorebi", "minato")
    office.campaigns("answer", "K-1/komorebi", "--kind", "relayed", "--reason", "電話")
    (office.config / "sources" / "minato.yaml").unlink()
    proposed = office.campaigns("propose", "--repeat", "K-1", "--format", "jsonl")
    assert {one["platform"]: one["last"] for one in proposed.lines}["komorebi"] == "relayed"
    assert "1 platforms of K-1 are no source any more and are left out: minato" in proposed.err
    office.sits("hanako")
    ran = office.campaigns(
        "start",
        "2回目",
        "--ends",
        ENDS,
        "--grounds",
        "同じ",
        "--repeat",
        "K-1",
        "--platform",
        "hoshi",
    )
    assert ran.code == 0, ran.err
    lines = office.campaigns("show", "K-2", "--format", "jsonl").lines
    assert [(one["platform"], one["last"]) for one in lines[:2]] == [
        ("komorebi", "relayed"),
        ("hoshi", None),
    ]


def test_nobody_approves_his_own_and_no_line_goes_without_a_letter(office: Office) -> None:
    office.started("komorebi")
    own = office.campaigns("approve", "K-1")
    assert (own.code, office.state("komorebi")) == (1, "draft")
    assert "somebody else" in own.err
    assert office.campaigns("send", "K-1/komorebi").code == 1
    office.sits("jiro")
    assert office.campaigns("approve", "K-1/komorebi").code == 0
    unsent = office.campaigns("send", "K-1/komorebi")
    assert (unsent.code, office.state("komorebi")) == (2, "approved")
    assert "no approved inquiry to K-1/komorebi has left" in unsent.err
    office.letter_left("K-1/komorebi", approver="hanako")  # his own letter
    assert office.campaigns("send", "K-1").code == 1
    assert office.state("komorebi") == "approved"


@pytest.mark.parametrize("who", ["yuki", "nobody"])
def test_campaigns_are_led_by_reviewers_alone(office: Office, who: str) -> None:
    office.started("komorebi")
    office.sits(who)
    for arguments in (
        ("start", "x", "--ends", ENDS, "--grounds", "x", "--platform", "minato"),
        ("add", "K-1", "minato"),
        ("approve", "K-1"),
        ("close", "K-1", "--reason", "x"),
        ("import", "K-1", office.file("a.csv", "platform,count,date\n")),
    ):
        assert office.campaigns(*arguments).code == 1, arguments
    assert office.state("komorebi") == "draft"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "C-3"), "C-3 is no campaign: write it as K-1"),
        (("show", "K-7"), "no campaign K-7"),
        (("show", "K-1/komorebi"), "write K-1 alone"),
        (("acknowledge", "K-1"), "say which platform"),
        (("acknowledge", "K-1/tsuki"), "tsuki is not in K-1: it asks komorebi"),
        (("acknowledge", "K-1/komorebi", "--due", "tomorrow"), "YYYY-MM-DD"),
        (("acknowledge", "K-1/komorebi", "--due", "2026-02-30"), "YYYY-MM-DD"),
        (("acknowledge", "K-1/komorebi", "--due", "2020-01-01"), "not to come"),
        (("answer", "K-1/komorebi", "--kind", "number", "--reason", "x"), "how many"),
        (("answer", "K-1/komorebi", "--kind", "none"), "attach the answer"),
        (("answer", "K-1/komorebi", "--kind", "none", "--file", "/nowhere"), "cannot be read"),
        (("answer", "K-1/komorebi", "--kind", "none", "--on", "2999-01-01"), "still to come"),
        (("answer", "K-1/komorebi", "--kind", "none", "--on", "2020-01-01"), "before it was asked"),
        (("show", "K-1", "--reveal"), "--reason"),
        (("start", "x", "--ends", "2020-01-01", "--grounds", "x"), "not to come"),
        (("start", "x", "--ends", ENDS, "--grounds", "x"), "at least one platform"),
        (("start", " ", "--ends", ENDS, "--grounds", "x"), "NAME is empty"),
        (("start", "x", "--ends", ENDS, "--grounds", " "), "--grounds is empty"),
        (("start", "x", "--ends", ENDS, "--begins", "2999-01-01", "--grounds", "x"), "would end"),
        (("start", "x", "--ends", ENDS, "--grounds", "x", "--platform", "none"), "known are"),
        (
            ("start", "x", "--ends", ENDS, "--grounds", "x", "--proposed", "--owner", "taro"),
            "taro is not entered in reviewers.yaml",
        ),
    ],
)
def test_a_wrong_command_says_what_to_write(
    office: Office, arguments: tuple[str, ...], said: str
) -> None:
    office.asked("komorebi")
    ran = office.campaigns(*arguments)
    assert ran.code in {1, 2}
    assert said in ran.err
    assert office.state("komorebi") == "sent"


def test_a_table_is_recorded_as_a_whole_or_not_at_all(office: Office) -> None:
    office.asked("komorebi", "minato")
    day = TODAY.strftime("%Y年%m月%d日")
    bad = office.file(
        "bad.csv", f"サービス名,人数,回答日\nコモレビ,3,{day}\nどこか,数名,11/5\n".encode("cp932")
    )
    refused = office.campaigns("import", "K-1", bad)
    assert refused.code == 2
    assert "bad.csv:3: platform" in refused.err
    assert "bad.csv:3: count" in refused.err
    assert office.state("komorebi") == "sent"
    good = office.file(
        "good.csv",
        f"サービス名,人数,回答日,氏名\nコモレビ,3,{day},東雲\nMinato Experts,0,{day},\n".encode(
            "cp932"
        ),
    )
    taken = office.campaigns("import", "K-1", good)
    assert taken.code == 0, taken.err
    assert (office.state("komorebi"), office.state("minato")) == ("answered", "answered")
    assert "kept sealed with the file only, and not read: 氏名" in taken.err
    assert "東雲" not in taken.out + taken.err
    again = office.campaigns("import", "K-1", good)
    assert (again.code, "nothing is new" in again.err) == (2, True)


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "j@soukai.example", "各社の回答"
    message["Date"] = TODAY.strftime("%a, %d %b %Y 00:00:00 +0900")
    message.set_content(text, charset="iso-2022-jp")
    return message.as_bytes()


def test_a_mail_is_recorded_once_somebody_has_read_it(office: Office) -> None:
    office.asked("komorebi", "minato")
    came = office.file("kaitou.eml", mail("コモレビ: 3名\nMinato Experts: 数名\n"))
    first = office.campaigns("import", "K-1", came)
    assert (first.code, office.state("komorebi")) == (1, "sent")
    assert "K-1/komorebi: answered number 3" in first.out
    assert "undecided, passage 1.2 (minato)" in first.err
    assert "--accept" in first.err
    taken = office.campaigns("import", "K-1", came, "--accept")
    assert taken.code == 0, taken.err
    assert (office.state("komorebi"), office.state("minato")) == ("answered", "sent")


def test_a_mail_of_which_nothing_is_plain_records_nothing(office: Office) -> None:
    office.asked("komorebi")
    came = office.file("kaitou.eml", mail("コモレビ: 数名\n"))
    ran = office.campaigns("import", "K-1", came, "--accept")
    assert (ran.code, office.state("komorebi")) == (1, "sent")
    assert "campaigns answer" in ran.err


def test_an_answer_is_written_back_for_its_reader_alone(office: Office) -> None:
    office.asked("komorebi")
    came = office.file("answer.txt", "該当なし")
    office.campaigns("answer", "K-1/komorebi", "--kind", "none", "--file", came)
    target = office.directory / "back.txt"
    assert office.campaigns("file", "1", "--to", target).code == 2
    assert office.campaigns("file", "1", "--to", target, "--reason", "確認").code == 0
    assert target.read_text(encoding="utf-8") == "該当なし"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = office.campaigns("file", "1", "--to", target, "--reason", "確認")
    assert (again.code, "not there yet" in again.err) == (3, True)


def test_a_closed_platform_is_asked_anew_after_a_new_approval(office: Office) -> None:
    office.asked("komorebi")
    office.campaigns("close", "K-1/komorebi", "--reason", "回答なし")
    assert office.campaigns("reopen", "K-1/komorebi", "--reason", "再度").code == 0
    assert office.campaigns("approve", "K-1").code == 1  # jiro asked for it
    office.sits("hanako")
    assert office.campaigns("approve", "K-1").code == 0
    assert office.campaigns("send", "K-1").code == 1  # the letter of the first time is used up
    assert office.campaigns("return", "K-1/komorebi", "--reason", "文面を直す").code == 0
    assert office.state("komorebi") == "draft"


def test_notes_are_shown_only_with_a_reason(office: Office) -> None:
    office.asked("komorebi")
    shown = office.campaigns("show", "K-1")
    assert "就業規則" not in shown.out
    revealed = office.campaigns("show", "K-1", "--reveal", "--reason", "監査")
    assert "就業規則第12条" in revealed.out
    lines = office.campaigns("timeline", "K-1", "--reveal", "--reason", "監査", "--format", "jsonl")
    assert lines.lines[-1]["notes"]["grounds"] == "就業規則第12条"


def test_nothing_free_stands_in_the_audit_trail(office: Office) -> None:
    office.asked("komorebi")
    office.campaigns("answer", "K-1/komorebi", "--kind", "refused", "--reason", "東雲より電話")
    with office.record() as record, record._database.reading() as session:
        rows = session.query(AuditRow).all()
    assert {row.subject for row in rows if row.act.startswith("campaign.")} == {
        "K-1",
        "K-1/komorebi",
    }
    assert "東雲" not in repr([(row.act, row.subject, row.actor) for row in rows])


def test_an_answer_with_registrants_becomes_a_case_on_nobody_known(office: Office) -> None:
    office.asked("komorebi", "minato", "hoshi")
    office.campaigns(
        "answer", "K-1/komorebi", "--kind", "number", "--count", "3", "--reason", "電話"
    )
    office.campaigns("answer", "K-1/minato", "--kind", "relayed", "--reason", "電話")
    office.campaigns("answer", "K-1/hoshi", "--kind", "none", "--reason", "電話")
    shown = office.campaigns("cases", "K-1", "--format", "jsonl").lines
    assert [(one["platform"], one["cases"]) for one in shown] == [("komorebi", []), ("minato", [])]
    opened = office.campaigns("cases", "K-1/minato", "--open", "--format", "jsonl")
    assert [one["cases"] for one in opened.lines] == [["C-1"]]
    each = office.campaigns("cases", "K-1", "--open", "--each", "--format", "jsonl").lines
    assert [one["cases"] for one in each] == [["C-2", "C-3", "C-4"], ["C-1"]]
    assert office.campaigns("cases", "K-1", "--open").code == 2
    with office.record() as record:
        case = record.cases.get(1)
    assert (case.subject, case.source, case.campaign) == ("unknown", "minato", "K-1/minato")
    assert case.owner == "hanako"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(office: Office) -> None:
    file = office.file("big.eml", b"From: a@b.example\n\n" + b"none\n" * 5_000_000)
    ran = office.campaigns("import", "K-1", file)
    assert (ran.code, "25 MB" in ran.err) == (2, True)


def test_what_may_follow_is_told_by_commands_there_are(office: Office) -> None:
    office.asked("komorebi")
    told = office.campaigns("approve", "K-1/komorebi").err
    assert "possible now: acknowledge, reminded, answer, close" in told
    shown = office.campaigns("show", "K-1").out
    assert "awaited" in shown  # not the word for alerts that wait to be sent
