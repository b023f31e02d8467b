"""Triage as people do it: in a browser at the stand-in Slack, with the service at the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER
from leakwatch.models import Status
from leakwatch.notify import actions
from tests.installation import BLOG, PATIENCE, Installation
from tests.planted import told_in
from tests.servers.browsing import needs_browser
from tests.servers.clicking import Clicker, browser

pytestmark = needs_browser

REASON = "発表の前に外に出ていた"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        expect.set_options(timeout=PATIENCE * 1_000)
        yield started


@pytest.fixture
def place(fresh: Installation) -> Installation:
    """A service whose few alerts go out at once, and that answers what is pressed."""
    fresh.edit(
        "leakwatch.yaml", '  channel: "#leakwatch"', '  channel: "#leakwatch"\n  interval: 10ms'
    )
    fresh.only(BLOG)
    swept = fresh.run("sweep", BLOG, "--alert-all", "--no-send")
    assert swept.code == 0, swept.err
    fresh.start("run")
    fresh.slack.wait_for_connection()
    return fresh


@pytest.fixture
def label(place: Installation) -> str:
    """Some finding that is told by an alert."""
    return place.findings()[0].label


def status_of(place: Installation, label: str) -> Status:
    return next(one.status for one in place.findings() if one.label == label)


def test_an_alert_is_taken_then_confirmed_with_a_reason_and_everything_says_so(
    place: Installation, label: str, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(label, actions.TAKE)
    expect(lead.alert(label)).to_contain_text("(edited)")
    expect(lead.alert(label)).to_contain_text("demo")
    assert status_of(place, label) is Status.TAKEN

    lead.press(label, actions.CONFIRM)
    expect(lead.modal).to_contain_text(label)
    lead.modal.locator("textarea").fill(REASON)
    lead.submit()
    expect(lead.modal).to_have_count(0)
    expect(lead.alert(label)).to_contain_text(re.compile("confirmed", re.IGNORECASE))
    expect(lead.alert(label).locator(".thread article")).to_have_count(2)

    assert status_of(place, label) is Status.CONFIRMED
    shown = place.run("findings", "show", label)
    assert "confirmed" in shown.out
    entered = place.rows("SELECT actor, action FROM audit WHERE actor = 'demo'")
    assert len(entered) >= 2
    assert place.run("db", "verify").code == 0
    assert REASON not in str(place.messages())
    assert told_in(str(place.messages())) == set()
    assert lead.errors == []


def test_a_missing_reason_is_said_at_its_field_and_nothing_is_decided(
    place: Installation, label: str, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(label, actions.CONFIRM)
    lead.submit()
    field = lead.modal.locator("textarea")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(lead.modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    field.fill(" … ")
    lead.submit()
    expect(lead.modal.get_by_role("alert")).to_contain_text("Say why, in words")
    expect(lead.modal.locator("textarea")).to_have_value(" … ")
    assert status_of(place, label) is Status.NEW
    lead.modal.locator(".close button").click()
    expect(lead.modal).to_have_count(0)
    assert status_of(place, label) is Status.NEW


def test_who_is_not_entered_as_a_reviewer_is_refused_kindly_and_for_himself(
    place: Installation, label: str, chromium: Browser
) -> None:
    stranger = Clicker(chromium, place.slack.url, STRANGER)
    stranger.press(label, actions.TAKE)
    expect(stranger.whispers).to_contain_text("Only visible to you")
    expect(stranger.whispers).to_contain_text("reviewers.yaml")
    assert status_of(place, label) is Status.NEW
    lead = Clicker(chromium, place.slack.url, LEAD)
    expect(lead.alert(label)).to_be_visible()
    expect(lead.whispers).to_have_count(0)


def test_who_presses_what_another_has_decided_is_told_so(
    place: Installation, label: str, chromium: Browser
) -> None:
    slow = Clicker(chromium, place.slack.url, REVIEWER)
    slow.press(label, actions.CONFIRM)
    expect(slow.modal).to_be_visible()
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(label, actions.CONFIRM)
    lead.modal.locator("textarea").fill(REASON)
    lead.submit()
    expect(lead.modal).to_have_count(0)
    slow.modal.locator("textarea").fill("too late")
    slow.submit()
    expect(slow.page.locator("body")).to_contain_text("Nothing was changed")
    assert status_of(place, label) is Status.CONFIRMED
    assert place.run("db", "verify").code == 0


def test_details_are_shown_to_who_asks_alone_and_name_nobody(
    place: Installation, label: str, chromium: Browser
) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.press(label, actions.DETAILS)
    expect(lead.whispers).to_contain_text(f"leakwatch findings show {label} --reveal")
    assert told_in(lead.whispers.inner_text()) == set()
    reviewer = Clicker(chromium, place.slack.url, REVIEWER)
    expect(reviewer.alert(label)).to_be_visible()
    expect(reviewer.whispers).to_have_count(0)


def test_the_slash_command_shows_how_things_stand(place: Installation, chromium: Browser) -> None:
    lead = Clicker(chromium, place.slack.url, LEAD)
    lead.write("/leakwatch status")
    expect(lead.whispers).to_contain_text("open")


def test_a_colleagues_tip_is_reported_by_the_shortcut(
    place: Installation, chromium: Browser
) -> None:
    stranger = Clicker(chromium, place.slack.url, STRANGER)
    stranger.write(f"Is this ours? {place.world.blog_url}/")
    tip = stranger.page.locator("main > article", has_text="Is this ours?")
    tip.locator(".shortcuts button").click()
    expect(stranger.whispers).to_contain_text("leakwatch")
