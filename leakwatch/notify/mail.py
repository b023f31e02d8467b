"""Alerts as mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from leakwatch.config import MailSettings, Network
from leakwatch.locale import Catalogue
from leakwatch.models import Posting, Receipt
from leakwatch.notify.letters import letter_of, message_id
from leakwatch.notify.mailer import Mailer


class MailNotifier:
    """One mail for each posting; nobody can be asked later whether one arrived."""

    def __init__(
        self,
        settings: MailSettings,
        *,
        network: Network,
        catalogue: Catalogue,
        zone: tzinfo = UTC,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self.interval = settings.interval
        self._sender, self._catalogue, self._zone = settings.sender, catalogue, zone
        self._clock = clock or (lambda: datetime.now(UTC))
        self.mailer = Mailer(settings, network)

    async def send(self, posting: Posting) -> Receipt:
        """Send once; what is answered or edited is followed up in its thread.

        See `Notifier.send` for what it raises.
        """
        letter = letter_of(
            posting,
            sender=self._sender,
            catalogue=self._catalogue,
            zone=self._zone,
            now=self._clock(),
        )
        await self.mailer.post(letter)
        return Receipt(reference=f"mail/{message_id(posting.key, self._sender)}")
