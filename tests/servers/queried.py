"""A spider that can put queries, and sites that answer them well or badly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

import scrapy
from scrapy.http import Response

from leakwatch.models import Canary
from tests.servers.behaviours import Asked, send
from tests.servers.walking import WalkingSpider


class AskingSpider(WalkingSpider):
    """Reads `start` as a listing, and asks `/find/?q=` beside it."""

    name = "asking"

    def canary_request(self, canary: Canary, ask: str) -> scrapy.Request | None:
        start = self._source.start[0]
        return scrapy.Request(f"{start.rstrip('/')}/find/?q={quote(ask)}")

    def canary_found(self, response: Response, canary: Canary) -> bool:
        return b"<li>" in response.body and canary.contains.encode() in response.body


@dataclass(frozen=True, slots=True)
class Search:
    """Finds what is `known`; with `deaf` it does not listen, and shows what it always shows."""

    known: str = "化学"
    deaf: bool = False
    status: int = 200  #: when nothing is found

    async def answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        query = parse_qs(urlsplit(asked.path).query).get("q", [""])[0]
        if self.deaf or query == self.known:
            await send(out, f"<h1>検索結果</h1><ul><li>{self.known}の専門家</ul>".encode())
        else:
            await send(out, "<h1>検索結果</h1><p>0件です".encode(), status=self.status)
