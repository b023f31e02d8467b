"""One page: title, description, language, fields by selectors, links."""

from __future__ import annotations

import pytest

from leakwatch.errors import LayoutChanged
from leakwatch.extract import Document, parse_selector, read_document
from leakwatch.models import Selector, SelectorKind

URL = "https://site.example/experts/17?page=2"
PAGE = """
<html lang="en-GB"><head><title> 緑川
 葵 </title><meta name=Description content="焼成の  専門家"><meta property="og:title" content="緑川 葵">
<meta property="og:description" content="20年の経験"><meta name=description content="二つ目"></head>
<body><h1 class="name"><span>緑</span>川</h1><a class=next href=" ?page=3#list ">次</a>
<ul><li data-id=" 1 ">焼成<li data-id="2">粉体<li></ul><title>迷子</title></body></html>
"""


def read(html: str = PAGE, *, url: str = URL, content_type: str | None = None) -> Document:
    return read_document(html.encode(), url=url, content_type=content_type)


def css(expression: str) -> Selector:
    return parse_selector(expression, SelectorKind.CSS, where="sample.yaml:7")


def xpath(expression: str) -> Selector:
    return parse_selector(expression, SelectorKind.XPATH, where="sample.yaml:8")


def test_title_and_description_are_kept_beside_the_text() -> None:
    page = read()
    assert page.title == "緑川 葵"
    assert page.description == "焼成の 専門家\n20年の経験"
    assert page.text == "緑川\n次\n焼成\n粉体\n迷子"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title></title><meta property=og:title content=窯>", "窯"),
        ("<h1>窯の<br>記録</h1><h1>二</h1>", "窯の 記録"),
        ("<svg><title>図</title></svg><h1>窯</h1>", "窯"),
        ("<title>一</title><title>二</title>", "一"),
        ("<title>a &amp; b</title>", "a & b"),
        ("<p>何も", ""),
    ],
    ids=["og:title", "heading", "not a drawing's", "the first", "entities", "none"],
)
def test_without_a_title_the_next_best_stands_in(html: str, title: str) -> None:
    assert read(html).title == title


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=en><p>焼成についての記事</p>", "ja"),
        ("<html lang=ja-JP><p>Firing at 1180</p>", "ja"),
        ("<html lang=zh><p>陶瓷烧结工艺</p>", "zh"),
        ("<p>세라믹 소성 공정</p>", "ko"),
        ("<p>Firing at 1180</p>", None),
        ("<html lang=de_AT><p>Öfen</p>", "de"),
        ("<html lang='{{ locale }}'><p>Firing</p>", None),
        ("<html lang=fr><p>" + "é" * 900 + "の</p>", "fr"),
        ("<title>窯のこと</title>", "ja"),
    ],
)
def test_language_is_told_by_script_first_and_declaration_second(
    html: str, language: str | None
) -> None:
    assert read(html).language == language


@pytest.mark.parametrize(
    ("selector", "values"),
    [
        (css("h1.name"), ("緑川",)),
        (css("h1.name::text"), ("緑川",)),
        (css("li"), ("焼成", "粉体")),
        (css("li::attr(data-id)"), ("1", "2")),
        (css("h1, a.next"), ("緑川", "次")),
        (css("h2"), ()),
        (css("head > title"), ("緑川 葵",)),
        (css("meta[property='og:title']::attr(content)"), ("緑川 葵",)),
        (xpath("//li[1]"), ("焼成",)),
        (xpath("//li/@data-id"), ("1", "2")),
        (xpath("string(//h1)"), ("緑川",)),
        (xpath("count(//li)"), ("3",)),
        (xpath("//h2"), ()),
        (parse_selector(r"/experts/(\d+)", SelectorKind.URL), ("17",)),
        (parse_selector(r"/people/(\d+)", SelectorKind.URL), ()),
        (parse_selector(r"/experts(/none)?", SelectorKind.URL), ()),
    ],
    ids=lambda value: value.expression if isinstance(value, Selector) else None,
)
def test_selectors_find_text_attributes_and_parts_of_the_address(
    selector: Selector, values: tuple[str, ...]
) -> None:
    assert read().select(selector) == values


