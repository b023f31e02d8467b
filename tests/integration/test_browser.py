"""Pages that show nothing without JavaScript are read in a browser, and lost by name when not."""

from __future__ import annotations

import gzip
import os
from itertools import pairwise

import pytest

from leakwatch.crawl import Counts
from leakwatch.models import (
    Browser,
    Canary,
    Limits,
    Outcome,
    Politeness,
    Selector,
    SelectorKind,
)
from tests.servers.behaviours import Asked, Page, Site, links, redirect, serving, status
from tests.servers.browsing import browse, needs_browser, script
from tests.servers.crawling import Order, Swept, make_source, sweep

pytestmark = needs_browser

LISTING = links("/a")
PLAIN = Browser()


def counted(swept: Swept) -> Counts:
    assert swept.counts is not None, swept.error
    return swept.counts


def lost(swept: Swept) -> dict[str, int]:
    return dict(counted(swept).errors)


def one(site: Site, path: str) -> Asked:
    (asked,) = [one for one in site.asked if one.path == path]
    return asked


def test_what_scripts_show_is_seen() -> None:
    shell = script("setTimeout(() => show('山田太郎のプロフィール'), 300);")
    with serving(Site({"/": script("show('<a href=\"/a\">a</a>')"), "/a": shell})) as site:
        swept = browse(site.url("/"))
    (sighting,) = swept.sightings
    assert "山田太郎のプロフィール</div>" in sighting.text
    assert sighting.url == site.url("/a")
    assert (swept.outcome, lost(swept)) == (Outcome.OK, {})


def test_a_directory_is_walked_from_listing_to_details_in_the_browser() -> None:
    css = SelectorKind.CSS
    entry = "<ul><li><a class=entry href='/p/1'>1</a><li><a class=entry href='/p/2'>2</a></ul>"
    routes = {
        "/": script(f"show(\"{entry}<a class=next href='/2'>next</a>\")"),
        "/2": script("show(\"<a class=entry href='/p/3'>3</a>\")"),
        "/p/": script(
            "fetch('/api' + location.pathname).then((a) => a.json()).then((a) =>"
            " show(`<h1>${a.name}</h1><p>サンプル商会</p>`))"
        ),
        "/api/": Page('{"name": "佐藤 花子"}', headers={"Content-Type": "application/json"}),
    }
    with serving(Site(routes)) as site:
        swept = browse(
            site.url("/"),
            kind="directory",
            links=Selector(kind=css, expression="a.entry", attribute="href"),
            next=Selector(kind=css, expression="a.next", attribute="href"),
            fields={"name": Selector(kind=css, expression="h1")},
        )
    assert sorted(sighting.url for sighting in swept.sightings) == [
        site.url(f"/p/{number}") for number in (1, 2, 3)
    ]
    assert {sighting.fields["name"] for sighting in swept.sightings} == {"佐藤 花子"}
    assert "サンプル商会" in swept.sightings[0].text
    assert (swept.outcome, lost(swept)) == (Outcome.OK, {})


