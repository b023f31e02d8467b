"""The kinds search and api against sites that answer well, badly, slowly or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from leakwatch.models import (
    Asked,
    Canary,
    Limits,
    Outcome,
    Paging,
    Query,
)
from tests.servers.asking import JSON, answered, api, bodies, css, errors, items, run
from tests.servers.behaviours import Behaviour, Page, Silent, Site, status
from tests.servers.crawling import Swept

RESULTS = {"kind": "search", "items": css("li"), "fields": {"headline": css("a")}}
ASKED = {"query": Query(of=("T01",)), "queries": (Asked(text="低温焼結", entries=("T01",)),)}


def test_numbered_pages_end_with_a_page_that_is_not_full() -> None:
    routes = {"/a?p=1": answered(items(1, 2)), "/a?p=2": answered(items(3))}
    swept, site = api(routes, "/a?p={page}", paging=Paging(size=2))
    assert (swept.outcome, bodies(swept)) == (Outcome.OK, ["本文1", "本文2", "本文3"])
    assert len(site.asked) == 3


def test_numbered_pages_end_where_nothing_new_comes() -> None:
    routes = {"/a?p=0": answered(items(1)), "/a?p=10": answered(items(1))}
    swept, site = api(routes, "/a?p={page}", paging=Paging(first=0, step=10))
    assert (swept.outcome, swept.reasons, bodies(swept)) == (Outcome.OK, (), ["本文1"])
    assert site.paths()[1:] == ["/a?p=0", "/a?p=10"]


def test_numbered_pages_end_with_the_total() -> None:
    routes = {"/a?p=1": answered(items(1, 2, total=2))}
    swept, site = api(routes, "/a?p={page}", paging=Paging(total="total"))
    assert (swept.outcome, len(site.asked)) == (Outcome.OK, 2)


@pytest.mark.parametrize("way", ["address", "cursor", "link header"])
def test_a_page_leads_to_the_next_by(way: str) -> None:
    paging = {
        "address": Paging(next="next"),
        "cursor": Paging(next="next", cursor="after"),
        "link header": Paging(link_header=True),
    }[way]
    leads = {"address": "/a?after=x%2By&q=1", "cursor": "x+y", "link header": None}[way]
    link = {"Link": '</a?q=1>; rel="first", </a?q=1&after=x%2By>; title="a"; rel="next"'}
    second = answered(items(2, next=None))
    routes = {
        "/a?q=1": answered(items(1, next=leads), **(link if way == "link header" else {})),
        "/a?after=x%2By&q=1": second,
        "/a?q=1&after=x%2By": second,
    }
    swept, _ = api(routes, "/a?q=1", paging=paging)
    assert (swept.outcome, bodies(swept)) == (Outcome.OK, ["本文1", "本文2"]), errors(swept)


def test_pages_that_lead_in_a_circle_are_left() -> None:
    routes = {"/a": answered(items(1, next="/b")), "/b": answered(items(2, next="/a"))}
    swept, site = api(routes, paging=Paging(next="next"))
    assert (swept.reasons, len(site.asked)) == (("page_limit",), 3)


def test_an_endless_api_ends_at_the_depth_of_its_source() -> None:
    routes = {"/a": answered(items(1)), "/a?p=1": answered(items(1))}
    routes |= {f"/a?p={n}": answered(items(n)) for n in range(1, 40)}
    swept, site = api(routes, "/a?p={page}", paging=Paging(), limits=Limits(depth=5))
    assert (swept.reasons, len(site.asked)) == (("page_limit",), 6)


def test_more_than_a_platform_hands_out_is_partial() -> None:
    routes = {
        "/a?p=1": answered(items(1, 2, total=900)),
        "/a?p=2": answered(items(3, 4, total=900)),
    }
    swept, site = api(routes, "/a?p={page}", paging=Paging(size=2, total="total", most=4))
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("result_limit",))
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("answer", "changes"),
    [
        (items(1, incomplete=True), {"complete": "!incomplete"}),
        (items(total=7), {"paging": Paging(total="total", link_header=True)}),
    ],
    ids=["it says so", "a total of seven, and none shown"],
)
def test_an_answer_that_is_not_whole_is_partial(
    answer: dict[str, object], changes: dict[str, Any]
) -> None:
    swept, _ = api({"/a": answered(answer)}, **changes)
    assert swept.outcome is Outcome.PARTIAL
    assert "incomplete_answer" in swept.reasons


WRONG: list[tuple[str, Behaviour, Outcome, str]] = [
    ("a page", Page("<html><p>maintenance</p></html>"), Outcome.FAILED, "broken_document"),
    ("a page that says JSON", Page("<p>x</p>", headers=JSON), Outcome.FAILED, "broken_document"),
    ("half of it", Page('{"items": [{"url": "/1", "te', headers=JSON), Outcome.FAILED, "broken_document"),
    ("nothing", Page("", headers=JSON), Outcome.FAILED, "broken_document"),
    ("deep", Page("[" * 100_000, headers=JSON), Outcome.FAILED, "broken_document"),
    ("binary", Page(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, headers=JSON), Outcome.FAILED, "not_text"),
    ("many values", Page("[" + "1," * 1_100_000 + "1]", headers=JSON), Outcome.FAILED, "too_large"),
    ("too many items", answered({"items": [{}] * 10_001}), Outcome.FAILED, "too_large"),
    ("an object for a list", answered({"items": {"url": "/1"}}), Outcome.CHANGED, "layout_changed"),
    ("text for a list", answered({"items": "none"}), Outcome.CHANGED, "layout_changed"),
    ("another shape", answered({"message": "moved"}), Outcome.CHANGED, "layout_changed"),
    ("a bare null", answered(None), Outcome.CHANGED, "layout_changed"),
    ("an object for text", answered({"items": [{"url": "/1", "text": {"a": 1}}]}), Outcome.CHANGED, "layout_changed"),
    ("items of another sort", answered({"items": [1, "x", None, [[]]]}), Outcome.CHANGED, "layout_changed"),
    ("expired token", answered({"message": "Bad credentials"}, 401), Outcome.BLOCKED, "http_401"),
    ("forbidden", answered({"message": "no"}, 403), Outcome.BLOCKED, "http_403"),
    ("refused query", answered({"message": "Validation Failed"}, 422), Outcome.FAILED, "http_422"),
    ("gone", status(404), Outcome.FAILED, "http_404"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_an_api_that_answers_wrongly_is_told_by_name(
    answer: Behaviour, outcome: Outcome, reason: str
) -> None:
    swept, _ = api({"/a": answer})
    assert (swept.outcome, reason in swept.reasons) == (outcome, True), swept.reasons
    assert set(errors(swept)) == {reason}
    assert "sample" in swept.log
    if reason == "layout_changed":
        assert "config/sources/s.yaml:9" in swept.log


def test_hostile_values_are_harmless() -> None:
    body = (
        '{"items": [{"url": "/1", "text": "\\ud800本文\\u0000", "n": NaN},'
        '{"url": "http://[", "text": ' + "9" * 9_000 + "},"
        '{"url": "javascript:alert(1)", "text": 1e999},'
        '{"url": "/4", "text": [["nested"], "flat"]},'
        '{"url": "/5", "text": -Infinity, "text": true}]}'
    )
    swept, _ = api({"/a": Page(body, headers=JSON)})
    assert swept.outcome is Outcome.PARTIAL, (swept.reasons, errors(swept))
    assert len(swept.sightings) == 5
    said = "\n".join(bodies(swept))
    assert "\ufffd本文" in said
    assert not any(one.url.startswith("javascript") for one in swept.sightings)


def test_followed_items_are_read_with_their_pages_and_kept_without() -> None:
    routes = {"/a": answered(items(1, 2)), "/1": Page("<p>ページの本文</p>"), "/2": status(404)}
    swept, _ = api(routes, follow=True)
    assert bodies(swept) == ["ページの本文", "本文2"]
    assert [one.fields["body"] for one in swept.sightings if one.text.startswith("ペ")] == ["本文1"]


def results(*names: str, more: str = "") -> Page:
    found = "".join(f'<li><a href="/{name}">{name}</a> …を含む</li>' for name in names)
    return Page(f"<h1>検索結果</h1><ul>{found}</ul>{more}")


def search(routes: Mapping[str, Behaviour], start: str, **changes: Any) -> tuple[Swept, Site]:
    return run(routes, start, **(RESULTS | ASKED | changes))


QUOTED = "%E4%BD%8E%E6%B8%A9%E7%84%BC%E7%B5%90"


def test_results_of_a_search_are_read_page_by_page() -> None:
    routes = {
        f"/s?q={QUOTED}": results("one", "two", more='<a rel="next" href="/s?n=2">next</a>'),
        "/s?n=2": results("three"),
    }
    swept, _ = search(routes, "/s?q={query}", next=css("a[rel=next]", "href"))
    assert sorted(one.fields["headline"] for one in swept.sightings) == ["one", "three", "two"]
    assert {one.text for one in swept.sightings} == {
        "one …を含む", "two …を含む", "three …を含む"
    }  # fmt: skip
    assert swept.outcome is Outcome.OK


def test_results_in_the_rows_of_a_table_keep_their_cells() -> None:
    rows = "".join(f'<tr><td class=n>{n}</td><td><a href="/{n}">x</a></td></tr>' for n in "ab")
    routes = {f"/s?q={QUOTED}": Page(f"<table>{rows}</table>")}
    swept, _ = search(routes, "/s?q={query}", items=css("tr"), fields={"headline": css("td.n")})
    assert sorted(one.title for one in swept.sightings) == ["a", "b"]


KNOWN, NOTHING = Canary(query="Wikipedia", contains="known"), Canary(random=True)
CANARIES: list[tuple[str, Mapping[str, Behaviour], Outcome]] = [
    ("nothing is there", {"/s?q=Wikipedia": results("known"), "/s": results()}, Outcome.NONE),
    ("nothing is shown any more", {"/s": results()}, Outcome.CHANGED),
    ("everything is shown always", {"/s": results("known")}, Outcome.CHANGED),
    ("other things are known", {"/s?q=Wikipedia": results("other"), "/s": results()}, Outcome.CHANGED),
    ("the known query is refused", {"/s?q=Wikipedia": status(403), "/s": results()}, Outcome.BLOCKED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("routes", "outcome"), [row[1:] for row in CANARIES], ids=[row[0] for row in CANARIES]
)
def test_no_result_is_believed_only_beside_canaries(
    routes: Mapping[str, Behaviour], outcome: Outcome
) -> None:
    swept, _ = search(routes, "/s?q={query}", canaries=(KNOWN, NOTHING))
    assert swept.outcome is outcome, swept.reasons


def test_a_silent_api_is_a_failure_and_not_an_empty_one() -> None:
    swept, _ = api({"/a": Silent()}, limits=Limits(seconds=3))
    assert swept.outcome not in {Outcome.OK, Outcome.NONE}
