from __future__ import annotations

import fcntl
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from leakwatch.app.duties_letters import duties
from leakwatch.app.watch import open_watch
from leakwatch.models import LetterState
from leakwatch.record.rows import AuditRow
from tests.campaigning import TODAY, Office
from tests.servers.smtp import MailServer, mail_server

CASEWORK = """\
sender:
  company: 蒼海セラミックス株式会社
  corporate_number: "7000012050002"
  address: 岐阜県見本市一丁目2番3号
  department: 総務部
  name: 見本 花子
  mail: joho@soukai.example
  phone: 03-0000-0000
"""
LINE = "K-1/komorebi"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    (office.config / "casework.yaml").write_text(CASEWORK, encoding="utf-8")
    office.started("komorebi", "hoshi")
    office.sits("jiro")
    assert office.campaigns("approve", "K-1").code == 0
    office.sits("hanako")
    return office


@pytest.fixture
def server(office: Office) -> Iterator[MailServer]:
    with mail_server() as running:
        main = office.config / "leakwatch.yaml"
        port, sender = running.port, "leakwatch@soukai.example"
        settings = f"mail: {{host: 127.0.0.1, port: {port}, security: none, sender: {sender}}}\n"
        main.write_text(main.read_text(encoding="utf-8") + settings, encoding="utf-8")
        yield running


def ran(office: Office, *arguments: str | Path, code: int = 0) -> str:
    done = office.run("letters", *arguments)
    assert done.code == code, done.err
    return done.out if code == 0 else done.err


def drafted(office: Office, *more: str, kind: str = "platform_inquiry") -> None:
    office.sits("hanako")
    ran(office, "draft", kind, "--about", LINE, "--language", "ja", *more)


def approved(office: Office) -> None:
    drafted(office)
    office.sits("jiro")
    ran(office, "approve", "L-1")


def state(office: Office) -> LetterState:
    with office.record() as record:
        return record.letters.get(1).state


def acts(office: Office) -> list[str]:
    with office.record() as record, record._database.reading() as session:
        rows = session.query(AuditRow).all()
    return [row.act for row in rows if row.act.startswith("letter.")]


def test_a_preview_shows_the_letter_and_stores_nothing(office: Office) -> None:
    shown = ran(office, "preview", "platform_inquiry", "--about", LINE, "--language", "ja")
    assert "コモレビ株式会社 御中" in shown
    assert "desk@komorebi.example" in shown
    assert office.run("letters", "list", "--format", "jsonl").lines == []


def test_a_preview_names_every_missing_field(office: Office) -> None:
    (office.config / "casework.yaml").write_text("sender: {name: 見本}\n", encoding="utf-8")
    told = ran(office, "preview", "platform_inquiry", "--about", LINE, code=1)
    fields = ("corporate_number", "address", "department", "mail", "phone")
    assert [f"sender.{field}" in told for field in (*fields, "name")] == [True] * 5 + [False]


def test_a_letter_is_approved_by_another_one_and_leaves_by_mail(
    office: Office, server: MailServer
) -> None:
    drafted(office)
    assert "somebody else" in ran(office, "approve", "L-1", code=1)
    assert "draft" in ran(office, "send", "L-1", code=1)
    office.sits("jiro")
    ran(office, "approve", "L-1")
    ran(office, "send", "L-1")
    (mail,) = server.mails
    assert mail["To"] == "desk@komorebi.example"
    assert mail["From"].addresses[0].addr_spec == "leakwatch@soukai.example"
    assert mail["Reply-To"].addresses[0].addr_spec == "joho@soukai.example"
    assert LINE in mail["Subject"]
    assert acts(office) == ["letter.draft", "letter.approve", "letter.send", "letter.sent"]
    assert "sent" in ran(office, "send", "L-1", code=1)
    assert len(server.mails) == 1


