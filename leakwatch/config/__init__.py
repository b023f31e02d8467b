"""Configuration files → one frozen `Settings`; every mistake names file, line, key and remedy."""

from __future__ import annotations

from leakwatch.config.bypass import bypasses
from leakwatch.config.charter import still_open
from leakwatch.config.charter_file import CharterRead, charter_gaps, read_charter, write_charter
from leakwatch.config.classified import (
    Rewriting,
    classified_terms,
    read_answers,
    rewrite,
    rewriting,
    write_answers,
)
from leakwatch.config.digest import directory_digest, watchlist_digest
from leakwatch.config.editor import json_schemas
from leakwatch.config.entry_places import entry_places
from leakwatch.config.headed_rows import RowMistakes
from leakwatch.config.leaving import decodings, without
from leakwatch.config.load import find_config_dir, load_reviewers, load_settings
from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice, Phrase, first_listed, nearest
from leakwatch.config.queries import leaves, published_names
from leakwatch.config.readings import with_guessed_readings
from leakwatch.config.roster import check_roster, read_roster
from leakwatch.config.roster_correction import corrected
from leakwatch.config.roster_mails import contradicted, same_mails, stated_mails
from leakwatch.config.settings import (
    SLACK_BASE_URL,
    MailSettings,
    MonitorSettings,
    Network,
    Settings,
    SlackSettings,
    WebhookSettings,
)
from leakwatch.config.side_jobs import Register, checked_side_job, read_side_jobs, split_topics
from leakwatch.config.starter import starter_files, write_starter

__all__ = [
    "SLACK_BASE_URL",
    "CharterRead",
    "ConfigMistakes",
    "MailSettings",
    "Mistake",
    "MonitorSettings",
    "Network",
    "Notice",
    "Phrase",
    "Register",
    "Rewriting",
    "RowMistakes",
    "Settings",
    "SlackSettings",
    "WebhookSettings",
    "bypasses",
    "charter_gaps",
    "check_roster",
    "checked_side_job",
    "classified_terms",
    "contradicted",
    "corrected",
    "decodings",
    "directory_digest",
    "entry_places",
    "find_config_dir",
    "first_listed",
    "json_schemas",
    "leaves",
    "load_reviewers",
    "load_settings",
    "nearest",
    "published_names",
    "read_answers",
    "read_charter",
    "read_roster",
    "read_side_jobs",
    "rewrite",
    "rewriting",
    "same_mails",
    "split_topics",
    "starter_files",
    "stated_mails",
    "still_open",
    "watchlist_digest",
    "with_guessed_readings",
    "without",
    "write_answers",
    "write_charter",
    "write_starter",
]
