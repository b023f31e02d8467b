"""`leakwatch.yaml`: the installation itself."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from leakwatch.config.schema.base import Channel, Entry, Mail, Many, Text, Url, duration, rule
from leakwatch.config.schema.channels import MailEntry, MonitorEntry, WebhookEntry
from leakwatch.config.schema.source_parts import LimitsEntry, PolitenessEntry
from leakwatch.config.schema.times import Timezone
from leakwatch.errors import N_

_MODULE = re.compile(r"[a-z_]\w*(?:\.[a-z_]\w*)*", re.ASCII | re.IGNORECASE)


def _module(text: str) -> str:
    if not _MODULE.fullmatch(text):
        raise rule(N_("the name of a Python module, as in {example}"), example="our_spiders")
    if text.partition(".")[0] in {"spiders", "leakwatch"}:
        raise rule(N_("a module of your own: {name} belongs to leakwatch"), name=text)
    return text


class SlackEntry(Entry):
    token: Annotated[
        SecretStr | None,
        Field(
            description="Bot token, only as ${SLACK_BOT_TOKEN}; unset: alerts go to the terminal."
        ),
    ] = None
    token_file: Annotated[
        Text | None, Field(description="File that holds the bot token and nothing else.")
    ] = None
    app_token: Annotated[
        SecretStr | None,
        Field(
            description="App-level token (xapp-…), only as ${SLACK_APP_TOKEN}; unset: no buttons."
        ),
    ] = None
    app_token_file: Annotated[
        Text | None, Field(description="File that holds the app-level token and nothing else.")
    ] = None
    interval: Annotated[
        Annotated[float, duration(0.01, 3_600, "10ms - 1h")],
        Field(description="Time between two messages to one channel."),
    ] = 1.0
    channel: Annotated[Channel, Field(description="Where alerts go, in quotes because of the #.")]
    base_url: Annotated[
        Url | None, Field(description="Another address of Slack's Web API, for tests.")
    ] = None


class NetworkEntry(Entry):
    proxy: Annotated[
        SecretStr | None,
        Field(description="http proxy; its user and password only as ${NAME}."),
    ] = None
    no_proxy: Annotated[
        Many[Text], Field(description="Hosts, .suffixes and networks reached without the proxy.")
    ] = ()
    ca_file: Annotated[
        Text | None, Field(description="PEM file of authorities trusted beside the system's.")
    ] = None


class DefaultsEntry(Entry):
    limits: Annotated[
        LimitsEntry | None, Field(description="Limits of every source that sets none.")
    ] = None
    politeness: Annotated[
        PolitenessEntry | None, Field(description="Politeness of every source that sets none.")
    ] = None


class MainFile(Entry):
    language: Annotated[
        Literal["en", "ja"] | None,
        Field(description="Language of alerts and of the command line; else that of the terminal."),
    ] = None
    timezone: Annotated[
        Timezone, Field(description="Time zone of schedules, alerts and tables.")
    ] = "Asia/Tokyo"
    organisation: Annotated[str, Field(description="Who runs this installation.")] = ""
    contact: Annotated[
        Mail,
        Field(description="Mail address that sites we visit can write to; sent in the User-Agent."),
    ] = ""
    state_dir: Annotated[
        Text,
        Field(
            description="Where database, key and evidence live; a relative path starts beside the"
            " configuration directory."
        ),
    ] = "var"
    slack: Annotated[SlackEntry | None, Field(description="Where alerts go.")] = None
    mail: Annotated[MailEntry | None, Field(description="How mails are sent.")] = None
    webhooks: Annotated[
        tuple[WebhookEntry, ...], Field(description="Programs that are told of alerts.")
    ] = ()
    monitor: Annotated[
        MonitorEntry | None, Field(description="Who notices when leakwatch is dead.")
    ] = None
    network: Annotated[
        NetworkEntry | None, Field(description="How everything that connects gets out.")
    ] = None
    sealing_key: Annotated[
        SecretStr | None,
        Field(description="Key that seals personal data, only as ${LEAKWATCH_KEY}."),
    ] = None
    sealing_key_file: Annotated[
        Text | None, Field(description="File that holds the sealing key.")
    ] = None
    spiders: Annotated[
        Many[Annotated[str, AfterValidator(_module)]],
        Field(description="Python modules with spiders of your own."),
    ] = ()
    defaults: Annotated[
        DefaultsEntry | None, Field(description="What sources get that say nothing else.")
    ] = None
