"""Reader, matcher and score over every page of the demo world, held to the truth about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from leakwatch.config import Settings, load_settings, read_roster
from leakwatch.demo import Claim, World, content, expected, write_config
from leakwatch.extract import Document, read_document
from leakwatch.match import Matches, compile_watchlist, find_hits
from leakwatch.models import EntryKind, Finding, Severity, Sighting, Source, Watchlist
from leakwatch.score import assess
from spiders.directory import read_listing
from spiders.feed import read_feed
from spiders.following import merge_page
from spiders.sitemap import read_sitemap
from spiders.source_spider import read_profile

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    sighting: Sighting
    matches: Matches
    findings: tuple[Finding, ...]


Day = Mapping[str, Judged]  # by path
Look = Callable[[int], Day]


def document(world: World, url: str) -> Document:
    address = urlsplit(url)
    page = world.respond(address.path, page=dict(parse_qsl(address.query)).get("page", "1"))
    assert page.status == 200, url
    return read_document(page.body, url=url, content_type=page.content_type)


def directory(world: World, source: Source) -> Iterator[Sighting]:
    listing_url: str | None = source.start[0]
    while listing_url:
        listing = read_listing(document(world, listing_url), source)
        for url in listing.links:
            read = read_profile(document(world, url), source, seen_at=NOW)
            assert read.problems == (), url
            yield read.sighting
        listing_url = listing.next


def feed(world: World, source: Source) -> Iterator[Sighting]:
    url = source.start[0]
    read = read_feed(world.respond(urlsplit(url).path).body, source, url=url, seen_at=NOW)
    assert read.problems == ()
    for entry in read.sightings:
        page = document(world, entry.url)
        yield merge_page(entry, page, fields=source.fields, identity=source.identity)


def sitemap(world: World, source: Source) -> Iterator[Sighting]:
    url = source.start[0]
    read = read_sitemap(world.respond(urlsplit(url).path).body, source, url=url, seen_at=NOW)
    assert not read.broken
    for page in read.pages:
        yield read_profile(document(world, page), source, seen_at=NOW).sighting


#: What each kind of spider does, without the crawl.
READERS = {"directory": directory, "feed": feed, "sitemap": sitemap}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as running:
        yield running


@pytest.fixture(scope="module")
def config(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demo") / "config"
    write_config(
        directory,
        world=world,
        slack_url="http://127.0.0.1:9/api/",
        os_user="somebody",
        today=TODAY,
        language="ja",
    )
    return directory


@pytest.fixture(scope="module")
def settings(config: Path) -> Settings:
    return load_settings(config, environ={}, today=TODAY)


@pytest.fixture(scope="module")
def watchlist(settings: Settings, config: Path) -> Watchlist:
    return replace(settings.watchlist, people=read_roster(config / "people.csv"))


@pytest.fixture(scope="module")
def look(world: World, settings: Settings, watchlist: Watchlist) -> Look:
    """Judge a whole day; the same day is judged once."""
    compiled = compile_watchlist(watchlist)
    days: dict[int, Day] = {}

    def judged(sighting: Sighting) -> Judged:
        matches = find_hits(sighting, compiled)
        return Judged(
            sighting=sighting, matches=matches, findings=assess(sighting, matches, watchlist)
        )

    def judge(day: int) -> Day:
        if day not in days:
            world.day = day
            days[day] = {
                urlsplit(sighting.url).path: judged(sighting)
                for source in settings.sources.values()
                if source.swept
                for sighting in READERS[source.kind](world, source)
            }
        return days[day]

    return judge


def claims(day: Day) -> list[Claim]:
    return [
        Claim(judged.sighting.url, finding.kind.value, finding.subject)
        for judged in day.values()
        for finding in judged.findings
    ]


@pytest.mark.parametrize("day", content.DAYS)
def test_everything_planted_is_found(look: Look, day: int) -> None:
    tally = expected(day).tally(claims(look(day)))
    assert tally.missed == ()
    assert tally.found == tally.planted >= 29


@pytest.mark.parametrize("day", content.DAYS)
def test_nothing_else_alerts(look: Look, day: int) -> None:
    assert expected(day).tally(claims(look(day))).false_alerts == ()


def test_a_request_of_our_own_company_is_no_solicitation(look: Look) -> None:
    assert look(1)["/requests/336/"].findings == ()


def test_the_platform_finds_people_by_every_disguise(look: Look) -> None:
    planted = {one.path: one.subject for one in expected(1).found if one.subject}
    people = {path: who for path, who in planted.items() if who.startswith("person:")}
    assert len(people) >= 15
    for path, who in people.items():
        assert who in {finding.subject for finding in look(1)[path].findings}, path


def test_the_decoys_are_near_misses_and_not_blank_pages(look: Look) -> None:
    """A decoy at which no rule even looks would prove nothing."""
    for row in content.read_yaml("experts", "decoys.yaml"):
        matches = look(1)[f"/experts/{row['id']}"].matches
        assert matches.hits or matches.suppressions, row["name"]


def test_ordinary_people_hardly_touch_a_rule(look: Look) -> None:
    for expert in content.plain_experts():
        kinds = {hit.entry_kind for hit in look(1)[f"/experts/{expert.id}"].matches.hits}
        assert kinds <= {EntryKind.SITE, EntryKind.PROFILE}, expert.id


def test_namesakes_hit_by_name_and_stay_silent(look: Look) -> None:
    for number in ("20488", "20629", "20771", "20893", "20954", "21003"):
        judged = look(1)[f"/experts/{number}"]
        assert EntryKind.PERSON in {hit.entry_kind for hit in judged.matches.hits}, number
        assert judged.findings == (), number


def test_a_changed_counter_changes_no_signature(look: Look) -> None:
    (path,) = expected(2).counter_only
    before, after = look(1)[path], look(2)[path]
    assert before.sighting.text != after.sighting.text
    assert [one.signature for one in before.findings] == [one.signature for one in after.findings]


def test_the_edited_profile_is_silent_first_and_gains_members_then(look: Look) -> None:
    before, after = look(1)["/experts/22890"], look(2)["/experts/22890"]
    assert before.findings == ()
    entries = {hit.entry for finding in after.findings for hit in finding.hits}
    assert {"T06", "substrate"} <= {hit.entry for hit in after.matches.hits}
    assert "T06" in entries


def test_what_did_not_change_overnight_is_judged_the_same(look: Look) -> None:
    first, second = look(1), look(2)
    changed = {"/experts/22890"}
    for path in first.keys() & second.keys() - changed:
        signatures = [[one.signature for one in day[path].findings] for day in (first, second)]
        assert signatures[0] == signatures[1], path


def test_a_code_name_with_its_parameter_is_critical(look: Look) -> None:
    findings = look(1)["/blog/articles/kiln-log-python"].findings
    assert {finding.subject for finding in findings} == {"term:T06", "term:T09"}
    assert {finding.severity for finding in findings} == {Severity.CRITICAL}


def test_without_people_the_watch_goes_on_without_names(look: Look, settings: Settings) -> None:
    """The charter gate: everything that is not a person is still found."""
    compiled = compile_watchlist(settings.watchlist)
    for path in ("/experts/20417", "/experts/22503"):
        sighting = look(1)[path].sighting
        findings = assess(sighting, find_hits(sighting, compiled), settings.watchlist)
        assert {finding.subject for finding in findings} == {"unknown"}, path


@pytest.mark.parametrize("day", content.DAYS)
def test_the_readers_reach_every_page_there_is(look: Look, day: int) -> None:
    shown = {f"/experts/{one.id}" for one in content.experts(day)}
    shown |= {f"/requests/{one.id}/" for one in content.requests(day)}
    shown |= {f"/blog/articles/{one.slug}" for one in content.recent_articles(day)}
    shown |= {f"/blog/archive/{one.slug}" for one in content.old_articles(day)}
    assert set(look(day)) == shown


def test_sightings_are_known_by_the_platforms_own_ids(look: Look) -> None:
    assert look(1)["/experts/20417"].sighting.identity == "20417"
    assert look(1)["/requests/301/"].sighting.identity == "301"


def test_labelled_fields_are_read_from_every_layout(look: Look) -> None:
    for expert in content.experts(1):
        fields = look(1)[f"/experts/{expert.id}"].sighting.fields
        assert fields["headline"] == expert.headline
        hidden = expert.layout in {"jsonld", "next"}
        assert ("name" in fields, "organisation" in fields) == (not hidden, not hidden), expert.id


def test_an_article_in_shift_jis_is_read_as_what_it_is(look: Look) -> None:
    text = look(1)["/blog/articles/sheet-forming-memo"].sighting.text
    assert (
        "職場で教わったことを忘れないように①原料、②成形、③乾燥の順にまとめます。㈱や髙など" in text
    )
