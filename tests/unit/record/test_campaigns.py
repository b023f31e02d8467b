from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.errors import UsageError, VerdictError
from leakwatch.models import (
    AnswerFile,
    AnswerKind,
    Campaign,
    CampaignLine,
    LineAnswer,
    LineDecision,
    LineState,
)
from leakwatch.record import Record, open_record
from leakwatch.record.campaigns_deletion import delete, erase_about, expired
from leakwatch.record.rows import AuditRow
from leakwatch.record.rows_attachments import AttachmentRow
from leakwatch.record.rows_campaigns import CampaignEventRow, CampaignLineRow, CampaignRow
from tests.logged import NOW, day

BEGINS, ENDS = date(2026, 11, 2), date(2027, 1, 29)
FILE = AnswerFile(content="東雲朔太郎".encode(), name="kaitou.csv", media_type="text/csv")


def start(record: Record, *platforms: str, before: int | None = None) -> Campaign:
    return record.campaigns.start(
        "東雲さんの件",
        BEGINS,
        ENDS,
        "就業規則第12条",
        platforms or ("komorebi", "minato"),
        owner="R01",
        actor="R01",
        now=NOW,
        before=before,
    )


def into(state: LineState, **changes: object) -> LineDecision:
    def decide(campaign: Campaign, line: CampaignLine) -> CampaignLine:
        assert campaign.line(line.platform) == line
        return replace(line, state=state, **changes)  # type: ignore[arg-type]

    return decide


def refuse(campaign: Campaign, line: CampaignLine) -> CampaignLine:
    raise VerdictError("no")


def answers(*platforms: str) -> list[LineAnswer]:
    return [LineAnswer(platform=one, kind=AnswerKind.NONE, on=BEGINS) for one in platforms]


def entered(record: Record) -> list[tuple[str, str]]:
    with record._database.reading() as session:
        return [(row.act, row.subject) for row in session.query(AuditRow)]


def test_a_campaign_starts_with_a_draft_for_each_platform(record: Record) -> None:
    campaign = start(record)
    assert (campaign.label, campaign.name, campaign.closed_at) == ("K-1", "東雲さんの件", None)
    assert [(line.platform, line.state, line.asked_by) for line in campaign.lines] == [
        ("komorebi", LineState.DRAFT, "R01"),
        ("minato", LineState.DRAFT, "R01"),
    ]
    assert record.campaigns.get(1) == campaign
    assert record.campaigns.list() == (campaign,)
    assert entered(record) == [
        ("campaign.start", "K-1"),
        ("campaign.propose", "K-1/komorebi"),
        ("campaign.propose", "K-1/minato"),
    ]


def test_a_campaign_may_repeat_another_that_exists(record: Record) -> None:
    start(record)
    assert start(record, before=1).before == 1
    with pytest.raises(UsageError, match="no campaign K-9"):
        start(record, before=9)


def test_more_platforms_may_be_put_forward_once(record: Record) -> None:
    start(record)
    assert len(record.campaigns.add(1, ["hoshi"], actor="R02", now=NOW).lines) == 3
    with pytest.raises(UsageError, match="K-1/hoshi is in the campaign already"):
        record.campaigns.add(1, ["tsuki", "hoshi"], actor="R02", now=NOW)
    assert record.campaigns.get(1).line("tsuki") is None


def test_what_may_not_be_leaves_nothing_behind(record: Record) -> None:
    start(record)
    before, trail = record.campaigns.events(1), entered(record)
    with pytest.raises(VerdictError):
        record.campaigns.move(1, "komorebi", "approve", actor="R02", decide=refuse, now=NOW)
    assert (record.campaigns.events(1), entered(record)) == (before, trail)


def test_a_move_is_kept_with_its_history_and_its_reason_sealed(record: Record) -> None:
    start(record)
    decide = into(LineState.CLOSED)
    record.campaigns.move(
        1, "minato", "withdraw", actor="R02", decide=decide, now=day(1), reason="閉鎖した"
    )
    event = record.campaigns.events(1)[-1]
    assert (event.platform, event.act, event.actor) == ("minato", "withdraw", "R02")
    notes = record.campaigns.reveal(1, actor="R01", reason="確認", now=day(1))
    assert notes["grounds"] == "就業規則第12条"
    assert "閉鎖した" in notes.values()
    assert entered(record)[-1] == ("campaign.reveal", "K-1")


@pytest.mark.parametrize("act", ["get", "events"])
def test_a_campaign_that_is_not_there_is_said(record: Record, act: str) -> None:
    with pytest.raises(UsageError, match=r"no campaign K-3.*campaigns list"):
        getattr(record.campaigns, act)(3)


def test_a_platform_that_is_not_asked_is_said_with_those_that_are(record: Record) -> None:
    start(record)
    with pytest.raises(UsageError, match="tsuki is not in K-1: it asks komorebi, minato"):
        record.campaigns.move(1, "tsuki", "approve", actor="R02", decide=refuse, now=NOW)


def test_answers_of_one_file_are_all_recorded_or_none(record: Record) -> None:
    start(record)

    def only_komorebi(campaign: Campaign, line: CampaignLine) -> CampaignLine:
        if line.platform == "minato":
            raise VerdictError("no")
        return replace(line, state=LineState.ANSWERED)

    with pytest.raises(VerdictError):
        record.campaigns.answer(
            1, answers("komorebi", "minato"), actor="R01", decide=only_komorebi, now=NOW, file=FILE
        )
    assert {line.state for line in record.campaigns.get(1).lines} == {LineState.DRAFT}
    assert record.attachments.of("K-1") == ()