def test_a_letter_with_a_gap_can_be_kept_but_not_approved(office: Office) -> None:
    drafted(office, kind="takedown")
    office.sits("jiro")
    refused = ran(office, "approve", "L-1", code=2)
    assert "takedown.urls: leakwatch letters edit --set" in refused
    assert "Phrase(" not in refused
    ran(office, "edit", "L-1", "--set", "takedown.urls=https://paste.example/1")
    office.sits("hanako")
    ran(office, "approve", "L-1")


def test_an_edit_is_a_new_version_and_voids_the_approval(office: Office) -> None:
    approved(office)
    office.sits("jiro")
    text = office.file("own.txt", "蒼海セラミックス株式会社\n改めてお願いします。\n")
    ran(office, "edit", "L-1", "--text", text, "--subject", "お願い")
    assert state(office) is LetterState.DRAFT
    assert "somebody else" in ran(office, "approve", "L-1", code=1)
    office.sits("hanako")
    ran(office, "approve", "L-1")
    assert "改めて" in ran(office, "show", "L-1")
    assert "拝啓" in ran(office, "show", "L-1", "--version", "1")


@pytest.mark.parametrize("broken", ["{{ sender.phone }}", "{% if %}", "〔sender.phone〕", "○○"])
def test_a_text_that_was_edited_into_a_template_is_not_approved(
    office: Office, broken: str
) -> None:
    drafted(office)
    text = office.file("own.txt", f"蒼海セラミックス株式会社\n{broken}\n")
    ran(office, "edit", "L-1", "--text", text)
    office.sits("jiro")
    ran(office, "approve", "L-1", code=2)


def test_an_unclear_outcome_is_shown_and_not_repeated_blindly(
    office: Office, server: MailServer
) -> None:
    approved(office)
    server.drop_at = "BODY"
    ran(office, "send", "L-1", code=3)
    assert state(office) is LetterState.SENDING
    assert "nobody knows" in office.run("letters", "show", "L-1").err
    server.drop_at = None
    assert "may have left" in ran(office, "send", "L-1", code=1)
    assert "--reason" in ran(office, "send", "L-1", "--again", code=2)
    assert len(server.mails) == 1
    ran(office, "send", "L-1", "--again", "--reason", "先方に届いていない")
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_letter_that_somebody_sends_at_this_moment_is_not_sent_beside_him(
    office: Office, server: MailServer
) -> None:
    approved(office)
    server.drop_at = "BODY"
    ran(office, "send", "L-1", code=3)
    server.drop_at = None
    again = ("letters", "send", "L-1", "--again", "--reason", "先方に届いていない")
    codes: list[int] = []
    beside = threading.Thread(target=lambda: codes.append(office.run(*again).code))
    with (office.directory / "var" / "sending").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        beside.start()
        beside.join(2)
        with office.record() as record:
            record.letters.mark_sent(
                1, by_hand=False, actor="jiro", check=lambda *_: None, now=datetime.now(UTC)
            )
    beside.join()
    assert codes == [1]
    assert len(server.mails) == 1


def test_an_unclear_mail_that_did_arrive_is_recorded(office: Office, server: MailServer) -> None:
    approved(office)
    server.drop_at = "BODY"
    ran(office, "send", "L-1", code=3)
    ran(office, "sent", "L-1")
    with office.record() as record:
        letter = record.letters.get(1)
    assert (letter.state, letter.by_hand) == (LetterState.SENT, False)


@pytest.mark.parametrize("answer", ["450 later", "550 no"])
def test_what_a_server_does_not_take_stays_approved(
    office: Office, server: MailServer, answer: str
) -> None:
    approved(office)
    server.answers["RCPT"] = answer
    assert office.run("letters", "send", "L-1").code in {1, 3}
    assert state(office) is LetterState.APPROVED
    assert server.mails == []


