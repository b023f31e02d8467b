"""Small broken pieces of markup, as feeds have them in their summaries."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.extract import content_hash, fragment_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("只の文", "只の文"),
        ("一\n二  三", "一\n二 三"),
        ("a < b", "a < b"),
        ("a &amp; b &lt;c&gt; &#x7DD1;", "a & b <c> 緑"),
        ("<p>一<b>つ</b></p><p>二", "一つ\n二"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<ul><li>一<li>二</ul>三", "一\n二\n三"),
        ("<p>一<p>二<div>三</p>四</div>", "一\n二\n三\n四"),
        ("</p>一</div><b>二", "一二"),
        ("一<script>x</script><style>y</style>二", "一二"),
        ("<ruby>緑川<rp>(</rp><rt>みどり</rt><rp>)</rp></ruby>", "緑川"),
        ("<img src=x alt=窯の写真>一", "窯の写真\n一"),
        ("<pre>一\n二</pre>", "一\n二"),
        ("一<!-- x -->二", "一二"),
        ("<a href='x'>一", "一"),
        ("", ""),
    ],
)
def test_fragments_read_like_pages(html: str, text: str) -> None:
    assert fragment_text(html) == text


def test_a_whole_page_in_a_summary_is_read_by_the_fast_parser() -> None:
    assert fragment_text("<p>緑<b>川</b></p>" * 10_000) == "\n".join(["緑川"] * 10_000)


def test_deep_fragments_do_not_overflow() -> None:
    assert fragment_text("<div>" * 3_000 + "緑川") == "緑川"


@given(st.text(alphabet="<>/=&;\"'! -bpdiv山\n\x00\ud800#x[]", max_size=120))
def test_any_garbage_is_read_without_an_error(html: str) -> None:
    fragment_text(html).encode()


def test_a_hash_tells_title_text_and_fields_apart() -> None:
    base = content_hash("a", "b", {"c": "d", "e": "f"})
    assert len(base) == 32
    assert base == content_hash("a", "b", {"e": "f", "c": "d"})
    others = {
        content_hash("ab", "", {"c": "d", "e": "f"}),
        content_hash("a", "b", {"c": "de", "e": "f"}),
        content_hash("a", "b", {"c": "d"}),
        content_hash("a", "bcd", {"e": "f"}),
        content_hash("a", "b\ud800", {}),
    }
    assert len(others) == 5
    assert base not in others
