"""All channels behind one notifier: each posting goes to the medium its channel names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo

from leakwatch.config import Settings
from leakwatch.errors import N_, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import Posting, Receipt
from leakwatch.notify import letters, webhook
from leakwatch.notify.channels import Notifier, Recall
from leakwatch.notify.inert import inert
from leakwatch.notify.mail import MailNotifier
from leakwatch.notify.slack import SlackNotifier
from leakwatch.notify.terminal import TerminalNotifier
from leakwatch.notify.webhook import WebhookNotifier

TERMINAL = "terminal"
_SHOWN = 80


class Media:
    """Slack, mail, webhooks and the terminal; what is for Slack falls to the terminal without it."""

    def __init__(
        self,
        *,
        terminal: Notifier,
        slack: SlackNotifier | None = None,
        mail: MailNotifier | None = None,
        webhooks: Mapping[str, WebhookNotifier] | None = None,
    ) -> None:
        self.slack, self.mail, self.webhooks = slack, mail, dict(webhooks or {})
        self._terminal = terminal

    @property
    def interval(self) -> float:
        """That of the default channel."""
        return self.interval_of("")

    def interval_of(self, channel: str) -> float:
        """Seconds to leave between two messages to `channel`, unless routing says."""
        try:
            return self._driver(channel).interval
        except NotifyRefused:
            return 0.0

    async def send(self, posting: Posting) -> Receipt:
        """Say `posting` where it goes; see `Notifier.send`. NotifyRefused: there is no way there."""
        return await self._driver(posting.channel).send(posting)

    async def find(self, posting: Posting) -> Receipt | None:
        """The receipt of `posting` if its channel holds it; see `Recall.find`.

        Raises NotifyRefused for a medium that cannot be asked.
        """
        driver = self._driver(posting.channel)
        if isinstance(driver, Recall):
            return await driver.find(posting)
        message = N_("{channel} cannot be asked what it holds: look yourself")
        channel = inert(posting.channel or TERMINAL, _SHOWN)
        raise NotifyRefused(message, code="no_history", channel=channel)

    def _driver(self, channel: str) -> Notifier:
        if channel.startswith(letters.MEDIUM):
            return self._mail()
        if channel.startswith(webhook.MEDIUM):
            return self._webhook(channel.removeprefix(webhook.MEDIUM))
        if channel == TERMINAL or self.slack is None:
            return self._terminal
        return self.slack

    def _mail(self) -> MailNotifier:
        if self.mail is None:
            message = N_("mails cannot be sent: write mail with host and sender in leakwatch.yaml")
            raise NotifyRefused(message, code="no_mail")
        return self.mail

    def _webhook(self, name: str) -> WebhookNotifier:
        if name not in self.webhooks:
            message = N_("there is no webhook {name}: write it in leakwatch.yaml (known: {known})")
            known = ", ".join(sorted(self.webhooks)) or "-"
            shown = inert(name, _SHOWN)
            raise NotifyRefused(message, code="no_webhook", name=shown, known=known)
        return self.webhooks[name]


def media_of(
    settings: Settings,
    *,
    catalogue: Catalogue,
    zone: tzinfo = UTC,
    write: Callable[[str], None],
) -> Media:
    """Every way out that `settings` name. Raises ConfigError."""
    network = settings.network
    slack, mail = settings.slack, settings.mail
    return Media(
        terminal=TerminalNotifier(write=write, catalogue=catalogue, zone=zone),
        slack=SlackNotifier(slack, network=network, catalogue=catalogue, zone=zone)
        if slack
        else None,
        mail=MailNotifier(mail, network=network, catalogue=catalogue, zone=zone) if mail else None,
        webhooks={
            name: WebhookNotifier(one, network=network, catalogue=catalogue, zone=zone)
            for name, one in settings.webhooks.items()
        },
    )
