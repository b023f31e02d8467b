"""What stands beside a page's subject: one line per case, as the markup of real pages has it."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.errors import NotText
from leakwatch.extract import Document, read_document

URL = "https://experts.example/experts/4711"
#: The page's own words, so that what is beside it is not all there is.
BODY = "<p>材料の評価と量産の立ち上げを担当しています。焼成と成形の条件出しが専門で、相談は随時受けます。</p>"
CARD = "<li><a href=/experts/{0}>専門家{0}</a><p>別の会社</p></li>"


def read(html: str, *, url: str = URL) -> Document:
    return read_document(html.encode(), url=url)


def beside(html: str, *, url: str = URL) -> list[tuple[str, str]]:
    page = read(html, url=url)
    return [(each.part, page.text[each.start : each.end]) for each in page.markup.beside]


MARKED = [
    ("aside", f"{BODY}<aside>別の人</aside>", "aside", "別の人"),
    ("nav", f"<nav><a>一覧</a><a>会社</a></nav>{BODY}", "nav", "一覧\n会社"),
    ("footer", f"{BODY}<footer>運営会社</footer>", "footer", "運営会社"),
    ("complementary", f"{BODY}<div role=complementary>別の人</div>", "aside", "別の人"),
    ("navigation", f"<div role=navigation>一覧</div>{BODY}", "nav", "一覧"),
    ("contentinfo", f"{BODY}<div role=contentinfo>運営会社</div>", "footer", "運営会社"),
    ("class in words", f"{BODY}<div class='p-related__list'>別の人</div>", "related", "別の人"),
    ("class in humps", f"{BODY}<section class=recommendItems>別</section>", "related", "別"),
    ("class among others", f"{BODY}<ul class='a ranking b'><li>別</ul>", "related", "別"),
    ("id", f"{BODY}<div id=sidebar>別の人</div>", "aside", "別の人"),
    ("id as a whole", f"{BODY}<div id=secondary>別の人</div>", "aside", "別の人"),
    ("breadcrumb", f"<ol class=breadcrumb><li>一覧</ol>{BODY}", "nav", "一覧"),
    ("footer by its id", f"{BODY}<div id=site_footer>運営会社</div>", "footer", "運営会社"),
    ("aside within the article", f"<article>{BODY}<aside>別</aside></article>", "aside", "別"),
    ("nav within main", f"<main>{BODY}<nav>次</nav></main>", "nav", "次"),
    ("the outermost only", f"{BODY}<aside>一<nav>二</nav>三</aside>", "aside", "一\n二\n三"),
    ("box within the own aside", f"{BODY}<aside class=author>緑川<div class=related>別</div></aside>", "related", "別"),
    ("cards", f"{BODY}<ul>{''.join(map(CARD.format, (1, 2, 3)))}</ul>", "cards", "専門家1\n別の会社\n専門家2\n別の会社\n専門家3\n別の会社"),
    ("cards under a heading", f"{BODY}<div><h2>他にも</h2>{''.join(f'<div><a href=/experts/{n}>{n}</a></div>' for n in (1, 2, 3))}</div>", "cards", "他にも\n1\n2\n3"),
]  # fmt: skip

UNMARKED = [
    ("footer of an article", f"<article>{BODY}<footer>緑川葵</footer></article>"),
    ("footer in main", f"<main>{BODY}<footer>緑川葵</footer></main>"),
    ("named footer in an article", f"<article>{BODY}<div class=footer>緑川葵</div></article>"),
    ("header", f"<header>緑川葵</header>{BODY}"),
    ("header of an article", f"<article><header>緑川葵</header>{BODY}</article>"),
    ("aside with the page's heading", f"<aside><h1>緑川葵</h1></aside>{BODY}"),
    ("column around the main part", f"<div class=sidebar-right>会社<main>{BODY}</main></div>"),
    ("aside that is the page", f"<aside>{BODY}{BODY}</aside><p>案内はこちらから、どなたでもご利用いただけます。</p>"),
    ("only an aside", f"<aside>{BODY}</aside>"),
    ("only navigation and a footer", f"<nav>{BODY}</nav><footer>{BODY}</footer>"),
    ("the author's box", f"{BODY}<aside class=author-box>緑川葵</aside>"),
    ("the profile's column", f"{BODY}<aside id=profile>緑川葵</aside>"),
    ("signature", f"{BODY}<aside class=message-signature>緑川葵</aside>"),
    ("footnotes", f"{BODY}<aside class=footnotes>緑川葵</aside>"),
    ("longer word", f"{BODY}<div class=unrelated>緑川葵</div>"),
    ("heading's slug", f"{BODY}<div id=security-related-work>緑川葵</div>"),
    ("section about related work", f"{BODY}<section id=related-work>緑川葵</section>"),
    ("layout that has a sidebar", f"{BODY}<div class=has-sidebar>緑川葵</div>"),
    ("style for a sidebar", f"{BODY}<div class='xl:sidebar-open:p-2'>緑川葵</div>"),
    ("inline", f"{BODY}<span class=related>緑川葵</span>"),
    ("two others", f"{BODY}<ul>{''.join(map(CARD.format, (1, 2)))}</ul>"),
    ("links to oneself", f"{BODY}<ul>{CARD.format(4711) * 3}</ul>"),
    ("links in a running text", f"{BODY}<div><p>一<a href=/experts/1>甲</a></p>{BODY}<p><a href=/experts/2>乙</a></p>{BODY}<p><a href=/experts/3>丙</a></p>{BODY}{BODY}</div>"),
    ("one card for three", f"{BODY}<div><div>{''.join(f'<a href=/experts/{n}>{n}</a>と' for n in (1, 2, 3))}話した。</div>{BODY}</div>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "part", "text"), [case[1:] for case in MARKED], ids=[case[0] for case in MARKED]
)
def test_a_part_beside_the_subject_is_marked(html: str, part: str, text: str) -> None:
    assert beside(html) == [(part, text)]


@pytest.mark.parametrize("html", [case[1] for case in UNMARKED], ids=[case[0] for case in UNMARKED])
def test_the_subject_is_not(html: str) -> None:
    assert beside(html) == []


def test_answers_that_link_to_who_wrote_them_are_what_their_page_is_about() -> None:
    answers = f"<ul>{''.join(map(CARD.format, (1, 2, 3)))}</ul>"
    assert beside(BODY + answers, url="https://experts.example/questions/7") == []


def test_a_saved_profile_is_known_by_its_canonical_address() -> None:
    cards = f"<ul>{''.join(map(CARD.format, (1, 2, 3)))}</ul>"
    page = f"<link rel=canonical href={URL}>{BODY}{cards}"
    assert [part for part, _ in beside(page, url="file:///saved/page.html")] == ["cards"]


def test_navigation_stays_marked_where_an_aside_is_all_that_is_left() -> None:
    page = f"<nav>一覧</nav><aside>{BODY}</aside><div class=related>{BODY}</div>"
    assert beside(page) == [("nav", "一覧")]


def test_a_page_without_markup_has_nothing_beside_it() -> None:
    page = read_document("緑川葵".encode(), url=URL, content_type="text/plain")
    assert page.markup.beside == ()


def test_neighbouring_parts_stay_apart() -> None:
    assert beside(f"{BODY}<aside>甲</aside><!-- x --><aside>乙</aside>") == [
        ("aside", "甲"),
        ("aside", "乙"),
    ]


@pytest.mark.parametrize("inside", [f"<h1>緑川葵</h1>{BODY}", BODY + BODY])
def test_asides_nested_deep_are_the_page_and_do_not_stop_the_reader(inside: str) -> None:
    count = 4_000
    page = f"<p>緑川葵</p>{'<div class=sidebar>' * count}{inside}{'</div>' * count}"
    started = process_time()
    assert beside(page) == []
    assert process_time() - started < 2  # each read in full would take 10 s


_TAGS = st.sampled_from(
    ["aside", "nav", "footer", "article", "main", "p", "b", "ul", "h1", "pre", "div class=related"]
)
_WORDS = st.text(alphabet="山田緑川ab \n", max_size=8)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def element(tag: str, before: str, children: list[str], after: str) -> str:
        return f"{before}<{tag}>{''.join(children)}</{tag.split(maxsplit=1)[0]}>{after}"

    return st.builds(element, _TAGS, _WORDS, st.lists(inner, max_size=4), _WORDS)


def _ordered(page: Document) -> None:
    spans = page.markup.beside
    assert all(0 <= each.start < each.end <= len(page.text) for each in spans)
    assert all(first.end < second.start for first, second in pairwise(spans))
    edges = [page.text[at] for each in spans for at in (each.start - 1, each.end) if 0 <= at < len(page.text)]  # fmt: skip
    assert set(edges) <= {"\n"}


@given(st.lists(st.recursive(_WORDS, _nested, max_leaves=20), max_size=4))
@settings(max_examples=200)
def test_stretches_are_within_the_text_ordered_disjoint_and_whole_lines(parts: list[str]) -> None:
    _ordered(read(f"<p>{BODY * 2}</p>{''.join(parts)}"))


@given(st.text(alphabet="<>/=\"'! asidenavfootr山\n\x00#x", max_size=160))
@settings(max_examples=200)
def test_no_garbage_puts_a_stretch_outside_the_text(html: str) -> None:
    try:
        page = read(html + BODY)
    except NotText:
        return
    _ordered(page)
