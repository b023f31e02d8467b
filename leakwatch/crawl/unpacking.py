"""Content encodings, unpacked strictly: half an answer is no answer."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from leakwatch.crawl.failures import Refused
from leakwatch.crawl.state import sweep_of
from leakwatch.crawl.tape import Answer

#: Text shrinks to a tenth, a long table to a fiftieth; what shrinks further was made to.
_MOST_RATIO = 200
_SMALL = 1_000_000  # bytes that are no burden whatever they were made of
_CHUNK = 1_000_000

_GZIP, _ZLIB, _RAW = 31, 15, -15  # window bits, as zlib tells its formats apart


class Unpacking:
    """Stands in for Scrapy's middleware, which takes the readable part of a broken answer for all.

    Brotli and Zstandard are not asked for: their decoders do not say that an answer was cut off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._most = sweep_of(crawler).source.limits.page_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Unpacking:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault(b"Accept-Encoding", b"gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        if b"Content-Encoding" not in response.headers or not response.body:
            return response
        encodings = b",".join(response.headers.getlist("Content-Encoding")).lower()
        body = response.body
        for encoding in reversed(encodings.split(b",")):
            body = unpacked(body, encoding.strip(), most=self._most)
        headers = response.headers.copy()
        del headers[b"Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        changes = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, headers=headers, body=body, **changes)


def content_of(answer: Answer, *, most: int) -> bytes:
    """The body of `answer` without its encodings; empty when they cannot be taken off."""
    body = answer.body
    encodings = ",".join(value for name, value in answer.headers if name == "content-encoding")
    try:
        for encoding in reversed(encodings.lower().split(",")):
            body = unpacked(body, encoding.strip().encode("latin-1", "replace"), most=most)
    except Refused:
        return b""  # whoever keeps the bytes as received keeps them all the same
    return body


def unpacked(body: bytes, encoding: bytes, *, most: int) -> bytes:
    """`body` without `encoding`. Raises Refused when that is unknown, broken, or swells too far."""
    try:
        if encoding in {b"", b"identity"}:
            return body
        if encoding in {b"gzip", b"x-gzip"}:
            return _inflate(body, _GZIP, most)
        if encoding == b"deflate":
            # RFC 9110 means zlib's format, and some servers send what the name says
            zlib_head = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0  # noqa: PLR2004 - RFC 1950
            return _inflate(body, _ZLIB if zlib_head else _RAW, most)
    except zlib.error as error:
        raise Refused("broken_encoding") from error
    raise Refused("unknown_encoding")


def _inflate(body: bytes, bits: int, most: int) -> bytes:
    whole, received = bytearray(), len(body)
    while True:
        stream, rest = zlib.decompressobj(wbits=bits), body
        while not stream.eof:
            piece = stream.decompress(rest, _CHUNK)
            if not piece and not stream.eof:
                raise zlib.error("cut off")
            whole += piece
            _weigh(len(whole), received, most)
            rest = stream.unconsumed_tail
        body = stream.unused_data
        if bits != _GZIP or not body.startswith(b"\x1f\x8b"):
            return bytes(whole)  # what follows the last member is padding


def _weigh(size: int, received: int, most: int) -> None:
    """Refuse what is too large already, or swells as nothing honest does."""
    if size > max(_SMALL, received * _MOST_RATIO):
        raise Refused("bomb")
    if size > most:
        raise Refused("too_large")
