from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leakwatch.app.duties_campaigns import duties
from leakwatch.app.watch import Watch
from leakwatch.models import AnswerKind, Campaign, CampaignLine, LineState
from tests.logged import NOW
from tests.watching import watching

BEGINS, ENDS, DUE = date(2026, 11, 2), date(2027, 1, 29), date(2026, 11, 17)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with watching(tmp_path) as opened:
        opened.record.campaigns.start(
            "照会", BEGINS, ENDS, "規則", ["komorebi"], owner="hanako", actor="hanako", now=NOW
        )
        yield opened


def owed(watch: Watch, today: date = BEGINS) -> list[tuple[str, str, date, str]]:
    return [(one.what, one.label, one.due, one.owner) for one in duties(watch, today=today)]


def becomes(watch: Watch, state: LineState, **changes: object) -> None:
    def decide(campaign: Campaign, line: CampaignLine) -> CampaignLine:
        return replace(line, state=state, **changes)  # type: ignore[arg-type]

    watch.record.campaigns.move(1, "komorebi", "x", actor="jiro", decide=decide, now=NOW)


def test_a_draft_waits_for_somebody_else_than_who_put_it_forward(watch: Watch) -> None:
    assert owed(watch) == [("campaign.draft", "K-1/komorebi", BEGINS, "")]
    watch.record.campaigns.add(1, ["minato"], actor="jiro", now=NOW)
    assert owed(watch)[1] == ("campaign.draft", "K-1/minato", BEGINS, "hanako")


@pytest.mark.parametrize(
    ("state", "what", "due"),
    [
        (LineState.APPROVED, "campaign.approved", BEGINS),
        (LineState.SENT, "campaign.answer", DUE),
        (LineState.ACKNOWLEDGED, "campaign.answer", DUE),
        (LineState.REMINDED, "campaign.reminder", DUE),
        # five business days after the answer of a Tuesday, past Labour Thanksgiving
        (LineState.ANSWERED, "campaign.close", date(2026, 11, 25)),
    ],
)
def test_each_state_waits_for_one_thing(
    watch: Watch, state: LineState, what: str, due: date
) -> None:
    becomes(watch, state, due=DUE, answer=AnswerKind.NONE, answered_on=DUE)
    assert owed(watch) == [(what, "K-1/komorebi", due, "hanako")]


def test_a_campaign_past_its_end_is_said_until_it_is_closed(watch: Watch) -> None:
    assert owed(watch, ENDS)[-1] == ("campaign.end", "K-1", ENDS, "hanako")
    becomes(watch, LineState.CLOSED)
    assert owed(watch, ENDS) == []
