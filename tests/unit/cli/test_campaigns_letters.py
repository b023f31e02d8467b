"""The letters of a campaign, from the command line to the line they move."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.app.campaign_letters import require_line_ready
from leakwatch.app.duties_letters import duties
from leakwatch.app.watch import open_watch
from leakwatch.errors import VerdictError
from leakwatch.models import LetterKind, LetterState, LineState
from tests.campaigning import TODAY, Office

CASEWORK = """\
sender:
  company: 藍川マテリアル株式会社
  corporate_number: "7000012050002"
  address: 愛知県豊川市1-2-3
  department: 法務部
  name: 花子
  mail: legal@soukai.example
  phone: 000-0000-0000
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    (office.config / "casework.yaml").write_text(CASEWORK, encoding="utf-8")
    return office


def kinds(office: Office) -> list[tuple[str, str, str]]:
    with office.record() as record:
        return [(one.about, one.kind.value, one.language) for one in record.letters.list()]


def test_an_inquiry_is_drafted_for_every_line_once(office: Office) -> None:
    office.started("komorebi", "minato")
    ran = office.campaigns("letters", "K-1", "--language", "ja")
    assert ran.code == 0, ran.err
    assert kinds(office) == [
        ("K-1/komorebi", "platform_inquiry", "ja"),
        ("K-1/minato", "platform_inquiry", "ja"),
    ]
    again = office.campaigns("letters", "K-1")
    assert (again.code, "written already" in again.err) == (1, True)
    office.campaigns("add", "K-1", "hoshi")
    assert "L-3: draft about K-1/hoshi" in office.campaigns("letters", "K-1").out


def test_what_keeps_an_inquiry_from_leaving_is_said_at_once(office: Office) -> None:
    office.started("hoshi")  # nobody knows its address
    ran = office.campaigns("letters", "K-1")
    assert ran.code == 0
    assert "L-1 cannot leave yet" in ran.err


def test_a_language_that_no_letter_is_in_is_refused(office: Office) -> None:
    office.started("komorebi")
    ran = office.campaigns("letters", "K-1", "--language", "fr")
    assert (ran.code, "write ja or en" in ran.err) == (2, True)


def test_an_inquiry_names_nobody_and_bears_its_label(office: Office) -> None:
    office.started("komorebi")
    office.campaigns("letters", "K-1", "--language", "ja")
    with office.record() as record:
        text = record.letters.text(1)
    assert "K-1/komorebi" in text.subject
    assert "コモレビ株式会社" in text.body
    assert "照会" in text.body
    assert text.recipient == "desk@komorebi.example"
    assert "就業規則第12条" not in text.body  # the grounds are ours


def test_a_reminder_is_drafted_for_whom_it_is_named_or_late(office: Office) -> None:
    office.asked("komorebi", "minato")
    early = office.campaigns("remind", "K-1")
    assert (early.code, "wants no letter reminder now" in early.err) == (1, True)
    ran = office.campaigns("remind", "K-1/minato", "--language", "en")
    assert ran.code == 0, ran.err
    assert kinds(office)[-1] == ("K-1/minato", "reminder", "en")
    assert office.campaigns("remind", "K-1/minato").code == 1


def test_no_inquiry_leaves_for_a_line_that_nobody_approved(office: Office) -> None:
    office.started("komorebi")
    office.campaigns("letters", "K-1", "--language", "ja")
    now = datetime.now(UTC)
    with open_watch(office.config, environ={}, now=now) as watch:
        letter = watch.record.letters.get(1)
        with pytest.raises(VerdictError, match="K-1/komorebi is draft, and has to be approved"):
            require_line_ready(watch, letter)
    office.sits("jiro")
    office.campaigns("approve", "K-1")
    with open_watch(office.config, environ={}, now=now) as watch:
        require_line_ready(watch, letter)


def test_the_day_that_a_letter_names_is_the_day_its_answer_is_due(office: Office) -> None:
    office.started("komorebi")
    office.campaigns("letters", "K-1", "--language", "ja")
    office.sits("jiro")
    office.campaigns("approve", "K-1")
    now = datetime.now(UTC)
    with office.record() as record:
        named = record.letters.text(1).answer_by
        record.letters.approve(1, actor="jiro", check=lambda *_: None, now=now)
        sent = record.letters.mark_sent(
            1, by_hand=True, actor="jiro", check=lambda *_: None, now=now
        )
    assert (sent.kind, sent.state) == (LetterKind.PLATFORM_INQUIRY, LetterState.SENT)
    assert office.campaigns("send", "K-1").code == 0
    with office.record() as record:
        line = record.campaigns.get(1).line("komorebi")
    assert line is not None
    assert (line.state, str(line.due)) == (LineState.SENT, named)


def test_a_draft_that_its_line_went_on_without_waits_for_nobody(office: Office) -> None:
    office.started("komorebi", "minato")
    assert office.campaigns("letters", "K-1", "--language", "ja").code == 0
    closed = office.campaigns("close", "K-1/minato", "--reason", "回答は電話で届いた")
    assert closed.code == 0, closed.err
    with open_watch(office.config, environ={}, now=datetime.now(UTC)) as watch:
        assert [one.label for one in duties(watch, today=TODAY)] == ["L-1"]
        states = {one.label: one.state for one in watch.record.letters.list()}
    assert states == {"L-1": LetterState.DRAFT, "L-2": LetterState.DRAFT}
