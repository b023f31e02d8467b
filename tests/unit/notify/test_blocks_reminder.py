"""A reminder: what is due and when, whose it is, and what to press or type; no name of anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from leakwatch.locale import catalogue
from leakwatch.models import Alert, AlertKind, Duty, Reminder, Stage
from leakwatch.notify.blocks import render
from leakwatch.notify.duty_words import DUTIES, command_of
from leakwatch.notify.plain import plain
from leakwatch.record.alert_json import dump_alert, load_alert
from tests.factories import make_alert, make_posting
from tests.messages import ENGLISH, lines_of, require_valid

LANGUAGES = {"en": ENGLISH, "ja": catalogue("ja")}
FRIDAY = date(2026, 12, 4)


def reminder(what: str = "case.waiting", label: str = "C-3", **changes: Any) -> Reminder:
    duty = Duty(what=what, label=label, due=FRIDAY, owner="hanako")
    values: dict[str, Any] = {"stage": Stage.AHEAD, "called": "hanako", **changes}
    return Reminder(duty=duty, **values)


def alert(*reminders: Reminder, days: int = -2) -> Alert:
    """Told so many days after Friday."""
    return make_alert(
        "reminder:1",
        kind=AlertKind.REMINDER,
        source="",
        findings=(),
        reminders=reminders or (reminder(),),
        mention=("U00HANAKO",),
        created_at=datetime.combine(FRIDAY, time(10), UTC) + timedelta(days=days),
    )


@pytest.mark.parametrize(
    ("stage", "days", "title"),
    [
        pytest.param(Stage.AHEAD, -2, "⏰ {}: due on 2026-12-04 (Fri)", id="ahead"),
        pytest.param(Stage.DAY, 0, "⏰ {}: due today, 2026-12-04 (Fri)", id="on-the-day"),
        pytest.param(Stage.OVERDUE, 7, "⚠ {}: overdue since 2026-12-04 (Fri)", id="overdue"),
        pytest.param(Stage.DAY, -1, "⏰ {}: due on 2026-12-04 (Fri)", id="before-a-free-day"),
        pytest.param(Stage.DAY, 1, "⚠ {}: overdue since 2026-12-04 (Fri)", id="after-a-silence"),
    ],
)
def test_the_title_says_what_is_due_and_when_as_of_the_day_it_is_told(
    stage: Stage, days: int, title: str
) -> None:
    title = title.format("C-3 waits for the platform's answer")
    told = lines_of(make_posting(alert(reminder(stage=stage), days=days)))
    assert told[0] == title
    assert "For hanako" in told
    assert "More: leakwatch cases show C-3" in told


def test_a_deputy_is_told_for_whom_he_stands_in() -> None:
    told = lines_of(make_posting(alert(reminder(called="jiro", instead_of="hanako"))))
    assert "For jiro, who stands in for hanako" in told


def test_what_nobody_is_on_duty_for_says_where_to_look() -> None:
    told = lines_of(make_posting(alert(reminder(called=None))))
    assert any("reviewers.yaml" in line for line in told)


def test_its_buttons_hold_label_name_and_day_only() -> None:
    message = render(make_posting(alert(reminder("case.legal_review"))), ENGLISH)
    (buttons,) = [block for block in message.blocks if block["type"] == "actions"]
    assert {one["value"] for one in buttons["elements"]} == {"C-3 case.legal_review 2026-12-04"}
    assert [one["action_id"] for one in buttons["elements"]][:2] == [
        "leakwatch_duty_show",
        "leakwatch_duty_take",
    ]


@pytest.mark.parametrize(
    "what", ["campaign.answer", "letter.send", "capture.expiring", "charter.x"]
)
def test_nobody_is_offered_to_take_what_has_no_owner_of_its_own(what: str) -> None:
    message = render(make_posting(alert(reminder(what, "K-1/visasq"))), ENGLISH)
    (buttons,) = [block for block in message.blocks if block["type"] == "actions"]
    assert [one["action_id"] for one in buttons["elements"]] == ["leakwatch_duty_show"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("what", [*DUTIES, "a.newer.one"])
@pytest.mark.parametrize("count", [1, 2, 300])
def test_slack_takes_every_one_of_them(what: str, count: int, language: str) -> None:
    many = [reminder(what, f"K-{number}/platform-with-a-long-name") for number in range(count)]
    require_valid(render(make_posting(alert(*many)), LANGUAGES[language]))


def test_many_at_once_are_counted_and_the_first_listed() -> None:
    told = lines_of(make_posting(alert(*(reminder(label=f"C-{one}") for one in range(1, 31)))))
    assert told[0] == "⚠ 30 things of casework are due"
    assert "and 10 more" in told


def test_a_mail_says_the_same_in_plain_lines() -> None:
    title, lines = plain(make_posting(alert()), ENGLISH, zone=UTC)
    assert title.endswith("due on 2026-12-04 (Fri)")
    assert "For hanako" in lines


def test_it_comes_out_of_the_outbox_as_it_went_in() -> None:
    one = alert(reminder(stage=Stage.OVERDUE, times=2, instead_of="taro"))
    assert load_alert(dump_alert(one)) == one


@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("C-3", "leakwatch cases show C-3"),
        ("K-1/visasq", "leakwatch campaigns show K-1"),
        ("L-7", "leakwatch letters show L-7"),
        ("charter", "leakwatch charter show"),
        ("X", "leakwatch doctor"),
    ],
)
def test_each_label_leads_to_its_command(label: str, command: str) -> None:
    assert command_of(label) == command
