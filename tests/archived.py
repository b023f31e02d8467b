"""A page of an invented platform, captured and packed."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

from leakwatch.casework.evidence import Ground, pack
from leakwatch.models import EntryKind, Excerpt, Exchange, PackedCapture

NOW = datetime(2026, 11, 26, 9, 30, 15, 123456, tzinfo=UTC)
URL = "https://platform.example/people/17"
BODY = "<title>登録者17</title><p>元サンプル商会 技術部。ＡＢＣ計画に従事。</p>".encode()
HEAD = b"HTTP/1.1 200 OK\r\nsErVeR: odd\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
ASKED = b"GET /people/17 HTTP/1.1\r\nHost: platform.example\r\n\r\n"


def excerpt(quote: str, *, field: str = "text") -> Excerpt:
    return Excerpt(
        field=field,
        before="",
        quote=quote,
        after="",
        entry="sample",
        entry_kind=EntryKind.COMPANY,
        rule="company_name",
    )


GROUND = Ground(
    finding="F-1042",
    about="C-3",
    url=URL,
    excerpts=(excerpt("サンプル商会"), excerpt("ABC計画")),
    rules=("employer_named",),
    kind="registration",
    source="platform",
    watchlist_digest="w" * 16,
    rules_digest="r" * 16,
    charter_version="c" * 16,
    config_digest="d" * 64,
    version="0.1.0",
    by="reviewer-1",
)
EXCHANGE = Exchange(
    url=URL,
    at=NOW,
    status=200,
    asked=ASKED,
    answered=HEAD + BODY,
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=BODY,
    address="192.0.2.7",
)


def packed(
    *exchanges: Exchange, ground: Ground = GROUND, gone: bool = False, said: str = "http_200"
) -> PackedCapture:
    return pack(exchanges or (EXCHANGE,), ground, gone=gone, said=said, at=NOW)


def files_in(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def metadata_in(archive: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(files_in(archive)["metadata.json"])
    return found
