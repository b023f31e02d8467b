"""The site of the pipeline benchmark: made-up profiles of about 7 KB or 90 KB, served from a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import random
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

#: Details on one listing page; 40 listings and their details are 2,000 requests.
PER_LISTING = 49
#: Every so many details hold a term of the watchlist.
PLANTED_EVERY = 20

_WORDS = [
    "研究",
    "開発",
    "製造",
    "技術",
    "材料",
    "評価",
    "設計",
    "工程",
    "品質",
    "管理",
    "高分子",
    "樹脂",
    "触媒",
    "薄膜",
    "電池",
    "半導体",
    "装置",
    "分析",
    "海外",
    "量産",
    "歩留まり",
    "コンサルティング",
    "プロジェクト",
    "マネジメント",
    "新規事業",
    "サプライチェーン",
    "原価低減",
    "特許調査",
    "標準化",
    "立ち上げ",
    "経験",
    "担当",
    "について",
    "を行い",
    "に従事",
    "しています",
    "の改善",
    "により",
    "から",
    "まで",
    "として",
    "10年",
    "以上",
    "複数の",
    "国内外",
    "の",
    "顧客",
    "向け",
]


@dataclass(frozen=True, slots=True)
class Size:
    """One set of pages."""

    name: str
    paragraphs: int
    script: int  #: bytes of script that no reader sees


SIZES = {
    "7KB": Size("7KB", paragraphs=17, script=1_100),
    "90KB": Size("90KB", paragraphs=230, script=14_000),
}


def planted_term(number: int) -> str:
    """The code name that detail `number` holds."""
    return f"暁光計画{number:05d}号"


class Pages:
    """Makes each page when it is asked for; the same one each time."""

    def __init__(self, size: Size, requests: int) -> None:
        self._size = size
        self._listings = max(1, requests // (PER_LISTING + 1))
        self.details = self._listings * PER_LISTING
        chance = random.Random(20260401)
        self._blocks = [_block(chance) for _ in range(400)]

    def page(self, path: str) -> bytes | None:
        kind, _, number = path.strip("/").partition("/")
        if not number.isdecimal():
            return None
        if kind == "list" and int(number) < self._listings:
            return self._listing(int(number))
        if kind == "detail" and int(number) < self.details:
            return self._detail(int(number))
        return None

    def _listing(self, number: int) -> bytes:
        first = number * PER_LISTING
        links = "".join(
            f'<li><a class="expert" href="/detail/{one}">専門家{one}</a></li>'
            for one in range(first, first + PER_LISTING)
        )
        following = ""
        if number + 1 < self._listings:
            following = f'<a rel="next" href="/list/{number + 1}">次へ</a>'
        return self._page(
            f"一覧{number}", f"<ul>{links}</ul>{following}", number, room=PER_LISTING // 5
        )

    def _detail(self, number: int) -> bytes:
        planted = f"<p>{planted_term(number)}に関わりました。</p>" if is_planted(number) else ""
        main = (
            f'<h1 class="name">専門家 {number}</h1><p class="headline">材料開発 {number % 30}年</p>'
            f'<div class="career"><p>経歴 {number}：樹脂の研究に従事。</p>{planted}</div>'
        )
        return self._page(f"専門家{number}", main, number, room=0)

    def _page(self, title: str, main: str, number: int, *, room: int) -> bytes:
        count = max(1, self._size.paragraphs - room)
        chosen = (self._blocks[(number * 7 + at) % len(self._blocks)] for at in range(count))
        script = "window.state=" + "[0,1,2,3]," * (self._size.script // 10)
        return (
            f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
            f"<script>{script}0</script><style>.name{{color:#123}}</style></head><body>"
            f'<header><nav><a href="/">ホーム</a><a href="/about">運営会社</a></nav></header>'
            f"<main>{main}{''.join(chosen)}</main><footer>架空の専門家名鑑</footer></body></html>"
        ).encode()


def is_planted(number: int) -> bool:
    return number % PLANTED_EVERY == 0


def _block(chance: random.Random) -> str:
    words = "".join(chance.choices(_WORDS, k=30))
    return f'<section class="block"><h2>項目</h2><p>{words[:60]}<b>{words[60:70]}</b>{words[70:]}。</p></section>'


class _Connection(asyncio.Protocol):
    """Just enough HTTP/1.1 with keep-alive that the server is never what is waited for."""

    def __init__(self, pages: Pages) -> None:
        self._pages, self._rest = pages, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        *heads, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for head in heads:
            body = self._pages.page(head.split(b" ", 2)[1].decode("ascii"))
            status = "200 OK" if body is not None else "404 Not Found"
            fields = f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body or b'')}"
            self._transport.write(f"HTTP/1.1 {status}\r\n{fields}\r\n\r\n".encode() + (body or b""))


async def _serve(size: Size, requests: int, ready: Connection) -> None:
    pages = Pages(size, requests)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(pages), "127.0.0.1", 0)
    ready.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _run(size: Size, requests: int, ready: Connection) -> None:
    asyncio.run(_serve(size, requests, ready))


@contextlib.contextmanager
def site(size: Size, requests: int) -> Iterator[str]:
    """The address of the first listing page."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_run, args=(size, requests, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/list/0"
    finally:
        server.terminate()
        server.join()
