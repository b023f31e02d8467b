from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest

from leakwatch.models import AlertKind, Form, Standing, Status
from leakwatch.notify.actions import (
    APPROVED,
    BUTTONS,
    CONFIRM,
    DETAILS,
    DISMISS,
    SNOOZE,
    TAKE,
    block_of,
)
from leakwatch.notify.blocks import render
from leakwatch.notify.kit import weight
from leakwatch.notify.standings import ACTS, STATUSES, stands
from leakwatch.review.verdicts import TRANSITIONS, VERDICTS
from tests.factories import SEEN_AT, make_alert, make_alert_finding, make_posting
from tests.messages import ENGLISH, buttons_of, lines_of, require_valid

#: The verdicts that each button leads to.
LEADS_TO = {
    TAKE: {"take"},
    CONFIRM: {"confirm"},
    DISMISS: {"not_ours", "namesake", "public", "official"},
    APPROVED: {"approved"},
    SNOOZE: {"snooze"},
}
LATER = SEEN_AT + timedelta(hours=5, minutes=3)


def make_standing(number: int = 1042, **changes: Any) -> Standing:
    given: dict[str, Any] = {
        "number": number,
        "status": Status.TAKEN,
        "verdict": "take",
        "actor": "hanako",
        "at": LATER,
    }
    return Standing(**(given | changes))


def line(**changes: Any) -> str:
    return stands(
        make_standing(**changes), ENGLISH, zone=timezone(timedelta(0)), day=SEEN_AT.date()
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({}, "taken by hanako, 14:03", id="taken"),
        pytest.param(
            {"at": LATER + timedelta(days=1)},
            "taken by hanako, 2026-04-02 14:03",
            id="on-another-day",
        ),
        pytest.param(
            {"status": Status.DISMISSED, "verdict": "not_ours"},
            "dismissed: not ours (hanako, 14:03)",
            id="not-ours",
        ),
        pytest.param(
            {"status": Status.DISMISSED, "verdict": "a_verdict_of_next_year"},
            "dismissed by hanako, 14:03",
            id="verdict-without-words",
        ),
        pytest.param(
            {"status": Status.SNOOZED, "until": SEEN_AT + timedelta(days=30)},
            "set aside: until 2026-05-01 (hanako, 14:03)",
            id="snoozed",
        ),
        pytest.param(
            {"status": Status.SNOOZED, "until": SEEN_AT, "actor": None, "at": None},
            "set aside: until 2026-04-01",
            id="snoozed-by-nobody-known",
        ),
        pytest.param({"status": Status.CONFIRMED}, "confirmed by hanako, 14:03", id="confirmed"),
        pytest.param(
            {"status": Status.APPROVED}, "approved side job by hanako, 14:03", id="approved"
        ),
        pytest.param({"status": Status.NEW}, "open again by hanako, 14:03", id="reopened"),
        pytest.param(
            {"status": Status.GONE, "actor": None},
            "no longer to be seen, 14:03",
            id="gone",
        ),
        pytest.param({"at": None}, "taken by hanako", id="no-time"),
        pytest.param({"at": None, "actor": None}, "taken", id="bare"),
    ],
)
def test_a_standing_says_what_who_and_when(changes: dict[str, Any], words: str) -> None:
    assert line(**changes) == words


def test_every_status_has_words_and_buttons() -> None:
    assert set(STATUSES) == set(ACTS) == set(Status)


@pytest.mark.parametrize("status", list(Status))
def test_every_button_leads_to_a_verdict_that_may_follow(status: Status) -> None:
    assert ACTS[status][-1] == DETAILS
    for act in ACTS[status][:-1]:
        assert LEADS_TO[act] <= set(TRANSITIONS[status]), act


def test_every_decision_of_a_new_finding_can_be_pressed() -> None:
    assert ACTS[Status.NEW] == BUTTONS
    pressed = set().union(*LEADS_TO.values())
    assert {verdict.name for verdict in VERDICTS} - pressed == {"close", "reopen"}


def test_a_finding_nobody_has_touched_has_all_its_buttons_and_no_line() -> None:
    posting = make_posting(make_alert())
    assert buttons_of(render(posting, ENGLISH).blocks) == {"F-1042": list(BUTTONS)}
    assert not any(line.startswith("→") for line in lines_of(posting))


