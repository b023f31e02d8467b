"""The configuration as the rest of leakwatch sees it: read once, frozen, complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from leakwatch.config.mistakes import Notice
from leakwatch.locale import Language
from leakwatch.models import CaseworkPlan, CharterState, Reviewer, Routing, Source, Watchlist

#: Where Slack's Web API answers.
SLACK_BASE_URL = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How everything that connects gets out; ambient proxy variables are not obeyed."""

    proxy: str | None = field(default=None, repr=False)  #: http URL, may hold credentials
    no_proxy: tuple[str, ...] = ()  #: hosts, `.suffixes` and networks reached directly
    ca_file: Path | None = None  #: PEM file of authorities trusted beside the system's


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    token: str = field(repr=False)
    channel: str  #: where alerts go unless the source names another
    base_url: str = SLACK_BASE_URL
    app_token: str | None = field(default=None, repr=False)  #: None: no buttons, no commands
    interval: float = 1.0  #: seconds between two messages to one channel


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: str  #: mail address
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    interval: float = 1.0  #: seconds between two mails to one address
    unset: str | None = None  #: environment variable that is missing: nothing can be sent now


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    name: str
    url: str = field(default="", repr=False)
    key: bytes = field(default=b"", repr=False)  #: signs each message
    interval: float = 1.0  #: seconds between two messages
    unset: str | None = None  #: environment variable that is missing: nothing can be sent now


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorSettings:
    url: str | None = field(default=None, repr=False)  #: asked after each healthy hour
    method: Literal["get", "post"] = "get"
    file: Path | None = None  #: absolute; written anew after each healthy hour
    every: float = 3_600.0  #: seconds it has to be well for one ping


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    directory: Path  #: absolute
    state_dir: Path  #: absolute
    language: Language
    timezone: str = "Asia/Tokyo"
    organisation: str = ""
    contact: str = (
        ""  #: mail address in the User-Agent; empty forbids sweeping other people's sites
    )
    network: Network = field(default_factory=Network)
    slack: SlackSettings | None = None  #: None: alerts go to the terminal
    mail: MailSettings | None = None
    webhooks: Mapping[str, WebhookSettings] = field(default_factory=dict)  #: by name
    monitor: MonitorSettings | None = None
    watchlist: Watchlist  #: without people: they come from the record
    sources: Mapping[str, Source] = field(default_factory=dict)
    reviewers: tuple[Reviewer, ...] = ()
    charter: CharterState
    routing: Routing = field(default_factory=Routing)
    casework: CaseworkPlan = field(default_factory=CaseworkPlan)
    sealing_key: str | None = field(default=None, repr=False)  #: None: `var/key`
    user_spiders: tuple[str, ...] = ()  #: modules with spiders of the user's own
    warnings: tuple[Notice, ...] = ()
    variables: frozenset[str] = frozenset()  #: environment variables a sweep's process needs
    withheld: frozenset[str] = frozenset()  #: those that only channels take secrets from

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the company."""
        return ZoneInfo(self.timezone)  # keeps each zone it has read
