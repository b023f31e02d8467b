"""The shipped definitions of APIs on answers that were recorded elsewhere, read where they stand."""

from __future__ import annotations

import ast
import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from scrapy.http import Response

from benchmarks.corpus import ABSENT, CORPUS
from leakwatch.config import load_settings, write_starter
from leakwatch.crawl.rates import longest_wait
from leakwatch.models import Source
from spiders.api import read_items
from spiders.asking import ReadEntries

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT),
]

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
URL = "https://api.example/recorded"


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Source]:
    directory = tmp_path_factory.mktemp("starter") / "config"
    write_starter(directory, reviewer="hanako", language="en")
    return load_settings(directory, environ={}, today=date(2026, 11, 26)).sources


def exchange(name: str) -> tuple[dict[str, str], bytes]:
    """Headers and body of the first answer of a recording: its ninth and tenth line."""
    text = gzip.decompress((CORPUS / "api" / f"github__Search.{name}.txt.gz").read_bytes())
    lines = text.split(b"\n")
    return dict(ast.literal_eval(lines[8].decode())), lines[9]


def read(source: Source, body: bytes) -> ReadEntries:
    return read_items(body, source, url=URL, content_type="application/json", seen_at=NOW)


RECORDED = [
    ("testSearchCode", "github-code", 14, 14),
    ("testSearchHighlightingCode", "github-code", 5, 5),
    ("testSearchIssues", "github-issues", 30, 29_512),
    ("testSearchRepos", "github-repositories", 30, 2_723),
    ("testSearchReposWithNoResults", "github-repositories", 0, 0),
]


@pytest.mark.parametrize(("recording", "name", "items", "total"), RECORDED)
def test_github_as_it_once_answered_is_read_by_the_shipped_definitions(
    definitions: Mapping[str, Source], recording: str, name: str, items: int, total: int
) -> None:
    _headers, body = exchange(recording)
    found = read(definitions[name], body)
    assert (len(found.sightings), found.total) == (items, total)
    assert found.problems == ()
    assert len({one.identity for one in found.sightings}) == items
    assert all(one.title and one.url.startswith("https://github") for one in found.sightings)
    assert (found.reached is not None) is (name == "github-issues")


def test_highlighted_code_shows_the_lines_that_were_found(
    definitions: Mapping[str, Source],
) -> None:
    found = read(definitions["github-code"], exchange("testSearchHighlightingCode")[1])
    assert all("toto" in one.text.lower() for one in found.sightings)


@pytest.mark.parametrize("recording", [row[0] for row in RECORDED])
def test_the_budget_in_githubs_headers_is_understood(
    definitions: Mapping[str, Source], recording: str
) -> None:
    headers, _body = exchange(recording)
    source = definitions["github-code"]
    named = {name: headers[name] for name in headers if "ate" in name.lower()}
    assert longest_wait(Response(URL, headers=named), source) == 0.0
    used_up = {**named, next(n for n in named if n.lower() == "x-ratelimit-remaining"): "0"}
    assert 0.0 < longest_wait(Response(URL, headers=used_up), source) < float("inf")


def test_connpass_as_its_documentation_shows_it_is_read(definitions: Mapping[str, Source]) -> None:
    body = (CORPUS / "api" / "connpass_v2__get_events.json").read_bytes()
    found = read(definitions["connpass"], body)
    (event,) = found.sightings
    assert (event.identity, event.title, found.total) == ("364", "BPStudy#56", 91)
    assert event.fields["location"].count("\n") == 1
    assert found.problems == ()


def test_fifteen_events_of_the_older_connpass_lose_their_markup(
    definitions: Mapping[str, Source],
) -> None:
    body = gzip.decompress((CORPUS / "api" / "connpass_v1__response_15events.json.gz").read_bytes())
    found = read(definitions["connpass"], body)
    assert len(found.sightings) == 15
    assert all(one.text and "<p>" not in one.text for one in found.sightings)
    assert {one.name for one in found.problems} == {"no_identity"}  # it was `event_id` then


@pytest.mark.parametrize("name", ["test_stackoverflow_exists", "test_users_associated"])
def test_stack_exchanges_envelope_is_read_whatever_is_in_it(
    definitions: Mapping[str, Source], name: str
) -> None:
    body = (CORPUS / "api" / f"stackexchange__{name}").read_bytes()
    source = definitions["stack-exchange"]
    assert len(read(source, body).sightings) == len(json.loads(body)["items"])
    told = read(replace(source, fields={}), body)
    assert all(one.text for one in told.sightings)
    assert longest_wait(Response(URL, body=body), source) == 0.0
