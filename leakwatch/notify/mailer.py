"""One mail to the company's mail server, every failure one of a notifier's three errors."""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

from leakwatch.config import MailSettings, Network
from leakwatch.errors import N_, NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.notify.channels import Answer
from leakwatch.notify.wire import tls_context

#: Of each step; all of them end before the outbox takes its deliverer for dead.
_TIMEOUT = 20
_GO_AHEAD, _LATER, _NEVER = 354, 400, 500
_AUTH = frozenset({530, 534, 535, 538})
_TOO_LARGE = frozenset({552, 523})


class Mailer:
    """Speaks SMTP in a thread; a connection for each mail, for there are few."""

    def __init__(
        self, settings: MailSettings, network: Network, *, timeout: int = _TIMEOUT
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self._settings, self._timeout = settings, timeout
        self._tls = tls_context(network.ca_file)

    async def post(self, letter: EmailMessage) -> None:
        """Hand a prepared mail to the server, for all its recipients or for none.

        Raises NotifyError (it was not taken: try again), NotifyUnclear (it may have been taken)
        or NotifyRefused (needs a person).
        """
        self._require_secrets()
        await asyncio.to_thread(self._post, letter)

    async def examine(self) -> Answer:
        """Whether the server lets us in; nothing is sent."""
        try:
            self._require_secrets()
            await asyncio.to_thread(self._greet)
        except NotifyError as error:
            return Answer(ok=False, message=error.message, values=dict(error.values))
        host = self._settings.host
        return Answer(ok=True, message=N_("{host} lets us send mails"), values={"host": host})

    def _require_secrets(self) -> None:
        if self._settings.unset:
            message = N_("mails wait: the environment variable {name} is not set")
            raise NotifyError(message, code="variable_unset", name=self._settings.unset)

    def _greet(self) -> None:
        with self._client() as client:
            self._expect(client.noop())

    def _post(self, letter: EmailMessage) -> None:
        sender, recipients = _envelope(letter)
        payload = re.sub(rb"(?m)^\.", b"..", letter.as_bytes(policy=SMTP).rstrip(b"\r\n"))
        with self._client() as client:
            self._expect(client.mail(sender))
            for recipient in recipients:
                self._expect(client.rcpt(recipient))
            self._expect(client.docmd("DATA"), _GO_AHEAD)
            self._hand_over(client, payload + b"\r\n.\r\n")

    def _hand_over(self, client: smtplib.SMTP, payload: bytes) -> None:
        """From the first byte of the mail on, silence may mean that it was taken."""
        try:
            client.send(payload)
            answer = client.getreply()
        except (smtplib.SMTPException, OSError) as error:
            message = N_("{host} gave no clear answer ({code}): the mail may have been taken")
            code = type(error).__name__
            raise NotifyUnclear(message, host=self._settings.host, code=code) from error
        self._expect(answer)

    def _expect(self, answer: tuple[int, bytes], wanted: int | None = None) -> None:
        code, _text = answer  # a server's text may repeat addresses
        if code >= _LATER or (wanted is not None and code != wanted):
            raise self._refusal(code)

    def _refusal(self, status: int) -> NotifyError:
        host, code = self._settings.host, f"smtp_{status}"
        if status < _NEVER:
            message = N_("{host} ({code}) cannot take the mail now")
            return NotifyError(message, host=host, code=code)
        message = N_(
            "{host} ({code}) refuses the mail: check the address in routing.yaml and mail.sender"
        )
        if status in _AUTH:
            message = N_("{host} ({code}): wrong user or password: check mail.user, mail.password")
        elif status in _TOO_LARGE:
            message = N_(
                "{host} ({code}): the mailbox is full or the mail too large: ask its owner"
            )
        return NotifyRefused(message, host=host, code=code)

    @contextmanager
    def _client(self) -> Iterator[smtplib.SMTP]:
        """A connection that is protected and logged in."""
        host = self._settings.host
        try:
            client = self._connected()
            try:
                yield client
                with suppress(smtplib.SMTPException, OSError):
                    client.quit()
            finally:
                client.close()
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            message = N_("{host} does not offer what mail.security and mail.user ask for")
            raise NotifyRefused(message, host=host, code="not_offered") from error
        except ssl.SSLCertVerificationError as error:
            message = N_("{host}: its certificate is not trusted: is network.ca_file set?")
            raise NotifyError(message, host=host, code="untrusted") from error
        except (smtplib.SMTPException, OSError) as error:
            message = N_("{host} cannot be reached ({reason}): look at mail.host and mail.port")
            reason = type(error).__name__
            raise NotifyError(message, host=host, reason=reason, code="unreachable") from error

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        # what we call ourselves: the name of this machine is nobody's business
        own_name = settings.sender.rpartition("@")[2].encode("idna").decode("ascii")
        if settings.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=own_name,
                timeout=self._timeout,
                context=self._tls,
            )
        else:
            client = smtplib.SMTP(
                settings.host, settings.port, local_hostname=own_name, timeout=self._timeout
            )
        try:
            client.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                client.starttls(context=self._tls)
                client.ehlo()
            if settings.user and settings.password:
                client.login(settings.user, settings.password)
        except BaseException:
            client.close()
            raise
        return client


def _envelope(letter: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """Sender and recipients of a mail, as its headers name them."""
    sender = getaddresses(letter.get_all("From", []))[0][1]
    headers = [*letter.get_all("To", []), *letter.get_all("Cc", [])]
    return sender, tuple(dict.fromkeys(address for _, address in getaddresses(headers)))
