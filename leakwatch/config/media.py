"""Mail, webhooks and monitor of leakwatch.yaml, their secrets taken from outside."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from leakwatch.config import addresses, units
from leakwatch.config.checks import unique
from leakwatch.config.mistakes import KeyPath, Mistake, Notice, nearest
from leakwatch.config.secret import REFERENCE, Secret, find_secret, in_the_clear, secret_in_file
from leakwatch.config.settings import MailSettings, MonitorSettings, WebhookSettings
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

#: The sections that hold what only a channel may know.
CHANNELS = ("slack", "mail", "webhooks", "monitor")
_INTERVAL, _HOUR = 1.0, 3_600.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: Standard Webhooks: `whsec_` and 24 to 64 bytes in base64.
_KEY_PREFIX, _SHORTEST_KEY, _LONGEST_KEY = "whsec_", 24, 64


@dataclass(slots=True)
class Media:
    """What was found, and what is wrong with it."""

    mail: MailSettings | None = None
    webhooks: dict[str, WebhookSettings] = field(default_factory=dict)
    monitor: MonitorSettings | None = None
    notices: list[Notice] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def find_media(document: Document, *, environ: Mapping[str, str], directory: Path) -> Media:
    """Mail, webhooks and monitor; a variable that is not set is said and is no mistake.

    What is written in the wrong form is reported by the schema and left out here.
    """
    finder = _Finder(document, environ, directory)
    finder.find_mail()
    finder.find_webhooks()
    finder.find_monitor()
    return finder.found


class _Finder:
    def __init__(self, document: Document, environ: Mapping[str, str], directory: Path) -> None:
        self._document, self._environ, self._directory = document, environ, directory
        self.found = Media()

    def find_mail(self) -> None:
        written = self._section("mail")
        host, sender = written.get("host"), written.get("sender")
        if not isinstance(host, str) or not isinstance(sender, str):
            return
        security = _one_of(written.get("security"), _PORTS, "starttls")
        if security == "none" and not addresses.is_loopback(host.strip()):
            self._mistake(("mail", "security"), N_("mails would travel in the clear"))
        user, password = self._secret(("mail", "user")), self._secret(("mail", "password"))
        if bool(user.value or user.unset) != bool(password.value or password.unset):
            self._mistake(("mail",), N_("user and password go together: one of them is missing"))
        port = written.get("port")
        self.found.mail = MailSettings(
            host=host.strip(),
            port=port if isinstance(port, int) else _PORTS[security],
            security=cast('Literal["starttls", "tls", "none"]', security),
            sender=sender.strip(),
            user=user.value,
            password=password.value,
            interval=units.seconds(written.get("interval")) or _INTERVAL,
            unset=user.unset or password.unset,
        )

    def find_webhooks(self) -> None:
        self.found.mistakes += unique(self._document, "webhooks", "name")
        for path, written in self._document.entries("webhooks"):
            name = written.get("name")
            if not isinstance(name, str):
                continue
            url = self._address((*path, "url"), written)
            key = self._secret((*path, "secret"))
            self._refuse_missing(path, written)
            self.found.webhooks[name] = WebhookSettings(
                name=name,
                url=url.value or "",
                key=self._key((*path, "secret"), key.value or ""),
                interval=units.seconds(written.get("interval")) or _INTERVAL,
                unset=url.unset or key.unset,
            )

    def find_monitor(self) -> None:
        written = self._section("monitor")
        if not written:
            return
        file = written.get("file")
        url = self._secret(("monitor", "ping"))
        self._refuse_address(("monitor", "ping"), url.value)
        if not (url.value or url.unset or url.mistake or file):
            self._mistake(("monitor",), N_("neither ping nor file: nobody would be told"))
        method = _one_of(written.get("method"), ("get", "post"), "get")
        self.found.monitor = MonitorSettings(
            url=url.value,
            method=cast('Literal["get", "post"]', method),
            file=self._directory / file.strip() if isinstance(file, str) else None,
            every=units.seconds(written.get("every")) or _HOUR,
        )

    def _section(self, name: str) -> Mapping[str, Any]:
        written = self._document.get((name,))
        return written if isinstance(written, dict) else {}

    def _secret(self, path: KeyPath) -> Secret:
        secret = find_secret(self._document, path, environ=self._environ, directory=self._directory)
        return self._noted(path, secret)

    def _address(self, path: KeyPath, written: Mapping[str, Any]) -> Secret:
        """An address may stand in the file, unless it is a secret itself."""
        given = written.get("url")
        if isinstance(given, str) and not REFERENCE.fullmatch(given.strip()):
            secret = Secret(value=given.strip())
        else:
            secret = self._secret(path)
        self._refuse_address(path, secret.value)
        return secret

    def _refuse_address(self, path: KeyPath, url: str | None) -> None:
        if url is None:
            return
        place = secret_in_file(self._document, path)
        parts = addresses.split_url(url)
        if parts is None or addresses.has_credentials(parts):
            message = N_("expected an http or https address, as in {example}")
            self._mistake(place, message, example="https://hooks.example/leakwatch")
        elif in_the_clear(url):
            self._mistake(place, N_("it would travel in the clear: use https"))

    def _refuse_missing(self, path: KeyPath, written: Mapping[str, Any]) -> None:
        for key in ("url", "secret"):
            if written.get(key) is None and written.get(f"{key}_file") is None:
                self._mistake(path, N_("{key} or {key}_file is missing"), key=key)

    def _key(self, path: KeyPath, text: str) -> bytes:
        if not text:
            return b""
        try:
            key = base64.b64decode(text.removeprefix(_KEY_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not text.startswith(_KEY_PREFIX) or not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
            self.found.mistakes.append(
                self._document.mistake(
                    secret_in_file(self._document, path),
                    N_("expected a signing key: whsec_ and 24 to 64 random bytes in base64"),
                    remedy=N_("make one: {example}"),
                    example='echo "whsec_$(openssl rand -base64 32)"',
                )
            )
        return key

    def _noted(self, path: KeyPath, secret: Secret) -> Secret:
        if secret.mistake is not None:
            self.found.mistakes.append(secret.mistake)
        if secret.unset is not None:
            where = f"{self._document.file}:{self._document.line(path)}"
            message = N_("{section} is off: {name} is not set ({where}); what goes there waits")
            if path[0] == "monitor":
                message = N_("nobody is pinged: {name} is not set ({where})")
            values = {"section": path[0], "name": secret.unset, "where": where}
            self.found.notices.append(Notice(message=message, values=values))
        return secret

    def _mistake(self, path: KeyPath, message: str, **values: str) -> None:
        self.found.mistakes.append(self._document.mistake(path, message, **values))


def _one_of(written: object, known: Mapping[str, int] | tuple[str, ...], otherwise: str) -> str:
    return written if isinstance(written, str) and written in known else otherwise


def check_places(routing: Document, main: Document) -> Iterator[Mistake]:
    """Channels of routing.yaml that leakwatch.yaml has no way to."""
    names = [str(one["name"]) for _, one in main.entries("webhooks") if "name" in one]
    for path, place in places(routing):
        medium, _, name = place.partition(":")
        if medium == "webhook" and name not in names:
            yield routing.mistake(
                path,
                N_("there is no webhook {name}; those in {file}: {known}"),
                name=name,
                file=main.file,
                known=", ".join(names) or "-",
                nearest=nearest(name, names),
            )
        elif medium == "mail" and main.get(("mail",)) is None:
            yield routing.mistake(
                path,
                N_("mails cannot be sent: there is no mail in {file}"),
                file=main.file,
                remedy=N_("write mail with host and sender there"),
            )


def places(routing: Document) -> Iterator[tuple[KeyPath, str]]:
    """Every channel that is written there."""
    candidates: list[tuple[KeyPath, object]] = [(("fallback",), routing.get(("fallback",)))]
    for key in ("routes", "digests"):
        for path, entry in routing.entries(key):
            also = entry.get("also")
            candidates.append(((*path, "channel"), entry.get("channel")))
            candidates += [
                ((*path, "also", index), place)
                for index, place in enumerate(also if isinstance(also, list) else [also])
            ]
    yield from ((path, place.strip()) for path, place in candidates if isinstance(place, str))


def check_digests(routing: Document) -> Iterator[Mistake]:
    """Of each period one digest goes to a channel: a second one could not be told apart."""
    first: dict[tuple[object, object], KeyPath] = {}
    for path, entry in routing.entries("digests"):
        place = (entry.get("every"), entry.get("channel"))
        if place in first:
            yield routing.mistake(
                path,
                N_("the same digest goes to the same channel, first in line {first}"),
                first=routing.line(first[place]),
                remedy=N_("keep one of them"),
            )
        first.setdefault(place, path)
