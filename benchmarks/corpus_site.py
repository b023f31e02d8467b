"""The corpus as a site on loopback: a listing of its pages, its feeds, its sitemaps."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from benchmarks.corpus import CorpusFile, Kind, Served, unpacked

PER_LISTING = 40
#: Sitemaps name sites of others; here all of them lead back to this one. Names of schemas stay.
_PLACE = re.compile(rb"https?://(?![^\s\"<]*schemas|www\.w3\.org|purl\.org)[^/<\s\"]+")


class CorpusSite(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, files: list[CorpusFile], served: Served) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {f"/{quote(file.name)}": file for file in files}
        self.served = served
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def address(self, file: CorpusFile) -> str:
        return f"{self.url}/{quote(file.name)}"

    def listing(self, number: int) -> bytes:
        """Links to pages and texts, so many at a time."""
        paths = [path for path, file in self.files.items() if file.kind in {Kind.PAGE, Kind.TEXT}]
        begin = (number - 1) * PER_LISTING
        links = "".join(
            f'<a class="page" href="{path}">{path}</a>' for path in paths[begin:][:PER_LISTING]
        )
        more = (
            f'<a rel="next" href="?page={number + 1}">more</a>'
            if paths[begin + PER_LISTING :]
            else ""
        )
        return f"<!doctype html><title>corpus</title>{links}{more}".encode()

    def sitemap(self, file: CorpusFile) -> bytes:
        return _PLACE.sub(self.url.encode(), unpacked(file.body))


class _Handler(BaseHTTPRequestHandler):
    server: CorpusSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        file = self.server.files.get(quote(unquote(parts.path)))
        if parts.path == "/list":
            page = parse_qs(parts.query).get("page", ["1"])[0]
            self._answer(self.server.listing(int(page)), "text/html; charset=utf-8")
        elif file is None:  # what a sitemap names
            self._answer(f"<title>{parts.path}</title>".encode(), "text/html; charset=utf-8")
        elif file.kind is Kind.SITEMAP:
            self._answer(self.server.sitemap(file), "application/xml")
        else:
            self._answer(file.body, file.content_type(self.server.served))

    def _answer(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        headers: Mapping[str, str] = {
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass


@contextmanager
def serving(files: list[CorpusFile], served: Served) -> Iterator[CorpusSite]:
    with CorpusSite(files, served) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
