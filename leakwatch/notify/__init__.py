"""The outbox's way to people: what an alert looks like, and the channels that carry it."""

from __future__ import annotations

from leakwatch.notify.attempt import Style, posting_of
from leakwatch.notify.blocks import Message, render
from leakwatch.notify.channels import Answer, Notifier, Paced, Recall
from leakwatch.notify.deliver import Deliveries, Outbox, deliver, pace_of
from leakwatch.notify.digest_file import digest_html, digest_markdown
from leakwatch.notify.mail import MailNotifier
from leakwatch.notify.mailer import Mailer
from leakwatch.notify.manifest import manifest
from leakwatch.notify.media import Media, media_of
from leakwatch.notify.ping import Ping, write_whole
from leakwatch.notify.reasons import Reason, has_words, in_words, of_reason
from leakwatch.notify.remedies import in_channel, of_code
from leakwatch.notify.slack import SlackNotifier
from leakwatch.notify.slack_setup import Named, SlackSetUp, token_shapes
from leakwatch.notify.terminal import TerminalNotifier
from leakwatch.notify.web_api import WebApi, client_for
from leakwatch.notify.webhook import WebhookNotifier
from leakwatch.notify.wire import proxy_for, tls_context

__all__ = [
    "Answer",
    "Deliveries",
    "MailNotifier",
    "Mailer",
    "Media",
    "Message",
    "Named",
    "Notifier",
    "Outbox",
    "Paced",
    "Ping",
    "Reason",
    "Recall",
    "SlackNotifier",
    "SlackSetUp",
    "Style",
    "TerminalNotifier",
    "WebApi",
    "WebhookNotifier",
    "client_for",
    "deliver",
    "digest_html",
    "digest_markdown",
    "has_words",
    "in_channel",
    "in_words",
    "manifest",
    "media_of",
    "of_code",
    "of_reason",
    "pace_of",
    "posting_of",
    "proxy_for",
    "render",
    "tls_context",
    "token_shapes",
    "write_whole",
]