def test_without_a_mail_server_it_is_recorded_as_sent_by_hand(office: Office) -> None:
    approved(office)
    assert "by hand" in ran(office, "send", "L-1", code=2)
    tomorrow = TODAY.replace(year=TODAY.year + 1).isoformat()
    assert TODAY.isoformat() in ran(office, "sent", "L-1", "--on", tomorrow, code=2)
    ran(office, "sent", "L-1", "--on", "2020-01-01", code=2)
    assert "2026-12-10" in ran(office, "sent", "L-1", "--on", "10.12.", code=2)
    ran(office, "sent", "L-1", "--on", TODAY.isoformat())
    with office.record() as record:
        letter = record.letters.get(1)
    assert (letter.state, letter.by_hand) == (LetterState.SENT, True)
    assert office.campaigns("send", LINE).code == 0


def test_only_what_was_approved_becomes_a_file_of_its_owner(office: Office) -> None:
    drafted(office)
    ran(office, "export", "L-1", "--as", "eml", code=1)
    office.sits("jiro")
    ran(office, "approve", "L-1")
    path = office.directory / "letter.eml"
    ran(office, "export", "L-1", "--as", "eml", "--out", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "desk@komorebi.example")
    assert "exists" in ran(office, "export", "L-1", "--as", "eml", "--out", path, code=2)
    assert "@page{size:A4" in ran(office, "export", "L-1", "--as", "html")
    assert LINE in ran(office, "export", "L-1", "--as", "text")


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("C-9", "C-9"),
        ("K-1", "komorebi"),
        ("K-1/glg", "komorebi"),
        ("x", "K-1/NAME"),
        ("K-4/a", "K-4"),
    ],
)
def test_what_is_not_there_is_answered_with_how_it_is_written(
    office: Office, about: str, said: str
) -> None:
    assert said in ran(office, "preview", "platform_inquiry", "--about", about, code=2)


def test_a_broken_template_sends_nothing_and_leaves_the_others_alone(office: Office) -> None:
    path = office.config / "letters" / "ja" / "reminder.j2"
    path.parent.mkdir(parents=True)
    path.write_text("件名: x\n\n{{ sender.nobody }}\n", encoding="utf-8")
    told = ran(office, "draft", "reminder", "--about", LINE, "--language", "ja", code=2)
    assert "config/letters/ja/reminder.j2:3: sender.nobody" in told
    drafted(office)
    checked = office.run("config", "check")
    assert checked.code == 2
    assert "reminder.j2:3" in checked.err


def test_a_withdrawn_letter_stays_on_record(office: Office) -> None:
    drafted(office)
    assert "--reason" in ran(office, "withdraw", "L-1", code=2)
    ran(office, "withdraw", "L-1", "--reason", "重複")
    assert office.run("letters", "list", "--format", "jsonl").lines[0]["state"] == "withdrawn"
    ran(office, "approve", "L-1", code=1)


def test_an_auditor_reads_letters_and_changes_none(office: Office) -> None:
    drafted(office)
    office.sits("yuki")
    assert "拝啓" in ran(office, "show", "L-1")
    ran(office, "approve", "L-1", code=1)
    office.sits("nobody")
    commands = (["list"], ["show", "L-1"], ["export", "L-1", "--as", "text"])
    assert all(office.run("letters", *command).code for command in commands)


def test_nothing_of_a_letter_lies_open(office: Office) -> None:
    approved(office)
    content = b"".join(path.read_bytes() for path in (office.directory / "var").glob("*.db*"))
    assert content
    words = ("拝啓", "御中", "desk@komorebi.example")
    assert not [word for word in words if word.encode() in content]


def test_a_drafts_duty_is_a_leads_and_names_no_more_than_its_label(office: Office) -> None:
    drafted(office)
    with open_watch(office.config, environ={}, now=datetime.now(UTC)) as watch:
        (duty,) = duties(watch, today=TODAY)
    assert (duty.what, duty.label, duty.owner) == ("letter.approve", "L-1", "")
    assert duty.due > TODAY
