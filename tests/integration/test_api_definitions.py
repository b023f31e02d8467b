"""Every API definition that comes with leakwatch, end to end against a stand-in on loopback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest

from leakwatch.config import load_settings, write_starter
from leakwatch.models import Outcome, Sighting, Source
from tests.servers.apis import APIS
from tests.servers.behaviours import Site, serving
from tests.servers.crawling import BRISK, Order, Swept, sweep

TODAY = date(2026, 11, 26)
TOKENS = {
    name: f"secret-of-{name.lower()}"
    for name in (
        "GITHUB_TOKEN",
        "GITLAB_TOKEN",
        "QIITA_TOKEN",
        "CONNPASS_API_KEY",
        "BRAVE_SEARCH_TOKEN",
    )
}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Source]:
    directory = tmp_path_factory.mktemp("starter") / "config"
    write_starter(directory, reviewer="hanako", language="en")
    return load_settings(directory, environ=TOKENS, today=TODAY).sources


class Runs:
    """The sweep of each definition, done once."""

    def __init__(self, definitions: Mapping[str, Source]) -> None:
        self.definitions = definitions
        self._done: dict[str, tuple[Swept, Site]] = {}

    def __call__(self, name: str) -> tuple[Swept, Site]:
        if name not in self._done:
            source = self.definitions[name]
            site = Site({urlsplit(url).path: APIS[name] for url in source.start})
            with serving(site):
                swept = sweep(Order(source=moved(source, site), modules=()))
            self._done[name] = swept, site
        return self._done[name]


@pytest.fixture(scope="module")
def run(definitions: Mapping[str, Source]) -> Runs:
    return Runs(definitions)


def moved(source: Source, site: Site) -> Source:
    """The definition as it is, but for where the API is and how long it is waited for."""
    place = urlsplit(site.url())
    start = (
        urlsplit(url)._replace(scheme=place.scheme, netloc=place.netloc) for url in source.start
    )
    return replace(
        source,
        start=tuple(map(urlunsplit, start)),
        queries=source.queries[:2],
        domains=("127.0.0.1",),
        allow_private=("127.0.0.1/32",),
        politeness=BRISK,
    )


def questions(site: Site) -> list[dict[str, str]]:
    asked = [urlsplit(one.target).query for one in site.asked if one.path != "/robots.txt"]
    return [{name: values[0] for name, values in parse_qs(query).items()} for query in asked]


def test_every_definition_of_an_api_has_its_stand_in(definitions: Mapping[str, Source]) -> None:
    assert {name for name, source in definitions.items() if source.kind == "api"} == set(APIS)


@pytest.mark.parametrize("name", APIS)
def test_a_definition_reads_what_its_api_answers(run: Runs, name: str) -> None:
    source, api = run.definitions[name], APIS[name]
    swept, site = run(name)
    assert swept.counts is not None, swept.error
    assert swept.outcome is Outcome.OK, (swept.reasons, swept.counts.errors, swept.log)
    assert swept.counts.canaries == {"passed": 2}
    asked = questions(site)
    assert len({one.identity for one in swept.sightings}) == api.entries * len(source.start)
    assert all(one.title and one.text for one in swept.sightings)
    assert len({one.get(api.page, "1") for one in asked}) >= 2, "no second page was asked for"
    said = {one[api.query] for one in asked}
    assert all(any(each.text in one for one in said) for each in source.queries[:2])


@pytest.mark.parametrize("name", APIS)
def test_a_definition_sends_its_headers_to_the_api_and_not_for_robots_txt(
    run: Runs, name: str
) -> None:
    for one in run(name)[1].asked:
        if one.path == "/robots.txt":
            assert not any(secret in str(one.headers) for secret in TOKENS.values())
        else:
            for header, value in run.definitions[name].headers.items():
                assert one.headers[header.lower()] == value


def first(swept: Swept, ending: str) -> Sighting:
    return next(one for one in swept.sightings if one.identity.endswith(ending))


def test_code_keeps_its_angle_brackets_and_markup_loses_them(run: Runs) -> None:
    code = first(run("github-code")[0], "furnace_0.py")
    assert "<T> で焼く\nx = 1" in code.text
    assert code.identity == "hanako/notes-0 src/furnace_0.py"
    question = first(run("stack-exchange")[0], "/0/how")
    assert "焼く a < b" in question.text.replace("\n", " ")
    assert question.fields["name"] == "Hanako & co"
    assert question.fields["published"] == "1772323200"


def test_issues_are_asked_for_from_where_the_last_sweep_left_off(run: Runs) -> None:
    swept, site = run("github-issues")
    assert swept.counts is not None
    assert str(swept.counts.reached) == "2026-03-28 09:00:00+00:00"
    assert all("updated:>=2025-04-01" in one["q"] for one in questions(site))
