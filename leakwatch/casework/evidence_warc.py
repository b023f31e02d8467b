"""Exchanges as a web archive: WARC 1.1 (ISO 28500), each record with both of its digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from leakwatch.models import Exchange

_VERSION = "WARC/1.1"
_HTTP = "application/http; msgtype="


def write_warc(exchanges: Sequence[Exchange], *, software: str, at: datetime) -> bytes:
    """One compressed archive: who made it, then each answer and its request."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = f"software: {software}\r\nformat: WARC File Format 1.1\r\n"
    head = {"WARC-Filename": "page.warc.gz"}
    first = _record("warcinfo", info.encode("utf-8"), "application/warc-fields", at=at, more=head)
    writer.write_record(first)
    made_by = {"WARC-Warcinfo-ID": _id_of(first)}
    for exchange in exchanges:
        for record in _pair(exchange, made_by):
            writer.write_record(record)
    return out.getvalue()


def _pair(exchange: Exchange, made_by: Mapping[str, str]) -> list[ArcWarcRecord]:
    more = {"WARC-Target-URI": exchange.url, **made_by}
    if exchange.address:
        more["WARC-IP-Address"] = exchange.address
    if not exchange.answered:  # what a browser made of it is no answer
        kind = exchange.header("content-type") or "text/html"
        return [_record("resource", exchange.body, kind, at=exchange.at, more=more)]
    answer = _record("response", exchange.answered, f"{_HTTP}response", at=exchange.at, more=more)
    if not exchange.asked:
        return [answer]
    more["WARC-Concurrent-To"] = _id_of(answer)
    return [
        answer,
        _record("request", exchange.asked, f"{_HTTP}request", at=exchange.at, more=more),
    ]


def _record(
    kind: str, block: bytes, content_type: str, *, at: datetime, more: Mapping[str, str]
) -> ArcWarcRecord:
    """Written as it stands: warcio would put together heads of its own from what it can read."""
    payload = block.partition(b"\r\n\r\n")[2] if content_type.startswith(_HTTP) else block
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", StatusAndHeadersParser.make_warc_id()),
        ("WARC-Date", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"),
        *more.items(),
        ("WARC-Block-Digest", _digest(block)),
        ("WARC-Payload-Digest", _digest(payload)),
    ]
    record = ArcWarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", headers, protocol=_VERSION),
        BytesIO(block),
        None,
        content_type,
        len(block),
    )
    record.payload_length = len(block)
    return record


def _id_of(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
