from __future__ import annotations

import pytest

from leakwatch.crawl.canaries import shows
from leakwatch.models import Canary

CANARY = Canary(url="https://example.com/about", contains="サンプル商会")
FEED = "<?xml version='1.0'?><rss><channel><title>{}</title></channel></rss>"
XHTML = (
    "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'>"
    "<html><body><p>サンプル<b>商会</b></p></body></html>"
)

PAGES = [
    ("plain", "<p>株式会社サンプル商会</p>", True),
    ("split", "<p>サンプル<wbr>商<span>会</span></p>", True),
    ("half width", "<p>ｻﾝﾌﾟﾙ商会</p>", True),
    ("title", "<title>サンプル商会</title>", True),
    ("data", '<script type=\'application/ld+json\'>{"name": "サンプル商会"}</script>', True),
    ("other page", "<p>please log in</p>", False),
    ("empty", "", False),
    ("in a script", "<script>var a = 'サンプル商会'</script>", False),
    ("feed", FEED.format("サンプル商会"), True),
    ("feed in CDATA", FEED.format("<![CDATA[サンプル商会]]>"), True),
    ("feed with entities", FEED.format("&#12469;&#12531;&#12503;&#12523;&#21830;&#20250;"), True),
    ("other feed", FEED.format("others"), False),
    ("XHTML", XHTML, True),
]


@pytest.mark.parametrize(("page", "there"), [row[1:] for row in PAGES], ids=[r[0] for r in PAGES])
def test_a_canary_is_there_when_a_reader_would_find_it(page: str, there: bool) -> None:
    assert shows(page.encode(), CANARY, content_type="text/html; charset=utf-8") is there


def test_a_canary_is_read_in_the_pages_own_encoding() -> None:
    body = "<p>サンプル商会</p>".encode("cp932")
    assert shows(body, CANARY, content_type="text/html; charset=shift_jis")


def test_what_is_no_text_holds_no_canary() -> None:
    assert not shows(b"\x89PNG\r\n\x1a\n\0\0\0", CANARY, content_type="text/html")
