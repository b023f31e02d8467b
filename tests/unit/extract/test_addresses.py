"""Addresses: one form for all that lead to the same page."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.extract import absolute, canonical_url, unwrapped


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Site.Example/A#b", "https://site.example/A"),
        ("HTTPS://site.example", "https://site.example/"),
        ("https://site.example:443/a", "https://site.example/a"),
        ("http://site.example:80/a", "http://site.example/a"),
        ("http://site.example:8080/a", "http://site.example:8080/a"),
        ("https://site.example./a", "https://site.example/a"),
        ("https://u:secret@site.example/a", "https://site.example/a"),
        ("https://s.example/a?utm_source=x&b=1&utm_medium=y", "https://s.example/a?b=1"),
        ("https://s.example/a?fbclid=1&gclid=2&yclid=3&msclkid=4", "https://s.example/a"),
        ("https://s.example/a?z=1&a=2", "https://s.example/a?z=1&a=2"),
        ("https://s.example/a?b=&c", "https://s.example/a?b=&c"),
        ("https://s.example/a?UTM_Source=x", "https://s.example/a"),
        ("https://s.example/a?%75tm_source=x", "https://s.example/a"),
        ("https://s.example/a?q=utm_source", "https://s.example/a?q=utm_source"),
        ("https://s.example/a?", "https://s.example/a"),
        ("https://s.example/緑?q=川", "https://s.example/緑?q=川"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        (" https://s.example/a ", "https://s.example/a"),
        ("tag:s.example,2026:1", "tag:s.example,2026:1"),
        ("http://[broken", "http://[broken"),
        ("http://s.example:port/", "http://s.example:port/"),
        ("", ""),
    ],
)
def test_an_address_has_one_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("b", "https://s.example/x/b"),
        ("/b#c", "https://s.example/b"),
        ("?q=1", "https://s.example/x/a?q=1"),
        ("//o.example", "https://o.example/"),
        ("#top", "https://s.example/x/a"),
        (" \n/b\t", "https://s.example/b"),
        ("", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("http://", None),
        ("http://[x", None),
        ("http://s.example:99999/", None),
        ("/" + "a" * 9_000, None),
    ],
)
def test_a_reference_means_an_address_or_nothing(reference: str, meant: str | None) -> None:
    assert absolute("https://s.example/x/a", reference) == meant


@given(st.text(max_size=60))
def test_canonical_forms_are_canonical(rest: str) -> None:
    once = canonical_url("https://s.example/" + rest)
    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_any_reference_is_understood_or_refused(reference: str) -> None:
    meant = absolute("https://s.example/x", reference)
    assert meant is None or meant.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://news.example/a%3Fid%3D5&ct=ga",
            "https://news.example/a?id=5",
        ),
        ("https://www.google.co.jp/url?q=https://news.example/a", "https://news.example/a"),
        ("https://google.com/url?url=javascript:alert(1)", None),
        ("https://www.google.com/url?sa=t", None),
        ("https://www.google.com/search?url=https://news.example/", None),
        ("https://www.google.com.example/url?url=https://news.example/", None),
        ("https://a.example/url?url=https://news.example/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_a_link_of_an_alert_leads_where_it_says(url: str, target: str | None) -> None:
    assert unwrapped(url) == (url if target is None else target)
