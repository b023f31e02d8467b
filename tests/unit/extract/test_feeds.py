"""Feeds of every kind, broken and hostile ones among them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import BrokenDocument, NotText, PageError
from leakwatch.extract import read_entries

URL = "https://blog.example/feed"
RSS = '<rss version="2.0"><channel><title>窯</title>{}</channel></rss>'
ITEM = "<item><title>{}</title><link>https://blog.example/1</link><description>本文</description></item>"


def rss(title: str = "焼成の話") -> str:
    return RSS.format(ITEM.format(title))


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
@pytest.mark.parametrize("declared", [None, "utf-8", "Shift_JIS", "EUC-JP", "us-ascii"])
@pytest.mark.parametrize("header", [None, "text/xml; charset=utf-8", "text/xml; charset=EUC-JP"])
def test_feeds_are_read_in_the_encoding_they_have(
    codec: str, declared: str | None, header: str | None
) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    body = (declaration + rss("焼成についての記事、その一")).encode(codec)
    feed = read_entries(body, url=URL, content_type=header)
    assert [entry.title for entry in feed.entries] == ["焼成についての記事、その一"]
    assert not feed.broken


def test_entities_that_multiply_are_not_resolved() -> None:
    entities = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12)
    )
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "boom">{entities}]>{rss("&e11; 題")}'
    try:
        feed = read_entries(bomb.encode(), url=URL)
    except BrokenDocument:
        return
    assert feed.broken
    assert all(len(entry.title) < 100 for entry in feed.entries)


def test_entities_from_files_are_not_resolved() -> None:
    document = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{rss("&x;題")}'
    feed = read_entries(document.encode(), url=URL)
    assert "root:" not in feed.entries[0].title


@pytest.mark.parametrize(
    "title", ["a & b", "a &nbsp; b", "a \x0b b", "a &foo; b", "a \x00 b", "<b>a</b> b"]
)
def test_small_mistakes_lose_no_entry(title: str) -> None:
    feed = read_entries(rss(title).encode(), url=URL)
    assert [entry.title[0] for entry in feed.entries] == ["a"]


def test_lone_surrogates_are_replaced() -> None:
    feed = read_entries(rss("緑X川").encode().replace(b"X", b"\xed\xa0\x80"), url=URL)
    assert feed.entries[0].title == "緑\ufffd川"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"plain words",
        b"<html><body><p>Not found</p></body></html>",
        b"<urlset><url><loc>https://a.example/</loc></url></urlset>",
        b'{"a": 1}',
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"version": "https://jsonfeed.org/version/1", "items": [',
        b"{" * 5_000,
        b"[1, 2]",
    ],
    ids=lambda body: body[:30].decode(),
)
def test_what_is_no_feed_is_a_broken_document(body: bytes) -> None:
    with pytest.raises(BrokenDocument, match=r"https://blog\.example/feed"):
        read_entries(body, url=URL)


def test_binary_is_no_text() -> None:
    with pytest.raises(NotText):
        read_entries(bytes(range(256)) * 10, url=URL)


def test_a_feed_without_entries_is_a_feed() -> None:
    feed = read_entries(RSS.format("").encode(), url=URL)
    assert (feed.title, feed.entries, feed.broken) == ("窯", (), False)


def test_what_could_be_saved_of_a_broken_feed_is_given_and_marked() -> None:
    feed = read_entries(rss().encode()[:-40], url=URL)
    assert feed.broken
    assert [entry.title for entry in feed.entries] == ["焼成の話"]


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("/a", "https://blog.example/a"),
        ("https://o.example/a#b", "https://o.example/a"),
        ("javascript:x", ""),
        ("", ""),
    ],
)
def test_links_of_entries_are_absolute_or_none(link: str, meant: str) -> None:
    body = RSS.format(f"<item><title>t</title><link>{link}</link></item>")
    assert read_entries(body.encode(), url=URL).entries[0].link == meant


def test_dates_are_told_in_utc_or_as_they_stand() -> None:
    items = "".join(
        f"<item><title>t</title><pubDate>{date}</pubDate></item>"
        for date in ("Thu, 01 Jan 2026 09:00:00 +0900", "令和8年1月", "")
    )
    feed = read_entries(RSS.format(items).encode(), url=URL)
    assert [entry.published for entry in feed.entries] == ["2026-01-01T00:00:00Z", "令和8年1月", ""]


@given(st.text(alphabet="<>/=&;\"'!?- rsitemlk山\n\x00[]{}", max_size=150))
def test_any_garbage_is_a_feed_or_a_page_error(garbage: str) -> None:
    for body in (
        garbage,
        RSS.format(garbage),
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{garbage}",
    ):
        try:
            feed = read_entries(body.encode(), url=URL)
        except PageError:
            continue
        for entry in feed.entries:
            f"{entry.title}{entry.body}{entry.id}{entry.author}".encode()