def test_a_file_is_sealed_with_its_line_or_with_the_campaign(record: Record) -> None:
    start(record)
    decide = into(LineState.ANSWERED, answer=AnswerKind.NONE)
    (line,) = record.campaigns.answer(
        1, answers("komorebi"), actor="R01", decide=decide, now=NOW, file=FILE
    )
    assert record.attachments.of("K-1/komorebi") == (line.attachment,)
    both = replace(FILE, content=b"2")
    lines = record.campaigns.answer(
        1, answers("komorebi", "minato"), actor="R01", decide=decide, now=NOW, file=both
    )
    assert record.attachments.of("K-1") == (lines[0].attachment,) == (lines[1].attachment,)
    assert record.attachments.open(lines[0].attachment or 0).content == b"2"


def test_the_same_file_is_not_read_twice(record: Record) -> None:
    start(record)
    decide = into(LineState.ANSWERED)
    record.campaigns.answer(1, answers("komorebi"), actor="R01", decide=decide, now=NOW, file=FILE)
    with pytest.raises(UsageError, match="read before, as attachment 1 of K-1/komorebi"):
        record.campaigns.answer(
            1, answers("komorebi"), actor="R01", decide=decide, now=NOW, file=FILE
        )
    assert record.attachments.of("K-1/komorebi") == (1,)


def test_an_answer_is_handed_out_only_with_an_entry_in_the_trail(record: Record) -> None:
    start(record)
    record.campaigns.answer(
        1, answers("komorebi"), actor="R01", decide=into(LineState.ANSWERED), now=NOW, file=FILE
    )
    kept = record.campaigns.open_file(1, actor="R01", reason="確認", now=NOW)
    assert kept.content == FILE.content
    assert entered(record)[-1] == ("campaign.file", "K-1/komorebi")


def test_what_belongs_to_something_else_is_no_answer(record: Record) -> None:
    with record._database.writing() as session:
        record.attachments.keep(
            session, b"x", about="C-1", name="x", media_type="text/plain", now=NOW
        )
    for number in (1, 99):
        with pytest.raises(UsageError, match="no answer of a campaign"):
            record.campaigns.open_file(number, actor="R01", reason="確認", now=NOW)


def test_a_campaign_ends_with_its_last_line_and_opens_with_a_late_answer(record: Record) -> None:
    start(record)
    for number, platform in enumerate(("komorebi", "minato"), start=1):
        assert record.campaigns.get(1).closed_at is None
        record.campaigns.move(
            1, platform, "close", actor="R01", decide=into(LineState.CLOSED), now=day(number)
        )
    assert record.campaigns.get(1).closed_at == day(2)
    assert record.campaigns.list(open_only=True) == ()
    record.campaigns.answer(
        1, answers("minato"), actor="R01", decide=into(LineState.ANSWERED), now=day(3)
    )
    assert record.campaigns.get(1).closed_at is None


def test_names_grounds_and_files_are_nowhere_in_clear(record: Record, state_dir: Path) -> None:
    start(record)
    record.campaigns.answer(
        1,
        answers("komorebi"),
        actor="R01",
        decide=into(LineState.ANSWERED),
        now=NOW,
        file=FILE,
        reason="東雲から電話",
    )
    for path in state_dir.glob("leakwatch.db*"):
        for word in ("東雲", "就業規則", "kaitou"):
            assert word.encode() not in path.read_bytes(), path


def test_without_its_key_a_campaign_is_known_by_its_label(record: Record, state_dir: Path) -> None:
    start(record)
    record.close()
    (state_dir / "key").rename(state_dir / "away")
    with open_record(state_dir, sealing_key=None, now=NOW) as closed:
        assert [(one.label, one.name) for one in closed.campaigns.list()] == [("K-1", "")]


@pytest.fixture
def ended(record: Record) -> Record:
    """K-1 was closed with an answer and a note; K-2, which repeats it, goes on."""
    start(record, "komorebi")
    record.campaigns.answer(
        1, answers("komorebi"), actor="R01", decide=into(LineState.ANSWERED), now=NOW, file=FILE
    )
    record.campaigns.move(
        1,
        "komorebi",
        "close",
        actor="R01",
        decide=into(LineState.CLOSED),
        now=day(1),
        reason="終了",
    )
    start(record, before=1)
    return record


def test_what_was_kept_about_somebody_goes_and_the_numbers_stay(ended: Record) -> None:
    with ended._database.writing() as session:
        gone = erase_about(session, "person:E012", labels=["K-1/komorebi", "C-4"], now=NOW)
    assert gone == 2
    assert ended.attachments.of("K-1/komorebi") == ()
    assert ended.campaigns.get(1).lines[0].attachment is None
    assert ended.campaigns.get(1).lines[0].state is LineState.CLOSED
    assert list(ended.campaigns.reveal(1, actor="R01", reason="確認", now=NOW)) == ["grounds"]


def test_only_what_is_closed_long_enough_and_not_held_expires(ended: Record) -> None:
    with ended._database.reading() as session:
        assert expired(session, day(1), frozenset()) == ()
        later = day(1) + timedelta(seconds=1)
        assert expired(session, later, frozenset({"K-12", "C-1"})) == ("K-1",)
        assert expired(session, later, frozenset({"K-1/komorebi"})) == ()


def test_an_expired_campaign_is_deleted_with_everything_of_it(ended: Record) -> None:
    with ended._database.writing() as session:
        assert delete(session, ["K-1"]) == 1
        assert {row.campaign for row in session.query(CampaignEventRow)} == {2}
        assert {row.campaign for row in session.query(CampaignLineRow)} == {2}
        assert session.query(AttachmentRow).count() == 0
        assert [row.before for row in session.query(CampaignRow)] == [None]
    assert ended.verify() == ()
