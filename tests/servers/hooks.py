"""A receiver of webhooks and pings on loopback that checks signatures as the document says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]  #: names in small letters
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


@dataclass
class Receiver:
    """Answers with `script`, status by status, then 200; `cut` hangs up after it has read."""

    url: str = ""
    script: list[int] = field(default_factory=list)
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""  #: body of every answer
    cut: int = 0  #: of so many requests the connection is closed without an answer
    slow: float = 0.0  #: seconds before the answer
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append(Asked(self.command, self.path, headers, self.rfile.read(length)))
            time.sleep(told.slow)
            if told.cut > 0:
                told.cut -= 1
                self.close_connection = True
                return
            self.send_response(told.script.pop(0) if told.script else 200)
            for name, value in told.answer_headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)

        do_GET = do_POST  # noqa: N815 - named by the protocol

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
