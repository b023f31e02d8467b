"""Storms, escalations and alarms: what is the matter, who is called, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from leakwatch.models import AlertKind, Form
from leakwatch.notify.blocks import render
from leakwatch.notify.calling import without_call
from tests.factories import SEEN_AT, make_alert, make_posting, make_summary
from tests.messages import ENGLISH, buttons_of, elements_of, lines_of, require_valid

ALARM = make_alert(kind=AlertKind.ALARM, findings=(), counts={"#old": 1}, reasons=("is_archived",))


def called(posting: object) -> list[str]:
    return [
        str(element[f"{element['type']}_id"])
        for element in elements_of(render(posting, ENGLISH).blocks)  # type: ignore[arg-type]
        if element.get("type") in {"user", "usergroup"}
    ]


def test_a_storm_is_one_summary_that_says_where_the_rest_is() -> None:
    told = lines_of(make_posting(make_summary(AlertKind.STORM, critical=1, high=30)))
    assert told[0] == "🌊 platform: 31 more alerts from one sweep"
    assert "critical: 1  high: 30" in told
    assert "Each follows in this thread; none is left out." in told


@pytest.mark.parametrize("kind", [AlertKind.STORM, AlertKind.BASELINE, AlertKind.REVIEW])
def test_a_summary_says_how_to_see_its_findings_from_here(kind: AlertKind) -> None:
    told = lines_of(make_posting(make_summary(kind, high=3)))
    assert "More: leakwatch findings list --source platform" in told
    assert "In Slack: /leakwatch findings platform" in told


def test_an_escalation_says_who_is_called_and_since_when_it_waits() -> None:
    alert = make_alert(
        kind=AlertKind.ESCALATION, mention=("U00DEPUTY",), since=SEEN_AT - timedelta(days=1)
    )
    posting = make_posting(alert, form=Form.REPLY)
    told = lines_of(posting)
    assert told[0] == "⏰ Nobody has touched this: high, possible registration (platform)"
    assert any(line.startswith("It has waited since 2026-03-31 09:00 UTC: ") for line in told)
    assert called(posting) == ["U00DEPUTY"]
    assert "F-1042" in buttons_of(render(posting, ENGLISH).blocks)


def test_an_escalation_that_can_call_nobody_says_so() -> None:
    told = lines_of(make_posting(make_alert(kind=AlertKind.ESCALATION)))
    assert any("nobody can be called" in line for line in told)


def test_an_alarm_about_what_nobody_can_decide_says_that() -> None:
    undecided = replace(ALARM, counts={"slack": 1}, reasons=("unclear:missing_scope",))
    told = lines_of(make_posting(undecided))
    assert told[0] == "🚨 Nobody can say whether an alert arrived"
    assert "Once it is mended: leakwatch notify requeue --unknown" in told


def test_an_alarm_says_where_why_and_what_to_do() -> None:
    told = lines_of(make_posting(ALARM))
    assert told[0] == "🚨 An alert was not delivered"
    assert "#old: 1" in told
    assert "Slack (is_archived): #old is archived: name another channel" in told
    assert "More: leakwatch notify list" in told
    assert "Once it is mended: leakwatch notify requeue --dead" in told


def test_an_alarm_about_mail_names_nobodys_address() -> None:
    counts = {"mail:hanako.yamada@corp.example": 2}
    posting = make_posting(replace(ALARM, counts=counts, reasons=("smtp_550",)))
    assert "hanako" not in str(render(posting, ENGLISH))
    assert "mail to …@corp.example: 2" in lines_of(posting)


@pytest.mark.parametrize("form", [Form.POST, Form.UPDATE])
def test_the_route_calls_its_people_in_the_message(form: Form) -> None:
    posting = make_posting(
        make_alert(), form=form, mention=("S0ABC1DEF", "U0ABC1DEF", "S0ABC1DEF"), lead="Look today"
    )
    require_valid(render(posting, ENGLISH))
    assert called(posting) == ["S0ABC1DEF", "U0ABC1DEF"]
    assert lines_of(posting)[1] == "@S0ABC1DEF @U0ABC1DEF Look today"


def test_a_line_in_a_thread_calls_nobody_again() -> None:
    posting = make_posting(make_alert(), form=Form.REPLY, mention=("S0ABC1DEF",), lead="Look today")
    assert called(posting) == []
    assert "Look today" not in "\n".join(lines_of(posting))


@pytest.mark.parametrize("given", ["<!channel>", "channel", "S0", "s0abc1def", "U0ABC1DEF>", ""])
def test_what_is_no_id_is_not_called(given: str) -> None:
    assert called(make_posting(make_alert(), mention=(given,))) == []


def test_a_first_line_with_unknown_fields_is_shown_as_written() -> None:
    posting = make_posting(make_alert(), lead="{nobody} <!channel> {0} {")
    require_valid(render(posting, ENGLISH))
    assert lines_of(posting)[1] == "{nobody} <!channel> {0} {"


def test_a_message_that_calls_nobody_after_all_says_so() -> None:
    posting = make_posting(make_alert(mention=("U0ABC1DEF",)), mention=("S0ABC1DEF",), lead="Now")
    bare = without_call(posting, ENGLISH)
    assert called(bare) == []
    assert lines_of(bare)[1] == (
        "Slack does not know one of U0ABC1DEF, S0ABC1DEF: check mention in routing.yaml. Now"
    )
