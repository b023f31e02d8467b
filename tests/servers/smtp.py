"""A mail server on loopback whose moods are attributes: it keeps what it took."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import trustme


@dataclass
class MailServer:
    """Speaks as much SMTP as a mail program needs; `answers` gives another reply to a command."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    implicit: bool = False  #: TLS from the first byte on
    login: str | None = None  #: `AUTH PLAIN` argument that is right
    answers: dict[str, str] = field(default_factory=dict)  #: DATA, BODY, RCPT … → reply
    drop_at: str | None = None  #: command at which the connection is cut; BODY: after the mail
    raw: list[bytes] = field(default_factory=list)  #: mails it took, as they came
    heard: list[str] = field(default_factory=list)  #: every command

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.raw]


class _Talk:
    def __init__(self, server: MailServer, connection: socket.socket) -> None:
        self._server, self._socket = server, connection
        self._secure = server.implicit
        self._file = connection.makefile("rb")

    def run(self) -> None:
        try:
            self._talk()
        finally:
            self._file.close()
            self._socket.close()

    def _talk(self) -> None:
        self._say("220 mail.test")
        while line := self._file.readline():
            text = line.decode("latin-1").rstrip("\r\n")
            verb, *rest = text.split(" ", 1)
            verb = verb.upper()
            self._server.heard.append(" ".join((verb, *rest)))
            if self._server.drop_at == verb or not self._answer(verb, text):
                return

    def _answer(self, verb: str, text: str) -> bool:
        if verb in self._server.answers:
            self._say(self._server.answers[verb])
        elif verb == "EHLO":
            self._greet()
        elif verb == "STARTTLS" and self._server.tls is not None:
            self._say("220 go on")
            self._start_tls()
        elif verb == "AUTH":
            right = text == f"AUTH PLAIN {self._server.login}"
            self._say("235 in" if right else "535 no")
        elif verb == "DATA":
            return self._take()
        else:
            self._say("221 bye" if verb == "QUIT" else "250 fine")
        return verb != "QUIT"

    def _greet(self) -> None:
        offers = ["mail.test", "8BITMIME"]
        offers += ["STARTTLS"] if self._server.tls is not None and not self._secure else []
        offers += ["AUTH PLAIN"] if self._server.login else []
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _start_tls(self) -> None:
        assert self._server.tls is not None
        self._socket = self._server.tls.wrap_socket(self._socket, server_side=True)
        self._file, self._secure = self._socket.makefile("rb"), True

    def _take(self) -> bool:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self._file.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        reply = self._server.answers.get("BODY", "250 taken")
        if reply.startswith("2"):
            self._server.raw.append(b"".join(lines))
        if self._server.drop_at == "BODY":
            return False
        self._say(reply)
        return True

    def _say(self, text: str) -> None:
        self._socket.sendall(text.encode("utf-8") + b"\r\n")


@contextmanager
def mail_server(
    *, ca: trustme.CA | None = None, implicit: bool = False, login: str | None = None
) -> Iterator[MailServer]:
    """Running until the end of the block; with `ca` it offers STARTTLS, or speaks TLS at once."""
    server = MailServer(implicit=implicit, login=login)
    if ca is not None:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost", "127.0.0.1").configure_cert(server.tls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, listener))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(server: MailServer, listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with contextlib.suppress(OSError), connection:
            if server.implicit and server.tls is not None:
                connection = server.tls.wrap_socket(connection, server_side=True)
            with connection:
                _Talk(server, connection).run()
