from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from leakwatch.demo import blog, board, platform
from leakwatch.demo.content import experts, requests
from leakwatch.demo.page import Page

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "http://127.0.0.1:1/blog"


def text(page: Page) -> str:
    assert page.status == 200
    return page.body.decode(page.content_type.rpartition("charset=")[2])


def expert_page(expert_id: str, *, day: int = 1) -> str:
    return text(platform.respond(f"/experts/{expert_id}", "1", day))


def hrefs(markup: str, *, css: str) -> list[str]:
    return re.findall(rf'class="{css}"[^>]* href="([^"]+)"', markup)


def walk(*, day: int, site: str) -> list[str]:
    """Every entry's link, by following the pager as a spider does."""
    respond = {"expert": platform.respond, "request": board.respond}[site]
    path, found = f"/{site}s", list[str]()
    page = text(respond(path, "1", day))
    for _ in range(20):
        found += hrefs(page, css=site)
        following = hrefs(page, css="next")
        if not following:
            return found
        page = text(respond(path, following[0].rpartition("=")[2], day))
    raise AssertionError("the pager does not end")


@pytest.mark.parametrize("day", [1, 2])
def test_the_listing_leads_to_every_expert_once(day: int) -> None:
    assert walk(day=day, site="expert") == [f"/experts/{one.id}" for one in experts(day)]


@pytest.mark.parametrize("day", [1, 2])
def test_the_board_leads_to_every_request_once(day: int) -> None:
    assert walk(day=day, site="request") == [f"/requests/{one.id}/" for one in requests(day)]


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "", "１"])
def test_a_page_of_the_listing_that_is_not_there_answers_404(page: str) -> None:
    assert platform.respond("/experts", page, 1).status == 404


@pytest.mark.parametrize("day", [1, 2])
def test_every_profile_has_a_page(day: int) -> None:
    for expert in experts(day):
        assert platform.respond(f"/experts/{expert.id}", "1", day).status == 200


def test_the_registrant_who_left_has_no_page_any_more() -> None:
    assert platform.respond("/experts/22366", "1", 1).status == 200
    assert platform.respond("/experts/22366", "1", 2).status == 404


def test_the_registrant_of_day_two_has_no_page_before() -> None:
    assert platform.respond("/experts/22481", "1", 1).status == 404


@pytest.mark.parametrize("path", ["/experts/", "/experts/x", "/experts/20417/more", "/experts/-1"])
def test_other_paths_of_the_platform_answer_404(path: str) -> None:
    assert platform.respond(path, "1", 1).status == 404


def test_markup_splits_a_name_and_text_is_escaped() -> None:
    assert '<span class="sei">副</span>' in expert_page("20802")
    assert "<ruby>斎藤" in expert_page("21066")


def test_the_json_ld_profile_shows_its_name_in_data_only() -> None:
    page = expert_page("21577")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    person = json.loads(found[1])
    assert person["name"] == "久我 沙耶香"
    assert person["worksFor"]["name"] == "玄海ノヴァセラム株式会社"
    assert page.count("久我") == 1


def test_the_scripted_profile_shows_its_name_in_data_only() -> None:
    page = expert_page("21856")
    found = re.search(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', page)
    assert found
    record = json.loads(found[1])["props"]["pageProps"]["expert"]
    assert record["name"] == "諸　岡　千　晴"
    assert page.count("諸") == 1


def test_the_side_box_names_others_and_never_the_page_itself() -> None:
    for expert in experts(1):
        box = expert_page(expert.id).partition('<aside class="recommended">')[2]
        links = re.findall(r"/experts/(\d+)", box)
        assert 1 <= len(links) <= 3
        assert expert.id not in links


def test_one_decoy_stands_beside_people_of_the_company() -> None:
    before, _, box = expert_page("21944").partition('<aside class="recommended">')
    assert "玄海ノヴァセラム" in box
    assert "玄海ノヴァセラム" not in before


def test_titles_do_not_undo_a_disguise() -> None:
    title = re.search(r"<title>(.*?)</title>", expert_page("20802"))
    assert title
    assert "副島" not in title[1]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(platform.respond("/experts/guide", "1", 1), platform.CANARY, id="platform"),
        pytest.param(board.respond("/requests/guide/", "1", 2), board.CANARY, id="board"),
        pytest.param(blog.respond("/blog/about", URL, 1), blog.CANARY, id="blog"),
    ],
)
def test_every_site_has_a_page_that_proves_we_can_see(page: Page, words: str) -> None:
    assert words in text(page)


@pytest.mark.parametrize("path", ["/requests/", "/requests/301", "/requests/337/", "/requests/x/"])
def test_a_request_that_is_not_open_answers_404(path: str) -> None:
    assert board.respond(path, "1", 1).status == 404


def test_a_request_says_reward_period_and_buyer() -> None:
    page = text(board.respond("/requests/301/", "1", 1))
    for label in ("reward", "period", "buyer"):
        assert re.search(rf'<dd class="{label}">[^<]+</dd>', page)


@pytest.mark.parametrize(("day", "count"), [(1, 9), (2, 10)])
def test_the_feed_is_well_formed_and_newest_first(day: int, count: int) -> None:
    feed = ET.fromstring(blog.respond("/blog/feed.xml", URL, day).body)
    published = [entry.findtext(f"{ATOM}published", "") for entry in feed.iter(f"{ATOM}entry")]
    assert len(published) == count
    assert published == sorted(published, reverse=True)


def test_a_summary_of_the_feed_is_markup_inside_text() -> None:
    feed = ET.fromstring(blog.respond("/blog/feed.xml", URL, 1).body)
    summary = feed.findtext(f"{ATOM}entry/{ATOM}summary", "")
    assert summary.startswith("<p>")


@pytest.mark.parametrize("day", [1, 2])
def test_every_link_of_feed_and_sitemap_is_answered(day: int) -> None:
    feed = ET.fromstring(blog.respond("/blog/feed.xml", URL, day).body)
    sitemap = ET.fromstring(blog.respond("/blog/sitemap.xml", URL, day).body)
    links = [link.get("href", "") for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    links += [loc.text or "" for loc in sitemap.iter(f"{SITEMAP}loc")]
    assert len(links) >= 15
    for link in links:
        assert link.startswith(f"{URL}/")
        assert blog.respond("/blog" + link.removeprefix(URL), URL, day).status == 200


def test_the_sitemap_holds_what_the_feed_no_longer_does() -> None:
    sitemap = blog.respond("/blog/sitemap.xml", URL, 1).body.decode()
    feed = blog.respond("/blog/feed.xml", URL, 1).body.decode()
    assert "2025-prototype-diary" in sitemap
    assert "2025-prototype-diary" not in feed


def test_one_article_really_is_cp932_under_the_name_of_shift_jis() -> None:
    page = blog.respond("/blog/articles/sheet-forming-memo", URL, 1)
    assert page.content_type == "text/html; charset=shift_jis"
    assert "二槽式ゲル転写法" in page.body.decode("cp932")
    for codec in ("utf-8", "shift_jis"):
        with pytest.raises(UnicodeDecodeError):
            page.body.decode(codec)


@pytest.mark.parametrize("path", ["/blog/articles/", "/blog/articles/none", "/blog/archive/x"])
def test_an_article_that_is_not_there_answers_404(path: str) -> None:
    assert blog.respond(path, URL, 1).status == 404


def test_the_blog_lists_its_recent_articles() -> None:
    page = text(blog.respond("/blog/", URL, 2))
    assert len(re.findall(r'href="/blog/articles/', page)) == 10
