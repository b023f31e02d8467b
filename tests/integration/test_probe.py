"""Looking at one source: checked gently, recorded, and read again with nobody there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.servers.behaviours import Page, Site, links, serving

NAME = "佐久間 響子"
DETAIL = f"<title>{NAME}</title><h1 class=name>{NAME}</h1><p class=career>元サンプル商会 技術部</p>"
DEFINITION = """\
kind: directory
enabled: false
start: {start}
shows: profile
allow_private: [127.0.0.1/32]
politeness: {{delay: 0s, autothrottle: false}}
listing: {{links: "a::attr(href)"}}
fields: {{name: h1.name, career: p.career}}
canaries: [{{url: {canary}, contains: ようこそ}}]
"""


@pytest.fixture
def site() -> Iterator[Site]:
    people = {f"/people/{name}": Page(DETAIL) for name in ("a", "b", "c")}
    routes = {
        **people,
        "/list": links(*people),
        "/about": Page("<p>ようこそ</p>"),
        "/robots.txt": Page(
            "User-agent: *\nCrawl-delay: 0.1\n", 200, {"Content-Type": "text/plain"}
        ),
    }
    with serving(Site(routes)) as running:
        yield running


@pytest.fixture
def place(fresh: Installation, site: Site) -> Installation:
    """An installation with one more source, of personal data and switched off."""
    define(fresh, site)
    return fresh


def define(place: Installation, site: Site, *more: str) -> None:
    text = DEFINITION.format(start=site.url("/list"), canary=site.url("/about"))
    (place.config / "sources" / "people.yaml").write_text(
        text + "".join(line + "\n" for line in more), encoding="utf-8"
    )


def recording_of(place: Installation) -> Path:
    (found,) = (place.state / "recordings" / "people").iterdir()
    return found


def test_a_check_asks_for_one_page_of_each_sort_and_names_nobody(
    place: Installation, site: Site
) -> None:
    result = place.run("sources", "check", "people", "--format", "jsonl")
    assert result.code == 0, result.err
    asked = site.paths()
    assert len(asked) == 4
    assert {"/robots.txt", "/about", "/list"} < set(asked)
    (robots,) = result.events("source.robots")
    assert (robots["status"], robots["refused"], robots["delay"]) == (200, [], 0.1)
    pages = {page["role"]: page for page in result.events("source.page")}
    assert set(pages) == {"canary", "listing", "detail"}
    assert pages["listing"]["finds"] == {"listing.links": 3}
    assert pages["detail"]["finds"] == {"fields.name": 1, "fields.career": 1}
    assert pages["detail"]["address"] == "127.0.0.1"
    (entry,) = result.events("source.sighting")
    assert (entry["fields"]["name"], entry["values"], entry["title"]) == (len(NAME), None, None)
    assert result.events("source.probed")[0]["outcome"] == "ok"
    for secret in (NAME, "サンプル商会", "/people/"):
        assert secret not in result.out + result.err
    assert place.stored() == []


def test_what_is_recorded_is_sealed_and_read_again_with_nobody_there(
    place: Installation, site: Site
) -> None:
    recorded = place.run("sources", "record", "people", "--pages", "2", "--format", "jsonl")
    assert recorded.code == 0, recorded.err
    assert recorded.events("source.recorded")[0]["sealed"]
    file = recording_of(place)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "元サンプル商会".encode() not in file.read_bytes()
    asked = len(site.asked)
    again = place.run("sources", "replay", "people", "--format", "jsonl")
    assert again.code == 0, again.out
    assert len(again.events("source.sighting")) == 1
    place.edit("sources/people.yaml", "h1.name", "h2.other")
    place.edit("sources/people.yaml", "p.career", "p.other")
    changed = place.run("sources", "replay", "people", "--format", "jsonl")
    assert changed.code == 1
    assert "layout_changed" in [one["name"] for one in changed.events("source.trouble")]
    place.edit("sources/people.yaml", "/list", "/elsewhere")
    lost = place.run("sources", "replay", "people")
    assert "not_recorded" in lost.out
    assert len(site.asked) == asked
    assert [row[1] for row in place.rows("SELECT id, act FROM audit")] == ["source.record"]


def test_a_recording_of_people_is_deleted_when_its_week_is_over(place: Installation) -> None:
    assert place.run("sources", "record", "people", "--pages", "2").code == 0
    file = recording_of(place)
    old = datetime.now(UTC) - timedelta(days=7, minutes=1)
    file.rename(file.with_name(f"{old:%Y%m%dT%H%M%SZ}{file.suffix}"))
    said = place.run("doctor", "--offline")
    assert "the recording of people" in said.out
    assert list((place.state / "recordings" / "people").iterdir()) == []
    assert "nothing of people is recorded" in place.run("sources", "replay", "people").err


def test_everything_known_of_a_source_is_shown_but_no_value_of_a_header(
    place: Installation, site: Site
) -> None:
    define(
        place,
        site,
        "headers: {Authorization: 'Bearer ${PEOPLE_KEY}'}",
        "about: {discloses: which company asks}",
        "terms: {note: 規約第3条, checked: 2026-01-05}",
    )
    shown = place.run("sources", "show", "people", environ={"PEOPLE_KEY": "hunter-2-and-3"})
    assert shown.code == 0, shown.err
    for known in (
        "which company asks",
        "規約第3条",
        "2026-01-05",
        "Authorization",
        "enabled: false",
    ):
        assert known in shown.out
    assert "hunter-2" not in shown.out
    unset = place.run("sources", "list")
    assert "PEOPLE_KEY not set" in unset.out
    assert max(map(len, unset.out.splitlines())) <= 100
