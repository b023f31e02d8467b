"""Alerts to programs, as signed JSON in the manner of Standard Webhooks."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo

import aiohttp

from leakwatch.config import Network, WebhookSettings
from leakwatch.errors import N_, NotifyError, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import Posting, Receipt
from leakwatch.notify.asking import Asking, retry_after
from leakwatch.notify.payload import payload_of, webhook_id

MEDIUM = "webhook:"
_TAKEN, _REDIRECTED, _REFUSED, _FAILED = 200, 300, 400, 500
_LATER = frozenset({408, 425, 429})
_GONE = 410
#: No receiver asks for more in earnest; the outbox tries again sooner than in an eternity.
_LONGEST_WAIT = 86_400.0


class WebhookNotifier:
    """Posts to one address. Receivers know a message by its `webhook-id`, so repeats do no harm."""

    def __init__(
        self,
        settings: WebhookSettings,
        *,
        network: Network,
        catalogue: Catalogue,
        zone: tzinfo = UTC,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self.interval = settings.interval
        self._settings, self._catalogue, self._zone = settings, catalogue, zone
        self._clock = clock or (lambda: datetime.now(UTC))
        self._asking = Asking(network)

    async def send(self, posting: Posting) -> Receipt:
        """Post once. Raises NotifyError or NotifyRefused.

        What may have arrived is a NotifyError too: it is repeated under the same id.
        """
        name = self._settings.name
        if self._settings.unset:
            message = N_("webhook {name} waits: the environment variable {variable} is not set")
            variable = self._settings.unset
            raise NotifyError(message, name=name, variable=variable, code="variable_unset")
        body = payload_of(posting, self._catalogue, zone=self._zone)
        key, now = webhook_id(posting.key), self._clock()
        headers = signed_headers(key, body, key=self._settings.key, now=now)
        try:
            url = self._settings.url
            status, told = await self._asking.ask("POST", url, body=body, headers=headers)
        except aiohttp.ClientConnectorCertificateError as error:
            message = N_("webhook {name}: its certificate is not trusted: is network.ca_file set?")
            raise NotifyError(message, name=name, code="untrusted") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            message = N_("webhook {name} does not answer ({reason})")
            reason = type(error).__name__
            raise NotifyError(message, name=name, reason=reason, code="unreachable") from error
        if not _TAKEN <= status < _REDIRECTED:
            raise self._refusal(status, retry_after(told, now))
        return Receipt(reference=f"webhook/{key}")

    async def find(self, posting: Posting) -> Receipt | None:
        """None: what may have arrived is sent again under its id, which the receiver knows."""
        del posting
        return None

    def _refusal(self, status: int, wait: float | None) -> NotifyError:
        name, code = self._settings.name, f"http_{status}"
        if status in _LATER or status >= _FAILED:
            message = N_("webhook {name} cannot take it now ({code})")
            wait = None if wait is None else min(wait, _LONGEST_WAIT)
            return NotifyError(message, retry_after=wait, name=name, code=code)
        message = N_(
            "webhook {name} refuses it ({code}): check its url and secret, and the receiver"
        )
        if status == _GONE:
            message = N_("webhook {name} is gone ({code}): take it out of routing.yaml")
        elif status < _REFUSED:
            message = N_("webhook {name} leads elsewhere ({code}): write the address it leads to")
        return NotifyRefused(message, name=name, code=code)


def signed_headers(id_: str, body: bytes, *, key: bytes, now: datetime) -> Mapping[str, str]:
    """The three headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.seconds.body`."""
    seconds = str(int(now.timestamp()))
    digest = hmac.digest(key, b".".join((id_.encode(), seconds.encode(), body)), "sha256")
    return {
        "content-type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + base64.b64encode(digest).decode("ascii"),
    }
