from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from leakwatch.app.letters import Wanted, approve_letter, draft_letter, prepare
from leakwatch.app.letters_leaving import exported, mark_sent, send_letter
from leakwatch.app.letters_reading import read_letter, visible
from leakwatch.app.watch import Watch, open_watch
from leakwatch.casework.awareness import SERVICE
from leakwatch.errors import PermissionDenied, UsageError, VerdictError
from leakwatch.models import LetterKind, LetterState, Reviewer, Role
from tests.campaigning import Office

NOW = datetime.now(UTC)
HANAKO = Reviewer(id="hanako", role=Role.LEAD)
JIRO = Reviewer(id="jiro", role=Role.REVIEWER)
#: Whom the case of these tests is about.
SUBJECT = Reviewer(id="saku", role=Role.REVIEWER, roster_id="E012")
CASEWORK = """\
sender:
  corporate_number: "7000012050002"
  address: 岐阜県見本市一丁目2番3号
  department: 総務部
  name: 見本 花子
  mail: joho@soukai.example
  phone: 03-0000-0000
"""


class Killed(BaseException):
    """The process ends."""


class Dying:
    """A mail server at whose answer this process dies."""

    async def post(self, letter: EmailMessage) -> None:
        raise Killed


class Keeping:
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def post(self, letter: EmailMessage) -> None:
        self.mails.append(letter)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    office = Office(tmp_path)
    (office.config / "casework.yaml").write_text(CASEWORK, encoding="utf-8")
    with open_watch(office.config, environ={}, now=NOW) as opened:
        opened.record.cases.open(
            [], source="komorebi", subject="person:E012", owner="hanako", actor="hanako", now=NOW
        )
        yield opened


def case_approved(watch: Watch) -> None:
    watch.record.cases.move(
        1,
        "approve",
        actor="jiro",
        decide=lambda case, _: replace(case, approved_by="jiro"),
        now=NOW,
    )


def wanted(kind: LetterKind = LetterKind.DEREGISTRATION_RELAY) -> Wanted:
    return Wanted(kind=kind, about="c-1", language="ja")


def approved(watch: Watch) -> None:
    case_approved(watch)
    draft_letter(watch, wanted(), actor=HANAKO, now=NOW)
    approve_letter(watch, 1, actor=JIRO, now=NOW)


def test_a_letter_of_a_case_belongs_to_it_and_names_nobody(watch: Watch) -> None:
    made = prepare(watch, wanted(), actor=HANAKO, now=NOW)
    assert (made.about, made.missing, made.faults) == ("C-1", (), ())
    assert made.text.recipient == "desk@komorebi.example"
    assert "E012" not in made.text.body
    letter = draft_letter(watch, wanted(), actor=HANAKO, now=NOW)
    assert watch.record.letters.of("C-1") == (letter,)


def test_nobody_acts_on_a_letter_about_himself_or_knows_of_it(watch: Watch) -> None:
    with pytest.raises(PermissionDenied):
        draft_letter(watch, wanted(), actor=SUBJECT, now=NOW)
    draft_letter(watch, wanted(), actor=HANAKO, now=NOW)
    with pytest.raises(PermissionDenied):
        approve_letter(watch, 1, actor=SUBJECT, now=NOW)
    with pytest.raises(PermissionDenied):
        read_letter(watch, 1, act="view", actor=SUBJECT, now=NOW)
    assert visible(watch, actor=SUBJECT) == ()
    assert len(visible(watch, actor=JIRO)) == 1


def test_who_is_not_entered_sees_nothing(watch: Watch) -> None:
    with pytest.raises(PermissionDenied):
        prepare(watch, wanted(), actor=None, now=NOW)
    with pytest.raises(PermissionDenied):
        visible(watch, actor=None)


def test_a_process_that_dies_while_sending_leaves_the_letter_unclear(watch: Watch) -> None:
    approved(watch)
    with pytest.raises(Killed):
        asyncio.run(send_letter(watch, 1, actor=JIRO, post=Dying(), now=NOW))
    assert watch.record.letters.get(1).state is LetterState.SENDING
    server = Keeping()
    with pytest.raises(VerdictError):
        asyncio.run(send_letter(watch, 1, actor=JIRO, post=server, now=NOW))
    assert server.mails == []


def test_a_letter_whose_day_has_come_does_not_leave_any_more(watch: Watch) -> None:
    approved(watch)
    day = watch.record.letters.text(1).answer_by
    late = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    server = Keeping()
    with pytest.raises(UsageError, match="later day"):
        asyncio.run(send_letter(watch, 1, actor=JIRO, post=server, now=late))
    assert watch.record.letters.get(1).state is LetterState.APPROVED
    assert server.mails == []


def test_a_reminder_names_the_request_that_left(watch: Watch) -> None:
    before = prepare(watch, wanted(LetterKind.REMINDER), actor=HANAKO, now=NOW)
    assert before.missing == ("earlier.subject", "earlier.date")
    approved(watch)
    asyncio.run(send_letter(watch, 1, actor=JIRO, post=Keeping(), now=NOW))
    after = prepare(watch, wanted(LetterKind.REMINDER), actor=HANAKO, now=NOW)
    assert after.faults == ()
    assert watch.record.letters.text(1).subject in after.text.subject


def test_nothing_leaves_for_a_case_on_a_person_before_it_is_approved(watch: Watch) -> None:
    draft_letter(watch, wanted(), actor=HANAKO, now=NOW)
    approve_letter(watch, 1, actor=JIRO, now=NOW)
    server = Keeping()
    with pytest.raises(VerdictError, match="C-1"):
        asyncio.run(send_letter(watch, 1, actor=JIRO, post=server, now=NOW))
    with pytest.raises(VerdictError, match="C-1"):
        mark_sent(watch, 1, on=None, actor=HANAKO, now=NOW)
    with pytest.raises(VerdictError, match="C-1"):
        exported(watch, 1, "text", actor=HANAKO, now=NOW)
    case_approved(watch)
    assert exported(watch, 1, "text", actor=HANAKO, now=NOW)
    asyncio.run(send_letter(watch, 1, actor=HANAKO, post=server, now=NOW))
    assert len(server.mails) == 1


def test_what_the_calendar_wrote_does_not_leave_by_whoever_alone_has_seen_it(watch: Watch) -> None:
    service = Reviewer(id=SERVICE, role=Role.REVIEWER)
    draft_letter(watch, Wanted(kind=LetterKind.GUIDELINE, about="charter"), actor=service, now=NOW)
    approve_letter(watch, 1, actor=JIRO, now=NOW)
    for leave in (
        lambda actor: exported(watch, 1, "html", actor=actor, now=NOW),
        lambda actor: mark_sent(watch, 1, on=None, actor=actor, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            leave(JIRO)
        leave(HANAKO)
