"""Modals as Slack and its SDK check them, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, strategies as st
from slack_sdk.models.views import View  # noqa: TID251 - the SDK's own judgement

from leakwatch.demo.slack.view_checks import check_view
from leakwatch.errors import N_
from leakwatch.locale import Language, catalogue
from leakwatch.notify.actions import APPROVED, CONFIRM, DETAILS, DISMISS, SNOOZE, TAKE
from leakwatch.review import VERDICTS, verdict_named
from leakwatch.triage import modals
from leakwatch.triage.envelope import Origin, dump_origin, load_origin

TODAY = date(2026, 4, 2)
ENGLISH = catalogue("en")
OPENING = (CONFIRM, DISMISS, APPROVED, SNOOZE)


def check(view: modals.View) -> None:
    assert check_view(view) == ()
    View(**view).validate_json()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("action", OPENING)
@pytest.mark.parametrize("number", [1001, 10**17])
def test_each_modal_is_one_that_slack_shows(action: str, number: int, language: Language) -> None:
    origin = Origin(finding=number, act=modals.act_of(action), channel="C1", ts="1.2", thread="1.1")
    check(modals.form(origin, catalogue(language), today=TODAY, standing="F is taken. " * 20))


@given(st.text(max_size=5_000), st.text(max_size=5_000, min_size=1))
def test_a_notice_of_any_text_is_one_that_slack_shows(title: str, text: str) -> None:
    check(modals.notice(title or "-", text, ENGLISH))


@given(
    st.builds(
        Origin,
        finding=st.integers(1, 10**17),
        act=st.text(max_size=20),
        channel=st.text(max_size=20),
        ts=st.text(max_size=20),
        thread=st.none() | st.text(min_size=1, max_size=20),
        seen=st.none() | st.text(min_size=1, max_size=20),
    )
)
def test_what_a_modal_was_opened_for_comes_back_with_it(origin: Origin) -> None:
    assert load_origin(dump_origin(origin)) == origin


@pytest.mark.parametrize("metadata", ["", "[]", "null", "{", '{"finding": 1001}', '"F-1001"'])
def test_metadata_of_another_shape_is_of_no_finding(metadata: str) -> None:
    assert load_origin(metadata).finding is None


def test_the_menu_of_not_ours_holds_every_way_to_dismiss() -> None:
    origin = Origin(finding=1001, act="dismiss")
    view = modals.form(origin, ENGLISH, today=TODAY)
    options = [one["value"] for one in view["blocks"][0]["element"]["options"]]
    assert options == ["not_ours", "namesake", "public", "official"]


@pytest.mark.parametrize(
    ("action", "choice", "name"),
    [
        (TAKE, "", "take"),
        (CONFIRM, "not_ours", "confirm"),
        (APPROVED, "", "approved"),
        (SNOOZE, "", "snooze"),
        (DISMISS, "namesake", "namesake"),
    ],
)
def test_a_button_asks_for_its_verdict(action: str, choice: str, name: str) -> None:
    assert modals.verdict_of(action, choice) == verdict_named(name)


@pytest.mark.parametrize(
    ("action", "choice"), [(DISMISS, "confirm"), (DISMISS, ""), (DETAILS, ""), ("other", "take")]
)
def test_nothing_else_gives_a_verdict(action: str, choice: str) -> None:
    assert modals.verdict_of(action, choice) is None


def test_no_modal_opens_for_a_verdict_that_needs_none() -> None:
    assert {one for one in (*OPENING, TAKE, DETAILS) if modals.is_known(one)} == set(OPENING)
    for action in (CONFIRM, APPROVED, SNOOZE):
        verdict = modals.verdict_of(action)
        assert verdict in VERDICTS
        assert verdict.needs_reason


def test_tomorrow_is_the_first_day_of_a_snooze() -> None:
    for days, wrong in ((0, ["until"]), (1, [])):
        values = {"reason": "later", "until": (TODAY + timedelta(days=days)).isoformat()}
        assert list(modals.mistakes(SNOOZE, values, ENGLISH, today=TODAY)) == wrong


@given(st.text(max_size=20))
def test_no_text_is_a_day_unless_it_is_one(text: str) -> None:
    wrong = modals.mistakes(SNOOZE, {"reason": "x", "until": text}, ENGLISH, today=TODAY)
    assert list(wrong) == ["until"] or modals.until_of({"until": text}, UTC)


def test_the_words_of_a_mistake_are_in_the_catalogue() -> None:
    wrong = modals.mistakes(DISMISS, {}, ENGLISH, today=TODAY)
    assert list(wrong) == ["reason", "verdict"]
    assert wrong["verdict"] == N_("Choose one of these.")
