"""Make the pictures of docs/slack.md again: the demo's world, its service and Slack, in Chromium.

    .venv/bin/python -m scripts.picturing

Wants fonts for Japanese and emoji (Debian: fonts-noto-cjk, fonts-noto-color-emoji), and the time
zone of the demo, so that the page and the alerts on it say the same: TZ=Asia/Tokyo.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from leakwatch.app.demonstration import Demonstration
from leakwatch.crawl.browser.chromium import find_chromium
from leakwatch.demo.slack import LEAD
from leakwatch.locale import Language
from leakwatch.notify import actions

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "slack"
#: Each picture is to be readable in a page of documentation, and small in the repository.
_SIZE, _LARGEST = (920, 700), 120_000
_PATIENCE = 60_000  # milliseconds
_REASON = "Registered last week, and no side job of theirs is on file"


class Picture:
    """One user's tab; `take` stores what it shows."""

    def __init__(
        self, browser: Browser, world: Demonstration, user: str, language: Language
    ) -> None:
        width, height = _SIZE
        self.page: Page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(_PATIENCE)
        self._world, self._user, self.language = world, user, language
        self.open()

    def open(self, **more: str) -> None:
        query = {"user": self._user, "channel": "C00000001", "lang": self.language, **more}
        self.page.goto(f"{self._world.slack.url}?{urlencode(query)}#latest")

    @property
    def alert(self) -> Locator:
        """The first alert with buttons."""
        return self.page.locator("main > article", has=self.page.locator("form.row")).first

    def press(self, action: str) -> None:
        self.alert.locator(f'button[value="{action}"]').first.click()

    def take(self, name: str, what: Locator | None = None) -> None:
        path = FOLDER / f"{name}.{self.language}.png"
        if what is None:
            self.page.screenshot(path=path)
        else:
            what.screenshot(path=path)
        size = path.stat().st_size
        print(f"{path.name}: {size:,} bytes")
        assert size < _LARGEST, path


@contextmanager
def demonstration(language: Language) -> Iterator[Demonstration]:
    """Both days of the demo, told, with the service at the other end."""
    with Demonstration(language=language) as world:
        try:
            world.import_people()
            for day in (1, 2):
                world.world.day = day
                world.sweep(on_event=lambda _event: None)
            with world.service():
                world.slack.wait_for_connection()
                yield world
        finally:
            shutil.rmtree(world.directory)


def picture(browser: Browser, world: Demonstration, language: Language) -> None:
    """The alert; in English, everything from there to the verdict."""
    lead = Picture(browser, world, LEAD, language)
    lead.page.locator("form.read button").click()
    lead.open(still="1")
    lead.take("alert", lead.alert)
    if language == "en":
        _picture_verdict(lead)
        _picture_answers(lead)


def _picture_verdict(lead: Picture) -> None:
    lead.open()
    lead.press(actions.TAKE)
    expect(lead.alert.locator(".thread article")).to_have_count(1)
    lead.press(actions.CONFIRM)
    modal = lead.page.get_by_role("dialog")
    modal.locator("button.primary").click()
    expect(lead.page.get_by_role("alert")).to_be_visible()
    lead.take("confirm")
    modal.locator("textarea").fill(_REASON)
    modal.locator("button.primary").click()
    expect(lead.alert.locator(".thread article")).to_have_count(2)
    lead.page.locator("form.read button").click()
    lead.open(still="1")
    lead.take("decided", lead.alert)


def _picture_answers(lead: Picture) -> None:
    """What only who asks gets to see."""
    whispers = lead.page.locator("article.ephemeral")
    lead.open()
    lead.press(actions.DETAILS)
    expect(whispers).to_have_count(1)
    lead.take("details", whispers.last)
    lead.page.locator("main footer > a").click()
    lead.page.locator("#text").fill("/leakwatch status")
    lead.page.locator(".composer button").click()
    expect(whispers).to_have_count(2)
    lead.take("status", whispers.last)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser; as root it has no sandbox, and the page is our own."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


def main() -> None:
    expect.set_options(timeout=_PATIENCE)
    FOLDER.mkdir(exist_ok=True)
    for language in ("en", "ja"):
        # the world comes first: playwright holds an event loop, and a sweep runs one of its own
        with demonstration(language) as world, chromium() as browser:
            picture(browser, world, language)


if __name__ == "__main__":
    main()