def test_the_browser_says_who_we_are_and_sends_no_hints_about_itself() -> None:
    code = "fetch('/data').then(() => show(navigator.userAgent))"
    with serving(Site({"/": LISTING, "/a": script(code), "/data": Page("x")})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
        page, data = one(site, "/a").headers, one(site, "/data").headers
    agent = "leakwatch/9.9 (+watch@example.com)"
    assert (page["user-agent"], data["user-agent"]) == (agent, agent)
    assert agent in swept.sightings[0].text
    assert page["accept-language"] == "ja,en;q=0.5"
    assert not [name for name in page if name.startswith("sec-ch-ua") or name == "cookie"]


def test_a_page_that_does_not_come_about_is_named() -> None:
    with serving(Site({"/": script("show('<a href=\"/a\">a</a>')"), "/a": script("")})) as site:
        swept = browse(site.url("/"), browser=Browser(wait_for=".ready", timeout=1.0))
    assert lost(swept) == {"not_rendered": 1}
    assert swept.sightings == []
    assert (swept.outcome, swept.reasons) == (Outcome.FAILED, ("not_rendered", "no_canary"))


def test_a_listing_that_does_not_come_about_is_a_failed_sweep() -> None:
    with serving(Site({"/": script("")})) as site:
        swept = browse(site.url("/"), browser=Browser(wait_for=".ready", timeout=1.0))
    assert counted(swept).listing_errors == {"not_rendered": 1}
    assert swept.outcome is Outcome.FAILED


def test_pictures_media_fonts_and_frames_are_not_loaded_and_parts_are_counted() -> None:
    page = Page(
        "<link rel=stylesheet href=/style.css><link rel=icon href=/icon.png>"
        "<style>@font-face{font-family:f;src:url(/font.woff2)} p{font-family:f;"
        "background:url(/back.png)}</style><p>text</p><img src=/pic.png><video src=/film.mp4 autoplay>"
        "</video><iframe src=/frame></iframe><script src=/app.js></script>"
    )
    code = Page("document.body.className = 'ready'", headers={"Content-Type": "text/javascript"})
    style = Page("p { color: red }", headers={"Content-Type": "text/css"})
    routes = {"/": page, "/app.js": code, "/style.css": style}
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"))
    assert sorted(site.paths()) == ["/", "/app.js", "/robots.txt", "/style.css"]
    assert counted(swept).requests == 4
    assert counted(swept).bytes > 500
    assert lost(swept) == {"no_links": 1}


@pytest.mark.parametrize(
    ("code", "name"), [(403, "http_403"), (404, "http_404"), (429, "http_429"), (500, "http_500")]
)
def test_a_refusal_is_named_as_without_a_browser(code: int, name: str) -> None:
    with serving(Site({"/": LISTING, "/a": script("show('x')", status=code)})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert lost(swept) == {name: 1}


def test_a_site_that_asks_us_to_come_later_is_left() -> None:
    later = status(429, Retry_After="3600")
    with serving(Site({"/": links("/a", "/b"), "/a": later, "/b": later})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert counted(swept).stopped == "retry_after"


def test_redirects_are_followed_by_the_engine_with_robots_and_limits() -> None:
    routes = {
        "/robots.txt": Page("User-agent: *\nDisallow: /private"),
        "/": links("/a", "/b", "/c", "/d"),
        "/a": redirect("/found"),
        "/b": redirect("/private"),
        "/c": redirect("/c"),
        "/d": redirect("http://offsite.example/"),
        "/found": script("show('found')"),
        "/private": script("show('private')"),
    }
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"), browser=PLAIN, domains=("127.0.0.1",))
    assert [sighting.url for sighting in swept.sightings] == [site.url("/found")]
    assert lost(swept) == {"robots_refused": 1, "too_many_redirects": 1, "offsite": 1}
    assert "/private" not in site.paths()


def test_a_page_whose_script_goes_elsewhere_is_followed_like_a_redirect() -> None:
    routes = {
        "/": links("/a", "/b", "/c"),
        "/a": script("location.href = '/found'"),
        "/b": script("location.replace('http://offsite.example/')"),
        "/c": script("location.reload()"),
        "/found": script("show('found')"),
    }
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"), browser=PLAIN, domains=("127.0.0.1",))
    assert [sighting.url for sighting in swept.sightings] == [site.url("/found")]
    assert lost(swept) == {"too_many_redirects": 1, "offsite": 1}


def test_a_form_that_sends_itself_is_refused() -> None:
    form = Page("<form id=f method=post action=/sent></form><script>f.submit()</script>")
    with serving(Site({"/": LISTING, "/a": form, "/sent": Page("sent")})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert lost(swept) == {"form_refused": 1}
    assert "/sent" not in site.paths()


def test_what_robots_txt_forbids_is_not_loaded_by_scripts_either() -> None:
    routes = {
        "/robots.txt": Page("User-agent: *\nDisallow: /api/"),
        "/": LISTING,
        "/a": script("fetch('/api/x').then(() => show('x')).catch(() => show('nothing'))"),
    }
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert "/api/x" not in site.paths()
    assert lost(swept) == {"part_refused": 1}


def test_documents_that_are_no_pages_come_as_they_are() -> None:
    json = {"Content-Type": "application/json"}
    packed = Page(gzip.compress(b'{"a": "packed"}'), headers={**json, "Content-Encoding": "gzip"})
    xml = Page("<feed><title>xml</title></feed>", headers={"Content-Type": "application/xml"})
    routes = {
        "/": links("/json", "/packed", "/xml", "/file.xml", "/pdf"),
        "/json": Page('{"a": "json"}', headers=json),
        "/packed": packed,
        "/xml": xml,
        "/file.xml": xml,
        "/pdf": Page(b"%PDF-1.7 \0 more", headers={"Content-Type": "application/pdf"}),
    }
    with serving(Site(routes)) as site:
        swept = browse(site.url("/"), browser=PLAIN)
        assert "sec-fetch-mode" not in one(site, "/file.xml").headers
    assert {one.url.rpartition("/")[2]: one.text for one in swept.sightings} == {
        "json": '{"a": "json"}',
        "packed": '{"a": "packed"}',
        "xml": "<feed><title>xml</title></feed>",
        "file.xml": "<feed><title>xml</title></feed>",
    }
    assert lost(swept) == {"not_text": 1}


def test_a_canary_is_looked_for_where_scripts_show_it() -> None:
    routes = {"/": LISTING, "/a": Page("A"), "/known": script("show('既知の' + '会社')")}
    with serving(Site(routes)) as site:
        canary = Canary(url=site.url("/known"), contains="既知の会社")
        swept = browse(site.url("/"), browser=PLAIN, canaries=(canary,))
    assert counted(swept).canaries == {"passed": 1}
    assert swept.outcome is Outcome.OK


def test_text_in_open_shadow_roots_is_read() -> None:
    code = "app.attachShadow({mode: 'open'}).innerHTML = '<p>影の中</p>'; app.className = 'ready'"
    with serving(Site({"/": script("show('<a href=\"/a\">a</a>')"), "/a": script(code)})) as site:
        swept = browse(site.url("/"))
    assert "影の中" in swept.sightings[0].text


def test_a_japanese_page_in_an_old_encoding_is_read_whole() -> None:
    body = "<meta charset=Shift_JIS><p class=ready>髙橋商会の案内</p>".encode("cp932")
    page = Page(body, headers={"Content-Type": "text/html"})
    with serving(Site({"/": script("show('<a href=\"/a\">a</a>')"), "/a": page})) as site:
        swept = browse(site.url("/"))
    assert "髙橋商会の案内" in swept.sightings[0].text


def test_the_page_limit_counts_pages_and_not_their_parts() -> None:
    routes = {"/": links("/1", "/2", "/3"), "/app.js": Page("1")}
    page = Page("<script src=/app.js></script><p>x</p>")
    with serving(Site({**routes, "/1": page, "/2": page, "/3": page})) as site:
        swept = browse(site.url("/"), browser=PLAIN, limits=Limits(pages=3, seconds=60))
    assert (counted(swept).pages, counted(swept).page_limit) == (3, True)


def test_pages_keep_the_delay_of_their_site() -> None:
    manners = Politeness(delay=0.7, autothrottle=False, timeout=5.0)
    with serving(Site({"/": links("/1", "/2"), "/1": Page("1"), "/2": Page("2")})) as site:
        browse(site.url("/"), browser=PLAIN, politeness=manners)
    at = [one.at for one in site.asked]
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.65


def test_a_page_of_nobody_is_named_as_without_a_browser() -> None:
    with serving(Site({"/": links("http://127.0.0.1:9/", "http://nobody.invalid/")})) as site:
        swept = browse(site.url("/"), browser=PLAIN)
    assert lost(swept) == {"connection_refused": 1, "dns": 1}


def test_a_sweep_as_root_is_refused_with_what_to_do() -> None:
    if os.geteuid() != 0:
        pytest.skip("only on a run as root")
    source = make_source("http://127.0.0.1:9/", browser=PLAIN)
    assert "as a user of its own" in str(sweep(Order(source=source)).error)
