"""Configuration files → one frozen `Settings`; every mistake names file, line, key and remedy."""

from __future__ import annotations

from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice, Phrase
from leakwatch.config.settings import SLACK_BASE_URL, Network, Settings, SlackSettings

__all__ = [
    "SLACK_BASE_URL",
    "ConfigMistakes",
    "Mistake",
    "Network",
    "Notice",
    "Phrase",
    "Settings",
    "SlackSettings",
]
