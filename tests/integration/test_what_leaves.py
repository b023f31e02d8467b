"""A query is a disclosure: every byte that sweeps send is recorded, and no secret is among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, unquote_plus

import pytest

from leakwatch.config import read_roster
from leakwatch.demo.content import DATA
from tests.installation import Installation, installed
from tests.planted import told_in
from tests.servers.asking import answered
from tests.servers.behaviours import Page, Site, serving

API = """\
kind: api
start: {site}api?q={{query}}&after={{since}}&p={{page}}
shows: article
items: items
link: url
identity: id
fields: {{headline: title, body: text}}
query: {{of: [companies, terms], write: '"{{term}}"', join: " OR ", most: 3, longest: 200}}
paging: {{size: 2}}
since: {{field: at}}
headers: {{Authorization: "Bearer ${{SAMPLE_TOKEN}}"}}
canaries: [{{query: Wikipedia}}, {{random: true}}]
politeness: {{delay: 0s, autothrottle: false}}
allow_private: 127.0.0.0/8
"""
SEARCH = """\
kind: search
start: {site}search?q={{query}}
shows: page
items: li
next: a[rel=next]
query: {{of: [companies, terms]}}
canaries: [{{query: Wikipedia}}, {{random: true}}]
politeness: {{delay: 0s, autothrottle: false}}
allow_private: 127.0.0.0/8
"""
TOKEN = {"SAMPLE_TOKEN": "s3cret"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("asking") / "place") as installation:
        yield installation


@pytest.fixture
def site(place: Installation) -> Iterator[Site]:
    """Answers everything with two items: one of ours, and one whose text invites to ask for more."""
    person = read_roster(Path(str(DATA / "roster.csv")))[0]
    told = f"{person.surname}{person.given} がセラリオンを語る"
    items = [
        {"id": 1, "url": "/1", "title": "見本", "text": told, "at": "2026-04-01T00:00:00Z"},
        {"id": 2, "url": "/2", "title": told, "text": "見本", "at": None},
    ]
    page = Page(f'<li><a href="/r">{told}</a></li><a rel="next" href="/search?q=x">次</a>')
    with serving(Site({"/api": answered({"items": items}), "/search": page})) as running:
        yield running
    for path in (place.config / "sources").glob("asked-*.yaml"):
        path.unlink()


def define(place: Installation, name: str, text: str, site: Site) -> None:
    path = place.config / "sources" / f"{name}.yaml"
    path.write_text(text.format(site=site.url()), encoding="utf-8")


def sent(site: Site) -> str:
    """Every request as it came in, and as whoever received it may decode it."""
    raw = "\n".join(
        f"{one.method} {one.target}\n" + "\n".join(map(": ".join, one.headers.items()))
        for one in site.asked
    )
    return "\n".join((raw, unquote(raw), unquote(unquote(raw)), unquote_plus(raw)))


def test_no_name_and_no_inner_term_is_in_any_byte_that_leaves(
    place: Installation, site: Site
) -> None:
    define(place, "asked-api", API, site)
    define(place, "asked-search", SEARCH, site)
    swept = place.run("sweep", "asked-api", "asked-search", "--no-send", environ=TOKEN)
    assert "asked-api" in swept.out, swept.err
    said = sent(site)
    assert "s3cret" in said, "the recorder sees what is sent"
    assert said.count("GET /api?q=") > 2
    assert said.count("GET /search?q=") > 2
    assert told_in(said) == set()


def test_a_person_on_the_roster_is_in_no_query_however_it_is_written(
    place: Installation, site: Site
) -> None:
    person = read_roster(Path(str(DATA / "roster.csv")))[0]
    ways = {
        "query": f"{person.surname}　{person.given}",
        "kana": f"{person.surname_kana} {person.given_kana}",
        "romaji": person.romaji[0].lower().replace(" ", "-"),
    }
    for way in ways.values():
        canary = f'canaries: [{{{{query: "{way}"}}}}]'
        text = SEARCH.replace("canaries: [{{query: Wikipedia}}, {{random: true}}]", canary)
        define(place, "asked-search", text, site)
        swept = place.run("sweep", "asked-search", "--no-send", "--format", "jsonl")
        assert swept.code == 1
        assert f"would tell of {person.id}" in swept.err, swept.err
        assert told_in(swept.out + swept.err) == set()
    assert site.asked == []


def test_a_source_whose_token_is_missing_is_skipped_and_the_others_go_on(
    place: Installation, site: Site
) -> None:
    define(place, "asked-api", API, site)
    define(place, "asked-search", SEARCH, site)
    swept = place.run("sweep", "asked-api", "asked-search", "--no-send", "--format", "jsonl")
    assert swept.code == 1
    assert "config/sources/asked-api.yaml:11: SAMPLE_TOKEN is not set" in swept.err
    done = [event for event in map(json.loads, swept.out.splitlines()) if "outcome" in event]
    assert [event["source"] for event in done] == ["asked-search"]
    assert not any("/api" in one.path for one in site.asked)
