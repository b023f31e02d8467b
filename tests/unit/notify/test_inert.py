from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from leakwatch.notify.inert import (
    MAX_ADDRESS,
    address,
    cut,
    escaped,
    inert,
    width,
    without_isolates,
)

ANY_TEXT = st.text(st.characters(), max_size=400)  # lone surrogates as well


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("研究職 10年", "研究職 10年", id="japanese-is-kept"),
        pytest.param("a\x1b[31mred\x07", "a [31mred", id="escape-codes"),
        pytest.param("one\r\n\n two\tthree", "one two three", id="blanks-become-one"),
        pytest.param("one\u2028two\u2029three", "one two three", id="line-separators"),
        pytest.param("\u202egnp.exe\u202c", "gnp.exe", id="direction-overrides"),
        pytest.param("\u2066iso\u2069\u200e\u200f\u061clate", "isolate", id="direction-marks"),
        pytest.param("z\u200be\u200cr\u200do\ufeff", "zero", id="zero-width"),
        pytest.param("so\u00adft", "soft", id="soft-hyphen"),
        pytest.param("tag\U000e0041\U000e007f", "tag", id="tag-characters"),
        pytest.param("lone \ud800 half", "lone \ufffd half", id="lone-surrogate"),
        pytest.param("own \ue000 glyph", "own \ufffd glyph", id="private-use"),
        pytest.param("\x00NUL\x00", "NUL", id="nul"),
        pytest.param("a" + "\u0301" * 50, "a" + "\u0301" * 3, id="stacked-marks"),
        pytest.param("が ガ é", "が ガ é", id="ordinary-marks"),
        pytest.param("   ", "", id="blanks-only"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_only_what_can_be_seen_is_left(text: str, shown: str) -> None:
    assert inert(text, 100) == shown


def test_text_from_right_to_left_cannot_turn_its_surroundings() -> None:
    shown = inert("שלום abc", 100)
    assert shown == "\u2068שלום abc\u2069"
    assert without_isolates(shown) == "שלום abc"


def test_a_word_of_100_kb_is_cut_with_an_ellipsis() -> None:
    shown = inert("あ" * 100_000, 300)
    assert shown == "あ" * 299 + "…"


def test_what_lies_beyond_the_characters_read_still_shows_as_cut() -> None:
    assert inert("\u200b" * 10_000 + "end", 50) == "…"


@given(text=ANY_TEXT, limit=st.integers(min_value=4, max_value=60))
def test_any_text_keeps_to_its_limit_and_holds_nothing_invisible(text: str, limit: int) -> None:
    shown = inert(text, limit)
    assert width(shown) <= limit
    assert "\n" not in shown
    shown.encode("utf-8")
    for char in without_isolates(shown):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(text=ANY_TEXT)
def test_what_was_made_inert_stays_as_it_is(text: str) -> None:
    once = without_isolates(inert(text, 300))
    assert without_isolates(inert(once, 400)) == once


def test_length_counts_utf_16_units() -> None:
    assert width("a𠮷") == 3
    assert cut("𠮷" * 10, 7) == "𠮷𠮷𠮷…"


def test_mrkdwn_control_characters_are_escaped() -> None:
    assert escaped("<!channel> & <https://a.example/|b>") == (
        "&lt;!channel&gt; &amp; &lt;https://a.example/|b&gt;"
    )


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        pytest.param(
            "https://a.example/x?y=1&z=%20#top", "https://a.example/x?y=1&z=%20", id="as-is"
        ),
        pytest.param(
            "https://例え.example/研究", "https://xn--r8jz45g.example/%E7%A0%94%E7%A9%B6", id="idn"
        ),
        pytest.param(
            "https://slack.example@evil.example/", "https://evil.example/", id="user-name"
        ),
        pytest.param("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/", id="ipv6"),
        pytest.param("https://a.example/<b>|c", "https://a.example/%3Cb%3E%7Cc", id="slack-syntax"),
        pytest.param("https://a.example/\ud800", "https://a.example/%3F", id="lone-surrogate"),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("//a.example/", None, id="no-scheme"),
        pytest.param("https:///path", None, id="no-host"),
        pytest.param("https://a.example:99999/", None, id="bad-port"),
        pytest.param("https://a b/", None, id="blank-in-host"),
        pytest.param("https://[::1", None, id="broken-ipv6"),
        pytest.param("https://" + "a" * 70 + ".example/", None, id="label-too-long"),
        pytest.param("https://a.example/" + "x" * MAX_ADDRESS, None, id="too-long"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_only_a_plain_web_address_is_linked_to(url: str, plain: str | None) -> None:
    assert address(url) == plain


@given(url=ANY_TEXT | ANY_TEXT.map(lambda text: f"https://{text}"))
def test_no_text_breaks_out_of_an_address(url: str) -> None:
    plain = address(url)
    if plain is not None:
        assert plain.isascii()
        assert plain.startswith(("http://", "https://"))
        assert not set(plain) & set("<>|\"'` \\")
