"""`leakwatch run` reminds of duties in Slack, and what is pressed there moves the real record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from leakwatch.app.cases import Given, move_case, open_case
from leakwatch.app.watch import open_watch
from leakwatch.casework.cases import act_named
from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER
from leakwatch.models import UNKNOWN, Case, CaseState, Reason
from leakwatch.notify.actions import DUTY_DONE, DUTY_SHOW, DUTY_TAKE
from tests.at_slack import pressable, served, words_of
from tests.installation import CHANNEL, Installation, finish, key_of
from tests.logged import after_baseline, make_finding, make_hit, make_sighting, make_source
from tests.servers.triaging import Person
from tests.working_day import at_noon

AWAY = """\
  - {{id: saki, role: reviewer, deputy: hanako, away: [{{from: {day}, until: {day}}}]}}
"""


@pytest.fixture
def place(fresh: Installation) -> Installation:
    """Two cases in legal review, due today; the owner of the second one is away."""
    fresh.only()
    pressable(fresh)
    today = at_noon(fresh)
    path = fresh.config / "reviewers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + AWAY.format(day=today), encoding="utf-8")
    put_on_record(fresh, today)
    return fresh


def put_on_record(place: Installation, today: date) -> None:
    """As two people did a few days ago; every moment is handed in."""
    source, then = make_source(), datetime.now(UTC) - timedelta(days=5)
    reasons = (Reason(rule="company_named", weight=1.0, hit=make_hit()),)
    pages = [make_sighting(source, identity) for identity in ("17", "18")]
    with open_watch(place.config, environ={}, now=then) as watch:
        found = [make_finding(page, subject=UNKNOWN, reasons=reasons) for page in pages]
        after_baseline(watch.record, *found)
        who = {one.id: one for one in watch.settings.reviewers}
        for finding, owner in zip(watch.record.findings.list(), ("taro", "saki"), strict=True):
            case = open_case(watch, [finding.number], actor=who[owner], now=then, reason="登録あり")
            due = Given(reason="期日を変更", due=today)
            for act, given in (("review", Given()), ("postpone", due)):
                move_case(
                    watch, case.number, act_named(act), actor=who[owner], now=then, given=given
                )


def case(place: Installation, number: int) -> Case:
    with place.record() as record:
        return record.cases.get(number)


def reminder_of(place: Installation, label: str) -> dict[str, object]:
    """The one message about `label`, as soon as it is there."""

    def told() -> list[dict[str, object]]:
        return [one for one in place.messages() if label in str(one["text"]).split()]

    place.slack.wait_for(told)
    (one,) = told()
    return one


def told_last(place: Installation, user: str, count: int) -> str:
    """What only `user` sees, once it is the `count`th of its kind."""
    place.slack.wait_for(lambda: len(place.slack.ephemerals(user, CHANNEL)) >= count)
    return words_of(place.slack.ephemerals(user, CHANNEL)[-1])


def duty_acts(place: Installation) -> list[tuple[str, str]]:
    rows = "SELECT act, actor FROM audit WHERE subject = 'C-1' ORDER BY id"
    return [(str(act), str(actor)) for act, actor in place.rows(rows)]


def test_what_is_pressed_under_a_reminder_moves_the_case_in_the_record(
    place: Installation,
) -> None:
    with served(place):
        message = reminder_of(place, "C-1")
        assert REVIEWER in str(message["blocks"])
        assert "due today" in str(message["text"])
        lead, stranger = (Person(place.slack, one, str(message["ts"])) for one in (LEAD, STRANGER))
        stranger.press(DUTY_TAKE)
        assert "not entered" in told_last(place, STRANGER, 1)
        lead.press(DUTY_SHOW)
        assert "owner taro" in told_last(place, LEAD, 1)
        lead.press(DUTY_TAKE, copies=2)
        assert "in your hands" in told_last(place, LEAD, 2)
        assert case(place, 1).owner == "hanako"
        view = lead.opens(DUTY_DONE)
        lead.submits(view, reason="プラットフォーム経由で依頼する", copies=2)
        place.slack.wait_for(lambda: "written down" in lead.modal())
        assert case(place, 1).state is CaseState.PLANNED
        place.slack.dismiss(LEAD, view)
        before = len(place.slack.ephemerals(LEAD, CHANNEL))
        lead.press(DUTY_DONE)
        assert "settled" in told_last(place, LEAD, before + 1)
    acts = duty_acts(place)
    assert acts.count(("case.plan", "hanako")) == 1
    assert ("duty.take.refused", f"slack:{STRANGER}") in acts
    assert "経由" not in repr([place.messages(), place.slack.workspace.calls])


def test_who_stands_in_is_called_and_who_may_not_do_it_changes_nothing(
    place: Installation,
) -> None:
    with served(place):
        message = reminder_of(place, "C-2")
        assert "For hanako, who stands in for saki" in words_of(message)
        assert LEAD in str(message["blocks"])
        reviewer = Person(place.slack, REVIEWER, str(message["ts"]))
        reviewer.submits(reviewer.opens(DUTY_DONE), reason="判断した")
        place.slack.wait_for(lambda: "yours is reviewer" in reviewer.modal())
    assert case(place, 2).state is CaseState.LEGAL_REVIEW


def test_a_service_killed_while_it_reminds_sends_each_reminder_once(place: Installation) -> None:
    with served(place) as first:
        place.slack.wait_for(place.messages)
        first.kill()
        finish(first)
    with served(place):
        keys = {key_of(reminder_of(place, label)) for label in ("C-1", "C-2")}
        sent = "SELECT COUNT(*) FROM outbox WHERE state = 'delivered'"
        place.slack.wait_for(lambda: place.rows(sent) == [(2,)])
    assert sorted(map(key_of, place.messages())) == sorted(keys)
    assert place.rows("SELECT COUNT(*) FROM audit WHERE act = 'duty.remind'") == [(2,)]
    assert place.run("db", "verify").code == 0