def test_a_selected_block_reads_like_the_page() -> None:
    page = read("<div class=x><p>一<b>つ</b><p>二<script>no</script></div><pre class=y>a\nb</pre>")
    assert page.select(css(".x")) == ("一つ\n二",)
    assert page.select(css(".y")) == ("a\nb",)
    assert page.select(xpath("//div")) == ("一つ\n二",)


@pytest.mark.parametrize("selector", [css("a["), css("p::before"), xpath("//p[")])
def test_a_selector_that_cannot_be_used_names_its_place(selector: Selector) -> None:
    with pytest.raises(LayoutChanged, match=r"sample\.yaml") as raised:
        read().select(selector)
    assert selector.expression in str(raised.value)


def test_xpath_on_nothing_finds_nothing() -> None:
    assert read("").select(xpath("//p")) == ()


def test_xpath_reads_a_legacy_page_in_its_own_encoding() -> None:
    body = "<meta charset=Shift_JIS><h1>髙橋①</h1>".encode("cp932")
    page = read_document(body, url=URL, content_type="text/html; charset=utf-8")
    assert page.select(xpath("//h1")) == ("髙橋①",)
    assert page.encoding == "cp932"


@pytest.mark.parametrize(
    ("html", "expression", "links"),
    [
        ("<a href=/a>x</a><a href='b?c=d'>y</a>", "a", ("/a", "/experts/b?c=d")),
        ("<a href=/a#one>x</a><a href=/a#two>y</a>", "a", ("/a",)),
        ("<li><b><a href=/a>x</a></b><a href=/b>y</a></li>", "li", ("/a",)),
        ("<a href=/a>x</a>", "a::attr(href)", ("/a",)),
        ("<div data-url=/c></div>", "div::attr(data-url)", ("/c",)),
        ("<a>x</a><a href>y</a><li>z</li>", "a, li", ()),
        ("<a href='javascript:x()'>a</a><a href='mailto:a@b.example'>b</a>", "a", ()),
        ("<a href='http://[broken'>a</a><a href='http://h:99999999/'>b</a>", "a", ()),
        ("<base href=/deep/er/><a href=x>a</a>", "a", ("/deep/er/x",)),
        ("<base href='javascript:x'><a href=x>a</a>", "a", ("/experts/x",)),
        ("<a href='/ あ'>x</a>", "a", ("/ あ",)),
    ],
)
def test_links_are_absolute_and_lead_to_pages(
    html: str, expression: str, links: tuple[str, ...]
) -> None:
    assert read(html).links(css(expression)) == tuple(
        f"https://site.example{link}" for link in links
    )


def test_links_by_xpath_are_absolute_too() -> None:
    page = read("<a href=/a>x</a><a href='ftp://b.example/'>y</a>")
    assert page.links(xpath("//a/@href")) == ("https://site.example/a",)


def test_plain_text_is_not_markup() -> None:
    page = read("a <b>\n1 < 2 &amp; 3\n", content_type="text/plain; charset=utf-8")
    assert page.text == "a <b>\n1 < 2 &amp; 3"


def test_json_is_data() -> None:
    page = read(r'{"a": ["\u7dd1", {"b": "<p>川</p>"}], "c": 1}', content_type="application/json")
    assert (page.text, page.title) == ("", "")
    assert page.data == {"json": "緑\n川"}


def test_what_is_not_asked_for_is_not_worked_out() -> None:
    page = read()
    assert "_walk" not in vars(page)
    assert page.links(css("a.next")) == ("https://site.example/experts/17?page=3",)
    assert not {"_walk", "_lxml", "data", "text"} & set(vars(page))
