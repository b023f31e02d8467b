from __future__ import annotations

import gzip
import zlib

import pytest

from leakwatch.crawl.failures import Refused
from leakwatch.crawl.unpacking import unpacked

TEXT = "先端材料の研究者".encode() * 50
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()

WHOLE = [
    ("gzip", gzip.compress(TEXT), b"gzip"),
    ("x-gzip", gzip.compress(TEXT), b"x-gzip"),
    ("two members", gzip.compress(TEXT[:90]) + gzip.compress(TEXT[90:]), b"gzip"),
    ("padded", gzip.compress(TEXT) + b"\0\0\0", b"gzip"),
    ("deflate", zlib.compress(TEXT), b"deflate"),
    ("raw deflate", RAW_DEFLATE, b"deflate"),
    ("identity", TEXT, b"identity"),
    ("nothing said", TEXT, b""),
]

BROKEN = [
    ("no gzip at all", b"<p>plain</p>", b"gzip", "broken_encoding"),
    ("gzip cut off", gzip.compress(TEXT)[:-20], b"gzip", "broken_encoding"),
    ("second member cut off", (gzip.compress(TEXT) * 2)[:-10], b"gzip", "broken_encoding"),
    ("gzip with a wrong sum", gzip.compress(TEXT)[:-8] + b"\0" * 8, b"gzip", "broken_encoding"),
    ("deflate cut off", zlib.compress(TEXT)[:-20], b"deflate", "broken_encoding"),
    ("one byte of deflate", b"x", b"deflate", "broken_encoding"),
    ("brotli, not asked for", b"\x0b\x02\x80", b"br", "unknown_encoding"),
    ("unheard of", b"abc", b"rot13", "unknown_encoding"),
]


@pytest.mark.parametrize(
    ("body", "encoding"), [row[1:] for row in WHOLE], ids=[r[0] for r in WHOLE]
)
def test_a_whole_answer_is_unpacked(body: bytes, encoding: bytes) -> None:
    assert unpacked(body, encoding, most=10_000) == TEXT


@pytest.mark.parametrize(
    ("body", "encoding", "name"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_half_an_answer_is_none(body: bytes, encoding: bytes, name: str | None) -> None:
    if name is None:
        body, name = body[:-10], "broken_encoding"
    with pytest.raises(Refused) as refused:
        unpacked(body, encoding, most=10_000)
    assert refused.value.name == name


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_bomb_stops_at_the_limit(pack: object) -> None:
    assert callable(pack)
    encoding = b"gzip" if pack is gzip.compress else b"deflate"
    with pytest.raises(Refused) as refused:
        unpacked(pack(b"\0" * 5_000_000), encoding, most=1_000)
    assert refused.value.name == "too_large"


def test_a_bomb_in_many_members_stops_at_the_limit() -> None:
    with pytest.raises(Refused) as refused:
        unpacked(gzip.compress(b"\0" * 900) * 1_000, b"gzip", most=1_000)
    assert refused.value.name == "too_large"


def test_an_answer_of_exactly_the_limit_passes() -> None:
    assert unpacked(gzip.compress(TEXT), b"gzip", most=len(TEXT)) == TEXT


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_what_swells_as_nothing_honest_does_is_a_bomb_below_the_limit_too(pack: object) -> None:
    assert callable(pack)
    encoding = b"gzip" if pack is gzip.compress else b"deflate"
    with pytest.raises(Refused) as refused:
        unpacked(pack(b"\0" * 5_000_000), encoding, most=100_000_000)
    assert refused.value.name == "bomb"


def test_a_small_answer_may_swell_as_it_likes() -> None:
    assert unpacked(gzip.compress(b"\0" * 1_000_000), b"gzip", most=2_000_000) == b"\0" * 1_000_000


def test_a_long_table_is_no_bomb() -> None:
    table = b"".join(
        b"<tr><td>row %d</td><td>of a long table</td></tr>" % at for at in range(90_000)
    )
    assert unpacked(gzip.compress(table), b"gzip", most=100_000_000) == table