@pytest.mark.parametrize("status", list(Status))
def test_a_finding_has_the_buttons_that_still_make_sense(status: Status) -> None:
    posting = make_posting(
        make_alert(), form=Form.UPDATE, standings={1042: make_standing(status=status)}
    )
    message = render(posting, ENGLISH)
    require_valid(message)
    assert buttons_of(message.blocks) == {"F-1042": list(ACTS[status])}
    assert any(line.startswith("→ ") for line in lines_of(posting))


def test_each_finding_has_buttons_of_its_own() -> None:
    findings = (make_alert_finding(1), make_alert_finding(2), make_alert_finding(3))
    standings = {2: make_standing(2, status=Status.DISMISSED)}
    message = render(make_posting(make_alert(findings=findings), standings=standings), ENGLISH)
    assert buttons_of(message.blocks) == {
        "F-1": list(BUTTONS),
        "F-2": [DETAILS],
        "F-3": list(BUTTONS),
    }
    blocks = [block["block_id"] for block in message.blocks if block["type"] == "actions"]
    assert blocks == [block_of(label) for label in ("F-1", "F-2", "F-3")]


def test_where_buttons_do_not_fit_it_is_said_how_to_act() -> None:
    findings = tuple(make_alert_finding(n, excerpt="焼" * 40) for n in range(1, 11))
    posting = make_posting(make_alert(findings=findings))
    message = render(posting, ENGLISH)
    require_valid(message)
    assert weight(message.blocks) < 10_000
    told = [line.partition(" · ")[0] for line in lines_of(posting) if " % sure" in line]
    acted = list(buttons_of(message.blocks))
    assert acted[:2] == ["F-1", "F-2"]
    assert acted == told[: len(acted)]  # the gravest first, and before the words of others
    hint = next(line for line in lines_of(posting) if "/leakwatch show" in line)
    assert "; ".join(told[len(acted) :]) in hint
    assert f"/leakwatch show {told[len(acted)]}" in hint
    assert f"and {10 - len(told)} more" in lines_of(posting)


def test_of_many_findings_each_takes_less_room() -> None:
    findings = [make_alert_finding(n, excerpt="焼" * 300) for n in (1, 2, 3)]
    few, many = (make_posting(make_alert(findings=tuple(findings[:n]))) for n in (2, 3))
    quoted = [[line for line in lines_of(one) if "焼" in line] for one in (few, many)]
    assert [len(line) for line in quoted[0]] == [300, 300]
    assert [len(line) for line in quoted[1]] == [100, 100, 100]


def test_a_finding_named_twice_has_its_buttons_once() -> None:
    alert = make_alert(findings=(make_alert_finding(1), make_alert_finding(1)))
    message = render(make_posting(alert), ENGLISH)
    require_valid(message)
    assert len([block for block in message.blocks if block["type"] == "actions"]) == 1


@pytest.mark.parametrize(
    ("first", "second", "mark"),
    [
        pytest.param(Status.NEW, Status.NEW, "🟠", id="untouched"),
        pytest.param(Status.CONFIRMED, Status.NEW, "🟠", id="one-left"),
        pytest.param(Status.TAKEN, Status.DISMISSED, "👀", id="in-hand"),
        pytest.param(Status.CONFIRMED, Status.APPROVED, "☑", id="settled"),
    ],
)
def test_the_header_shows_whether_anybody_has_it_in_hand(
    first: Status, second: Status, mark: str
) -> None:
    alert = make_alert(findings=(make_alert_finding(1), make_alert_finding(2)))
    standings = {1: make_standing(1, status=first), 2: make_standing(2, status=second)}
    posting = make_posting(alert, form=Form.UPDATE, standings=standings)
    assert lines_of(posting)[0].startswith(mark)


def test_a_decision_is_one_line_in_the_thread() -> None:
    alert = make_alert(kind=AlertKind.STATUS, standing=make_standing(), created_at=LATER)
    posting = make_posting(alert, form=Form.REPLY)
    assert lines_of(posting) == ["F-1042 taken by hanako, 14:03"]
    assert render(posting, ENGLISH).text == "F-1042 taken by hanako, 14:03"
    assert buttons_of(render(posting, ENGLISH).blocks) == {}


def test_a_decision_out_of_its_thread_says_what_it_is_about() -> None:
    alert = make_alert(kind=AlertKind.STATUS, standing=make_standing(), created_at=LATER)
    told = lines_of(make_posting(alert))
    assert told[0] == "F-1042 taken by hanako, 14:03"
    assert "More: leakwatch findings show F-1042" in told
    assert told[-1].startswith("Source platform")
