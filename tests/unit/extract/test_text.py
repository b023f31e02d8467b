"""The block-aware walk: what belongs together is joined, what stands apart stays apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import NotText
from leakwatch.extract import Document, parse_selector, read_document
from leakwatch.models import SelectorKind


def read(html: str) -> Document:
    return read_document(html.encode(), url="https://site.example/page")


TEXTS = [
    ("spans join", "<p><span>山</span><span>田</span>太郎</p>", "山田太郎"),
    ("wbr joins", "緑<wbr>川", "緑川"),
    ("comment joins", "緑<!-- x -->川", "緑川"),
    ("bold within a word", "<b>設</b>計", "設計"),
    ("numeric entities", "&#x9AD8;&#27211;&amp;&nbsp;&lt;", "高橋&\xa0<"),
    (
        "ruby keeps its base",
        "<ruby>緑川<rp>(</rp><rt>みどりかわ</rt><rp>)</rp></ruby>さん",
        "緑川さん",
    ),
    ("ruby per character", "<ruby>緑<rt>みどり</rt>川<rt>かわ</rt></ruby>", "緑川"),
    ("paragraphs", "<p>a<p>b", "a\nb"),
    ("divs", "<div>a</div><div>b</div>", "a\nb"),
    ("text after a block", "<div>a</div>b", "a\nb"),
    ("text before a block", "a<div>b</div>", "a\nb"),
    ("inline after a block", "<div>a</div><span>b</span>", "a\nb"),
    ("block within inline", "x<span><div>a</div></span>y", "x\na\ny"),
    ("nested blocks", "<div><section><p>a</p></section></div>b", "a\nb"),
    ("list items", "<ul><li>a<li>b</ul>c", "a\nb\nc"),
    ("cells", "<table><tr><td>緑</td><td>川</td></tr><tr><th>x</table>", "緑\n川\nx"),
    ("definition list", "<dl><dt>a<dd>b</dl>", "a\nb"),
    ("br", "a<br>b<br/>c", "a\nb\nc"),
    ("hr", "a<hr>b", "a\nb"),
    ("headings", "<h1>a</h1><h2>b</h2>", "a\nb"),
    ("options", "<select><option>a<option>b</select>", "a\nb"),
    ("buttons", "<button>a</button><button>b</button>", "a\nb"),
    ("neighbouring links", "<a href=1>a</a><a href=2>b</a>", "a\nb"),
    ("link within a sentence", "x<a href=1>y</a>z", "xyz"),
    ("source line breaks are blanks", "a\n  b\tc", "a b c"),
    ("blanks between inlines stay", "<b>a</b> <i>b</i>", "a b"),
    ("blank lines vanish", "<div> </div><p>a</p><div>\n</div><p>b</p>", "a\nb"),
    ("ideographic space stays", "緑川　葵", "緑川　葵"),
    ("pre keeps lines", "<pre>a\n  b</pre>c\nd", "a\nb\nc d"),
    ("markup within pre", "<pre>a<b>\nb</b>\nc</pre>", "a\nb\nc"),
    ("textarea keeps lines", "<textarea>a\nb</textarea>", "a\nb"),
    ("script and style", "a<script>var x</script><style>y</style>b", "ab"),
    ("noscript", "a<noscript><p>x</p></noscript>b", "ab"),
    ("template", "a<template><p>x</p></template>b", "ab"),
    ("iframe", "a<iframe>x</iframe>b", "ab"),
    ("style within svg", "<svg><style>x</style><title>図</title><text>y</text></svg>", "図\ny"),
    ("alt", "a<img alt=ロゴ>b<img alt=''>c<img>d", "a\nロゴ\nbcd"),
    ("unclosed everything", "<div><p>a<div>b<table><td>c", "a\nb\nc"),
    ("no markup", "只の文", "只の文"),
    ("nothing", "", ""),
    ("title is not text", "<title>t</title>a", "a"),
    ("broken tags", "<p <b>a</p", "a"),
    ("custom elements are inline", "<x-name>緑</x-name><x-name>川</x-name>", "緑川"),
]


@pytest.mark.parametrize(
    ("html", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS]
)
def test_text_reads_as_a_reader_sees_it(html: str, text: str) -> None:
    assert read(html).text == text


def test_readings_are_kept_aside() -> None:
    page = read(
        "<ruby>緑川<rp>(</rp><rt>みどりかわ</rt><rp>)</rp></ruby>と"
        "<ruby>青<rt>あお</rt>山<rt>やま</rt></ruby><ruby>空</ruby><ruby><rt>なし</rt></ruby>"
    )
    assert page.readings == (("緑川", "みどりかわ"), ("青", "あお"), ("山", "やま"))


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li", "font", "ruby", "pre"])
def test_deep_nesting_loses_no_text_and_does_not_overflow(tag: str) -> None:
    page = read(f"前<{tag}>" + f"<{tag}>" * 20_000 + "緑川葵" + "</div>" * 20_000 + "後")
    joined = page.text.replace("\n", "")
    assert (joined.startswith("前"), "緑川葵" in joined, joined.endswith("後")) == (True,) * 3


def test_blocks_nested_deep_within_inlines_break_lines_once_each() -> None:
    page = read("<span><div>" * 400 + "a" + "</div></span>" * 400 + "b")
    assert page.text == "a\nb"


def test_a_large_page_of_nested_blocks_is_read_in_full() -> None:
    count = 50_000
    html = "<div><p>緑<b>川</b></p><style>x</style>" * count + "</div>" * count
    assert read(html).text == "\n".join(["緑川"] * count)


def test_formatting_that_is_never_closed_does_not_multiply() -> None:
    marks = "".join(f"<b class=x{number}><font size={number}>" for number in range(2_000))
    page = read(f"<p>{marks}</p>" + "<p>緑<i>川</i></p>" * 2_000)
    assert page.text == "\n".join(["緑川"] * 2_000)
    assert len(page.select(parse_selector("p", SelectorKind.CSS))) == 2_000


def test_ordinary_formatting_of_a_long_page_is_left_alone() -> None:
    page = read("<p>緑<b class=x>川</b></p>" * 2_000)
    assert len(page.select(parse_selector("b.x", SelectorKind.CSS))) == 2_000


words = st.text(alphabet="山田緑川ab", min_size=1, max_size=5)


@given(st.lists(words, min_size=2, max_size=6), st.sampled_from(["p", "div", "li", "h2", "td"]))
def test_blocks_never_touch(parts: list[str], tag: str) -> None:
    html = "".join(f"<{tag}>{part}</{tag}>" for part in parts)
    html = f"<table><tr>{html}</tr></table>" if tag == "td" else html
    assert read(html).text == "\n".join(parts)


@given(st.lists(words, min_size=2, max_size=6), st.sampled_from(["span", "b", "em", "mark", "i"]))
def test_inlines_always_touch(parts: list[str], tag: str) -> None:
    html = "".join(f"<{tag}>{part}</{tag}>" for part in parts)
    assert read(f"<p>{html}</p>").text == "".join(parts)


@given(st.text(alphabet="<>/=&;\"'! -bpdivscrtyle山\n\x00#x", max_size=120))
def test_any_garbage_is_read_without_an_error(html: str) -> None:
    try:
        page = read(html)
    except NotText:
        return
    assert all(line.strip() for line in page.text.split("\n") if page.text)
    assert all(
        first.strip(" ") and second.strip(" ") for first, second in pairwise(page.text.split("\n"))
    )
    assert isinstance(page.title + page.description, str)
    assert page.data is not None
