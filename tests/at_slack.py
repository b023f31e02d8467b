"""People at a stand-in Slack beside a running service."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from leakwatch.demo.slack import APP_TOKEN, LEAD, REVIEWER
from tests.installation import CHANNEL, Installation, wait_until

COMMAND = "/leakwatch"
REVIEWERS = f"""\
  - id: hanako
    role: lead
    slack: {LEAD}
  - id: taro
    role: reviewer
    slack: {REVIEWER}
"""


def pressable(place: Installation) -> None:
    """Give the installation an app token, and two reviewers who have a Slack id."""
    token = place.config / "slack-app-token"
    token.touch(mode=0o600)
    token.write_text(APP_TOKEN + "\n", encoding="utf-8")
    main = place.config / "leakwatch.yaml"
    if "app_token" not in main.read_text(encoding="utf-8"):
        place.edit("leakwatch.yaml", "slack:\n", "slack:\n  app_token_file: slack-app-token\n")
    reviewers = place.config / "reviewers.yaml"
    lines = reviewers.read_text(encoding="utf-8").splitlines()
    others = [line for line in lines if LEAD not in line and REVIEWER not in line]
    reviewers.write_text("\n".join([*others, REVIEWERS]), encoding="utf-8")


@contextmanager
def served(place: Installation) -> Iterator[subprocess.Popen[str]]:
    """`leakwatch run`, connected to the stand-in; killed at the end if a test did not end it."""
    process = place.start("run")
    try:
        place.slack.wait_for_connection()
        yield process
    finally:
        process.kill()


class Member:
    """Somebody of the workspace in one channel."""

    def __init__(self, place: Installation, user: str, *, channel: str = CHANNEL) -> None:
        self.place, self.user, self.channel = place, user, channel
        self.slack = place.slack

    def types(self, text: str) -> None:
        """`/leakwatch TEXT`; acknowledged without a word, for the answer comes later."""
        assert self.slack.command(self.user, self.channel, COMMAND, text) == {}

    def asks(self, text: str) -> str:
        """Type it and wait for the answer that only this user sees."""
        before = len(self.told())
        self.types(text)
        self.slack.wait_for(lambda: len(self.told()) > before)
        return self.told()[-1]

    def told(self) -> list[str]:
        """All words of what only this user sees, message by message."""
        return [words_of(one) for one in self.slack.ephemerals(self.user, self.channel)]


def words_of(message: dict[str, Any]) -> str:
    """Every text of a message's blocks, as somebody reads them."""
    words: list[str] = []

    def read(part: Any) -> None:
        if isinstance(part, dict):
            text = part.get("text")
            words.extend([text] if isinstance(text, str) else [])
            for value in part.values():
                read(value)
        elif isinstance(part, list):
            for one in part:
                read(one)

    read(message.get("blocks"))
    return "".join(words) if words else str(message.get("text", ""))


def eventually(seen: Callable[[], object], *, what: str) -> None:
    wait_until(seen, what=what)
