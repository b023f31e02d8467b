"""A proxy on loopback that tunnels CONNECT, and remembers where to and with which credentials."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class ConnectProxy:
    def __init__(self, *, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> None:
        self.targets: list[str] = []
        self.credentials: list[str] = []
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def _serve(self) -> None:
        while not self._ending.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            first, *headers = head.decode("latin-1").split("\r\n")
            target = first.split()[1]
            self.targets.append(target)
            self.credentials += [
                line.partition(":")[2].strip()
                for line in headers
                if line.lower().startswith("proxy-authorization:")
            ]
            client.sendall(self._answer)
            if b" 200 " in self._answer:
                host, _, port = target.rpartition(":")
                with socket.create_connection((host, int(port)), timeout=10) as server:
                    _join(client, server)


def _join(client: socket.socket, server: socket.socket) -> None:
    """Carry bytes both ways until either end closes."""
    back = threading.Thread(target=_carry, args=(server, client), daemon=True)
    back.start()
    _carry(client, server)
    back.join(10)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def connect_proxy(*, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Iterator[ConnectProxy]:
    proxy = ConnectProxy(answer=answer)
    proxy._thread.start()
    try:
        yield proxy
    finally:
        proxy._ending.set()
        proxy._thread.join(5)
        proxy._listener.close()
