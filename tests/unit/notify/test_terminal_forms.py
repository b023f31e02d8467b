"""Every kind and form of a posting on a terminal, where nothing can be pressed, edited or threaded."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from leakwatch.models import AlertKind, Form, Posting, Standing, Status
from leakwatch.notify import TerminalNotifier
from tests.factories import SEEN_AT, make_alert, make_posting, make_summary
from tests.messages import ENGLISH

STANDING = Standing(number=1042, status=Status.TAKEN, verdict="take", actor="hanako", at=SEEN_AT)


def written(posting: Posting) -> str:
    pages: list[str] = []
    asyncio.run(TerminalNotifier(write=pages.append, catalogue=ENGLISH).send(posting))
    return "\n".join(pages)


@pytest.mark.parametrize("form", [Form.POST, Form.REPLY])
@pytest.mark.parametrize("kind", list(AlertKind))
def test_every_kind_is_shown(kind: AlertKind, form: Form) -> None:
    assert written(make_posting(make_alert(kind=kind, standing=STANDING), form=form)).strip()


def test_a_decision_is_one_line_without_a_frame() -> None:
    alert = make_alert(kind=AlertKind.STATUS, standing=STANDING)
    assert written(make_posting(alert, form=Form.REPLY)) == "F-1042 taken by hanako, 09:00"


def test_an_edit_prints_nothing_for_the_line_about_it_does() -> None:
    posting = make_posting(make_alert(), form=Form.UPDATE, standings={1042: STANDING})
    assert written(posting) == ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="untouched"),
        pytest.param({"standings": {1042: STANDING}}, id="taken"),
    ],
)
def test_nothing_is_offered_that_only_slack_can_do(changes: dict[str, Any]) -> None:
    page = written(make_posting(make_alert(), **changes))
    assert "/leakwatch" not in page
    assert "Details" not in page
    assert "leakwatch findings show F-1042" in page


def test_a_summary_names_the_command_of_the_terminal_only() -> None:
    page = written(make_posting(make_summary(AlertKind.BASELINE, high=3)))
    assert "leakwatch findings list --source platform" in page
    assert "In Slack" not in page


def test_who_is_called_is_named_by_the_id_in_the_configuration() -> None:
    page = written(make_posting(make_alert(), mention=("S0ABC1DEF",), lead="Look today"))
    assert "@S0ABC1DEF Look today" in page


def test_a_route_may_speak_japanese() -> None:
    assert "登録" in written(make_posting(make_alert(), language="ja"))


def test_an_alarm_is_readable_where_nothing_else_works() -> None:
    alert = make_alert(
        kind=AlertKind.ALARM, findings=(), counts={"#old": 1}, reasons=("is_archived",)
    )
    page = written(make_posting(alert))
    assert "An alert was not delivered" in page
    assert "#old is archived: name another channel" in page
    assert "leakwatch notify requeue --dead" in page
