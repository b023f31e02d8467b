"""A person at the stand-in Slack's page in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright

from leakwatch.crawl.browser.chromium import find_chromium
from leakwatch.notify import actions
from tests.warm import PATIENCE

CHANNEL = "C00000001"
_MILLISECONDS = PATIENCE * 1_000


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium; as root it has no sandbox, and the page is our own."""
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        try:
            yield started
        finally:
            started.close()


class Clicker:
    """One user's tab; every step waits for what it needs to be there."""

    def __init__(self, browser: Browser, url: str, user: str, *, language: str = "en") -> None:
        self.page: Page = browser.new_page()
        self.page.set_default_timeout(_MILLISECONDS)
        self.errors: list[str] = []
        self.page.on("console", self._heard)
        query = urlencode({"user": user, "channel": CHANNEL, "lang": language})
        self.page.goto(f"{url}?{query}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:  # such as something the page's policy forbids
            self.errors.append(message.text)

    @property
    def modal(self) -> Locator:
        return self.page.get_by_role("dialog")

    def alert(self, label: str) -> Locator:
        """The message that tells of the finding `label`, with its thread."""
        button = self.page.locator(f'input[value="{actions.block_of(label)}"]')
        return self.page.locator("main > article").filter(has=button)

    def press(self, label: str, action: str) -> None:
        block = self.page.locator("form").filter(
            has=self.page.locator(f'input[value="{actions.block_of(label)}"]')
        )
        block.locator(f'button[value="{action}"]').first.click()

    def fill(self, name: str, text: str) -> None:
        """Fill in the field of the modal that is labelled `name`."""
        self.modal.get_by_label(name).fill(text)

    def submit(self) -> None:
        self.modal.locator("button.primary").click()

    def write(self, text: str) -> None:
        """Send a message, or a command, to the channel."""
        self.page.locator("main footer > a").click()
        self.page.locator("#text").fill(text)
        self.page.locator(".composer button").click()

    @property
    def whispers(self) -> Locator:
        """What only this user sees."""
        return self.page.locator("article.ephemeral")
