"""Cases over a real record: opened, led, owned and shown under their rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.app.case_views import view_case, visible
from leakwatch.app.cases import assign_case, attach_file, open_case
from leakwatch.app.duties_cases import duties
from leakwatch.app.watch import Watch
from leakwatch.errors import PermissionDenied, UsageError, VerdictError
from leakwatch.models import Basis, Kind, LetterKind, Status
from tests.case_desk import (
    ANSWER,
    at_desk,
    lead,
    opened,
    person,
    reviewer,
    send,
    waiting,
)
from tests.logged import NOW, after_baseline, day


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with at_desk(tmp_path) as opened:
        yield opened


def test_waiting_is_due_after_ten_business_days(watch: Watch) -> None:
    waiting(watch)
    # from Wednesday, April 1st; no holiday lies between
    assert watch.record.cases.get(1).due == date(2026, 4, 15)


def test_an_act_that_is_refused_keeps_no_file(watch: Watch) -> None:
    waiting(watch)
    lead(watch, "report_gone", "jiro", at=day(3))
    with pytest.raises(UsageError, match="can be swept"):
        lead(watch, "verify", "jiro", at=day(3), basis=Basis.PLATFORM, file=ANSWER)
    assert watch.record.attachments.of("C-1") == ()


def test_nobody_follows_or_sees_a_case_about_himself(watch: Watch) -> None:
    opened(watch)
    saku = reviewer(watch, "saku")
    assert visible(watch, actor=saku, open_only=False) == ()
    for refused in (
        lambda: view_case(watch, 1, actor=saku, now=NOW),
        lambda: lead(watch, "approve", "saku"),
        lambda: assign_case(watch, 1, "saku", actor=reviewer(watch, "jiro"), now=NOW),
        lambda: attach_file(watch, 1, ANSWER, actor=saku, now=NOW),
    ):
        with pytest.raises(PermissionDenied, match="himself"):
            refused()


@pytest.mark.parametrize("owner", ["nobody", "gone", "aki"], ids=["unknown", "past", "auditor"])
def test_a_case_is_owned_by_somebody_who_may_follow_it_today(watch: Watch, owner: str) -> None:
    opened(watch)
    with pytest.raises((UsageError, PermissionDenied)):
        assign_case(watch, 1, owner, actor=reviewer(watch, "jiro"), now=NOW)
    assert assign_case(watch, 1, "legal", actor=reviewer(watch, "jiro"), now=NOW).owner == "legal"


def test_a_finding_that_was_judged_to_be_nothing_is_no_case(watch: Watch) -> None:
    after_baseline(watch.record, person())
    watch.record.findings.set_status(
        1001, Status.DISMISSED, "namesake", actor="jiro", reason="別人", until=None, now=NOW
    )
    with pytest.raises(VerdictError, match="dismissed"):
        open_case(watch, [1001], actor=reviewer(watch, "jiro"), now=NOW)


def test_a_finding_is_in_one_case_only(watch: Watch) -> None:
    opened(watch)
    with pytest.raises(UsageError, match="F-1001 is in C-1 already"):
        open_case(watch, [1001], actor=reviewer(watch, "jiro"), now=NOW)


def test_a_case_shows_what_may_follow_and_what_that_lacks(watch: Watch) -> None:
    opened(watch)
    view = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW)
    lacks = {act.name: [lack.need.value for lack in lacking] for act, lacking in view.possible}
    assert lacks == {"approve": ["second"], "review": ["approved"], "postpone": ["reason", "due"]}
    other = view_case(watch, 1, actor=reviewer(watch, "hanako"), now=NOW)
    assert ("approve", ()) in [(act.name, lacking) for act, lacking in other.possible]


def test_a_note_is_sealed_and_shown_with_a_reason_only(watch: Watch) -> None:
    opened(watch)
    stored = (watch.settings.state_dir / "leakwatch.db").read_bytes()
    assert "登録が見つかった".encode() not in stored
    view = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW)
    assert view.notes == {}
    shown = view_case(watch, 1, actor=reviewer(watch, "jiro"), now=NOW, reveal="引き継ぎ")
    assert list(shown.notes.values()) == ["登録が見つかった"]


def test_each_state_asks_something_of_its_owner(watch: Watch) -> None:
    opened(watch)
    asked = [(one.what, one.due, one.owner) for one in duties(watch, today=NOW.date())]
    assert asked == [
        ("case.approve", date(2026, 4, 3), ""),
        ("case.open", date(2026, 4, 8), "jiro"),
    ]
    lead(watch, "approve", "hanako")
    lead(watch, "postpone", "jiro", due=NOW.date() + timedelta(days=30))
    assert [(one.what, one.due) for one in duties(watch, today=NOW.date())] == [
        ("case.open", date(2026, 5, 1))
    ]


def test_a_leak_is_no_case_that_can_be_kept(watch: Watch) -> None:
    leak = replace(person(kind=Kind.LEAK), subject="term:T08")
    opened(watch, leak)
    lead(watch, "review", "jiro")
    with pytest.raises(UsageError, match="no approval settles"):
        lead(watch, "keep", "hanako")


def test_an_announcement_that_a_case_led_to_is_its_notice_to_staff(watch: Watch) -> None:
    opened(watch, replace(person(kind=Kind.LEAK), subject="term:T08"))
    for act, by in (("review", "jiro"), ("plan", "legal"), ("ask_host", "jiro")):
        lead(watch, act, by)
    send(watch, LetterKind.TAKEDOWN)
    for act in ("wait", "refuse", "notify_staff"):
        lead(watch, act, "jiro")
    until = NOW.date() + timedelta(days=90)
    proposed = {"kind": "guideline", "author": "jiro", "now": NOW}
    watch.record.announcements.propose(title="年次の周知", occasion="C-2", **proposed)  # type: ignore[arg-type]
    send(watch, LetterKind.GUIDELINE, about="A-1")
    with pytest.raises(UsageError, match="letters draft KIND --about C-1"):
        lead(watch, "accept_risk", "hanako", risk_owner="hanako", due=until)
    watch.record.announcements.propose(title="事案後の周知", occasion="C-1", **proposed)  # type: ignore[arg-type]
    send(watch, LetterKind.GUIDELINE, about="A-2")
    assert (
        lead(watch, "accept_risk", "hanako", risk_owner="hanako", due=until).risk_owner == "hanako"
    )


def test_whom_a_case_cannot_be_given_to_is_told_with_those_in_office(watch: Watch) -> None:
    opened(watch)
    actor = reviewer(watch, "jiro")
    with pytest.raises(UsageError) as refused:
        assign_case(watch, 1, "gone", actor=actor, now=NOW)
    assert "gone" not in str(refused.value.values["known"])
    with pytest.raises(PermissionDenied, match="name another owner"):
        assign_case(watch, 1, "saku", actor=actor, now=NOW)
