"""Triage as people do it: in a browser at the stand-in Slack, with the service at the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER
from leakwatch.models import Status
from leakwatch.notify import actions
from tests.installation import BLOG, Installation, installed
from tests.planted import told_in
from tests.servers.browsing import needs_browser
from tests.servers.clicking import Clicker, browser
from tests.warm import PATIENCE

pytestmark = needs_browser

REASON = "発表の前に外に出ていた"
#: The findings of the blog, whose pages and order are the demo world's.
CONFIRMED, LEFT_ALONE, REFUSED, OVERTAKEN = "F-1001", "F-1002", "F-1003", "F-1004"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        expect.set_options(timeout=PATIENCE * 1_000)
        yield started


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A service whose few alerts go out at once, and that answers what is pressed.

    All tests here share it: each decides on a finding of its own.
    """
    with installed(tmp_path_factory.mktemp("clicked") / "place", people=False) as running:
        channel = '  channel: "#leakwatch"'
        running.edit("leakwatch.yaml", channel, f"{channel}\n  interval: 10ms")
        running.only(BLOG)
        swept = running.run("sweep", BLOG, "--alert-all", "--no-send")
        assert swept.code == 0, swept.err
        running.start("run")
        running.slack.wait_for_connection()
        yield running


def status_of(place: Installation, label: str) -> Status:
    return next(one.status for one in place.findings() if one.label == label)


def test_an_alert_is_taken_then_confirmed_with_a_reason_and_everything_says_so(
    place: Installation, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(CONFIRMED, actions.TAKE)
    expect(lead.alert(CONFIRMED)).to_contain_text("(edited)")
    expect(lead.alert(CONFIRMED)).to_contain_text("demo")
    assert status_of(place, CONFIRMED) is Status.TAKEN

    lead.press(CONFIRMED, actions.CONFIRM)
    expect(lead.modal).to_contain_text(CONFIRMED)
    expect(lead.modal.locator("textarea")).to_be_focused()
    lead.modal.locator("textarea").fill(REASON)
    lead.submit()
    expect(lead.modal).to_have_count(0)
    expect(lead.alert(CONFIRMED)).to_contain_text(re.compile("confirmed", re.IGNORECASE))
    expect(lead.alert(CONFIRMED).locator(".thread article")).to_have_count(2)

    assert status_of(place, CONFIRMED) is Status.CONFIRMED
    entered = place.rows("SELECT actor, act FROM audit WHERE subject LIKE '%1001%' ORDER BY id")
    assert entered == [("demo", "finding.take"), ("demo", "finding.confirm")]
    shown = place.run("findings", "show", CONFIRMED)
    assert "confirmed" in shown.out
    assert place.run("db", "verify").code == 0
    assert REASON not in str(place.messages())
    assert told_in(str(place.messages())) == set()
    assert lead.errors == []


def test_a_missing_reason_is_said_at_its_field_and_nothing_is_decided(
    place: Installation, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(LEFT_ALONE, actions.CONFIRM)
    lead.submit()
    field = lead.modal.locator("textarea")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(lead.modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    field.fill(" … ")
    lead.submit()
    expect(lead.modal.get_by_role("alert")).to_contain_text("Say why, in words")
    expect(lead.modal.locator("textarea")).to_have_value(" … ")
    assert status_of(place, LEFT_ALONE) is Status.NEW
    lead.modal.locator(".close button").click()
    expect(lead.modal).to_have_count(0)
    assert status_of(place, LEFT_ALONE) is Status.NEW


def test_who_is_not_entered_as_a_reviewer_is_refused_kindly_and_for_himself(
    place: Installation, chromium: Browser
) -> None:
    stranger = Clicker(chromium, place.slack.url, STRANGER)
    stranger.press(REFUSED, actions.TAKE)
    expect(stranger.whispers.last).to_contain_text("Only visible to you")
    expect(stranger.whispers.last).to_contain_text("reviewers.yaml")
    assert status_of(place, REFUSED) is Status.NEW
    lead = Clicker(chromium, place.slack.url, LEAD)
    expect(lead.alert(REFUSED)).to_be_visible()
    expect(lead.whispers.filter(has_text="reviewers.yaml")).to_have_count(0)


def test_who_presses_what_another_has_decided_is_told_so(
    place: Installation, chromium: Browser
) -> None:
    slow = Clicker(chromium, place.slack.url, REVIEWER)
    slow.press(OVERTAKEN, actions.CONFIRM)
    expect(slow.modal).to_be_visible()
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(OVERTAKEN, actions.CONFIRM)
    lead.modal.locator("textarea").fill(REASON)
    lead.submit()
    expect(lead.modal).to_have_count(0)
    slow.modal.locator("textarea").fill("too late")
    slow.submit()
    expect(slow.page.locator("body")).to_contain_text("Nothing was changed")
    assert status_of(place, OVERTAKEN) is Status.CONFIRMED
    assert place.run("db", "verify").code == 0


def test_details_are_shown_to_who_asks_alone_and_name_nobody(
    place: Installation, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(LEFT_ALONE, actions.DETAILS)
    expect(lead.whispers.last).to_contain_text(f"leakwatch findings show {LEFT_ALONE} --reveal")
    assert told_in(lead.whispers.last.inner_text()) == set()
    reviewer = Clicker(chromium, place.slack.url, REVIEWER)
    expect(reviewer.alert(LEFT_ALONE)).to_be_visible()
    expect(reviewer.whispers.filter(has_text="--reveal")).to_have_count(0)


def test_the_slash_command_shows_how_things_stand(place: Installation, chromium: Browser) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.write("/leakwatch status")
    expect(lead.whispers.last).to_contain_text("Findings:")


def test_a_colleagues_tip_is_reported_by_the_shortcut(
    place: Installation, chromium: Browser
) -> None:
    stranger = Clicker(chromium, place.slack.url, STRANGER)
    stranger.write(f"Is this ours? {place.world.blog_url}/")
    tip = stranger.page.locator("main > article", has_text="Is this ours?")
    tip.locator(".shortcuts button").click()
    expect(stranger.whispers.last).to_contain_text("leakwatch")
