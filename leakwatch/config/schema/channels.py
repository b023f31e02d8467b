"""Ways out of `leakwatch.yaml` other than Slack: mail, webhooks, and the company's own monitor."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from leakwatch.config.schema.base import Entry, Id, Mail, Text, duration, rule, whole
from leakwatch.errors import N_

_HOUR, _DAY = 3_600, 86_400
_LAST_PORT = 65_535


def _given(text: str) -> str:
    if not text:  # elsewhere an empty address means: not filled in yet
        raise rule(N_("a mail address"))
    return text


class MailEntry(Entry):
    host: Annotated[Text, Field(description="The company's mail server.")]
    port: Annotated[
        Annotated[int, whole(1, _LAST_PORT)] | None,
        Field(description="Its port; else 587, with security: tls 465."),
    ] = None
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Field(description="How the connection is protected; none on this machine only."),
    ] = "starttls"
    user: Annotated[SecretStr | None, Field(description="Only as ${SMTP_USER}.")] = None
    user_file: Annotated[Text | None, Field(description="File that holds the user name.")] = None
    password: Annotated[SecretStr | None, Field(description="Only as ${SMTP_PASSWORD}.")] = None
    password_file: Annotated[Text | None, Field(description="File that holds the password.")] = None
    sender: Annotated[
        Mail, AfterValidator(_given), Field(description="Address that mails come from.")
    ]
    interval: Annotated[
        Annotated[float, duration(0.01, _HOUR, "10ms - 1h")],
        Field(description="Time between two mails to one address."),
    ] = 1.0


class WebhookEntry(Entry):
    name: Annotated[Id, Field(description="Routes call it webhook:NAME.")]
    url: Annotated[
        SecretStr | None,
        Field(description="Address that is posted to; whole as ${NAME} if secret."),
    ] = None
    url_file: Annotated[Text | None, Field(description="File that holds the address.")] = None
    secret: Annotated[
        SecretStr | None, Field(description="Signing key (whsec_…), only as ${NAME}.")
    ] = None
    secret_file: Annotated[Text | None, Field(description="File that holds the signing key.")] = (
        None
    )
    interval: Annotated[
        Annotated[float, duration(0.01, _HOUR, "10ms - 1h")],
        Field(description="Time between two messages to it."),
    ] = 1.0


class MonitorEntry(Entry):
    ping: Annotated[
        SecretStr | None, Field(description="Address asked after each healthy hour; as ${NAME}.")
    ] = None
    ping_file: Annotated[Text | None, Field(description="File that holds that address.")] = None
    method: Annotated[Literal["get", "post"], Field(description="How it is asked.")] = "get"
    file: Annotated[
        Text | None, Field(description="File that is written anew after each healthy hour.")
    ] = None
    every: Annotated[
        Annotated[float, duration(60, _DAY, "1m - 1d")],
        Field(description="How long it has to be well for one ping."),
    ] = float(_HOUR)
