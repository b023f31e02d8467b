"""What a right configuration becomes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leakwatch.config import find_config_dir, load_settings, watchlist_digest
from leakwatch.errors import ConfigError
from leakwatch.models import (
    Canary,
    Limits,
    Person,
    Politeness,
    Reviewer,
    Role,
    Selector,
    SelectorKind,
    Shows,
    TermKind,
    Timing,
)
from tests.unit.config.right import MAIN, SOURCE, TODAY, WATCHLIST, Load

SOURCE_FILE = "sources/experts.yaml"

FULL_SOURCE = """\
kind: directory
title: 専門家一覧
enabled: false
start: [https://platform.example/experts, https://www.platform.example/experts]
shows: profile
personal_data: false
schedule: {cron: "0 6 * * 1", timezone: Europe/Berlin, jitter: 5m}
listing:
  links: a.expert::attr(href)
  next: {xpath: "//a[@rel='next']/@href"}
identity: {url: '/experts/(\\d+)'}
fields:
  name: h1.name::text
  skills: {css: .skills}
canaries: [{url: https://platform.example/about, contains: エキスパート}]
expect: {at_least: 10}
limits: {pages: 500, depth: 50, page_size: 5MB, time: 2h, memory: 512MB}
politeness: {delay: 500ms, concurrency: 2, autothrottle: false, timeout: 10s}
allow_private: [127.0.0.0/8]
channel: "#experts"
"""


def selector(kind: SelectorKind, expression: str, attribute: str | None, line: int) -> Selector:
    where = f"config/{SOURCE_FILE}:{line}"
    return Selector(kind=kind, expression=expression, attribute=attribute, where=where)


def test_a_definition_becomes_a_source(load: Load) -> None:
    source = load({SOURCE_FILE: FULL_SOURCE}).sources["experts"]
    assert (source.name, source.kind, source.title) == ("experts", "directory", "専門家一覧")
    assert source.domains == ("platform.example", "www.platform.example")
    assert (source.shows, source.enabled, source.personal_data) == (Shows.PROFILE, False, False)
    assert source.links == selector(SelectorKind.CSS, "a.expert", "href", 9)
    assert source.next == selector(SelectorKind.XPATH, "//a[@rel='next']/@href", None, 10)
    assert source.identity == selector(SelectorKind.URL, "/experts/(\\d+)", None, 11)
    assert source.fields == {
        "name": selector(SelectorKind.CSS, "h1.name", None, 13),
        "skills": selector(SelectorKind.CSS, ".skills", None, 14),
    }
    assert source.canaries == (
        Canary(url="https://platform.example/about", contains="エキスパート"),
    )
    assert source.at_least == 10
    assert source.limits == Limits(
        pages=500, depth=50, page_bytes=5_000_000, seconds=7_200, memory_mb=512
    )
    assert source.politeness == Politeness(
        delay=0.5, concurrency=2, autothrottle=False, robots=True, timeout=10.0
    )
    assert source.timing == Timing(cron="0 6 * * mon", timezone="Europe/Berlin", jitter=300.0)
    assert (source.allow_private, source.channel) == (("127.0.0.0/8",), "#experts")
    assert source.where == f"config/{SOURCE_FILE}"


def test_a_short_definition_gets_the_usual(load: Load) -> None:
    source = load().sources["experts"]
    assert (source.limits, source.politeness, source.timing) == (Limits(), Politeness(), Timing())
    assert source.enabled
    assert source.personal_data


def test_a_source_says_what_the_defaults_do_not(load: Load) -> None:
    main = (
        MAIN
        + "timezone: UTC\ndefaults: {politeness: {delay: 5s, timeout: 9s}, limits: {pages: 7}}\n"
    )
    definition = SOURCE + "politeness: {delay: 0s}\nschedule: {every: 6h}\n"
    source = load({"leakwatch.yaml": main, SOURCE_FILE: definition}).sources["experts"]
    assert source.politeness == Politeness(delay=0.0, timeout=9.0)
    assert source.limits == Limits(pages=7)
    assert source.timing == Timing(every=21_600.0, timezone="UTC")


def test_feed_and_sitemap_have_keys_of_their_own(load: Load) -> None:
    feed = "kind: feed\nstart: https://blog.example/feed\nshows: article\nfollow: true\n"
    sitemap = "kind: sitemap\nstart: https://a.example/s.xml\nshows: page\ninclude: '/r/\\d+'\nsince: 30d\n"
    sources = load({"sources/blog.yaml": feed, "sources/board.yaml": sitemap}).sources
    assert sources["blog"].follow
    assert (sources["board"].include, sources["board"].since_days) == (("/r/\\d+",), 30)
    assert list(sources) == ["blog", "board", "experts"]


def test_with_spiders_of_the_users_own_any_kind_may_be_meant(load: Load) -> None:
    definition = SOURCE.replace("kind: directory", "kind: intranet")
    settings = load({"leakwatch.yaml": MAIN + "spiders: [our.spiders]\n", SOURCE_FILE: definition})
    assert settings.user_spiders == ("our.spiders",)
    assert settings.sources["experts"].kind == "intranet"


def test_the_watchlist_is_built_with_its_defaults(load: Load) -> None:
    content = WATCHLIST.replace(
        "owner: true",
        "owner: true\n    aliases: 藍川マテ\n    domains: [Aikawa.Example]\n"
        "    profile: {ja: {industry: [素材メーカー, 素材メーカー], employees: 3200}}",
    )
    watchlist = load({"watchlist.yaml": content}).watchlist
    owner = watchlist.owner
    assert (owner.aliases, owner.domains, owner.may_leave) == (
        ("藍川マテ",),
        ("aikawa.example",),
        True,
    )
    (profile,) = owner.profiles
    assert (profile.language, profile.industry, profile.employees) == (
        "ja",
        ("素材メーカー",),
        3200,
    )
    assert watchlist.divisions[0].technologies == ("T01",)
    assert (watchlist.terms[0].kind, watchlist.people) == (TermKind.TECHNOLOGY, ())


@pytest.mark.parametrize(
    ("sensitivity", "written", "may_leave"),
    [
        (1, "", True),
        (1, "may_leave: false", False),
        (2, "", False),
        (2, "may_leave: true", True),
        (3, "", False),
        (3, "may_leave: false", False),
    ],
)
def test_what_may_leave_depends_on_sensitivity(
    load: Load, sensitivity: int, written: str, *, may_leave: bool
) -> None:
    content = WATCHLIST.replace("sensitivity: 1", f"sensitivity: {sensitivity}\n    {written}")
    assert load({"watchlist.yaml": content}).watchlist.terms[0].may_leave is may_leave


def test_reviewers_are_read_with_their_time(load: Load) -> None:
    content = (
        "reviewers:\n  - {id: hanako, role: auditor, email: h@a.example, slack: U0ABC1DEF,"
        " os_user: hanako, roster_id: E001, from: 2026-04-01, until: 2027-03-31}\n"
    )
    (reviewer,) = load({"reviewers.yaml": content}).reviewers
    assert reviewer == Reviewer(
        id="hanako",
        role=Role.AUDITOR,
        email="h@a.example",
        slack="U0ABC1DEF",
        os_user="hanako",
        roster_id="E001",
        valid_from=date(2026, 4, 1),
        valid_until=date(2027, 3, 31),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", "var"), ("state_dir: data/leaks\n", "data/leaks"), ("state_dir: ../up\n", "../up")],
)
def test_state_lies_beside_the_configuration_wherever_a_command_runs(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, expected: str
) -> None:
    monkeypatch.chdir("/")
    assert load({"leakwatch.yaml": MAIN + written}).state_dir == tmp_path / expected


def test_state_may_lie_anywhere(load: Load) -> None:
    assert load({"leakwatch.yaml": MAIN + "state_dir: /srv/leakwatch\n"}).state_dir == Path(
        "/srv/leakwatch"
    )


def test_the_terminal_speaks_where_the_file_does_not(load: Load) -> None:
    files = {"leakwatch.yaml": "contact: a@example.com\n"}
    assert load(files, {"LANG": "ja_JP.UTF-8"}).language == "ja"
    assert load(files, {"LANG": "C"}).language == "en"
    assert load({}, {"LANG": "ja_JP.UTF-8"}).language == "en"


def test_a_file_in_the_clear_and_doubtful_entries_are_told(load: Load) -> None:
    definition = SOURCE + "  organization: .employer\nschedule: {every: 6s}\n"
    settings = load({"people.csv": "id\n", "reviewers.yaml": None, SOURCE_FILE: definition})
    told = [notice.message.format(**notice.values) for notice in settings.warnings]
    assert len(told) == 4
    assert any("people.csv holds names in the clear" in text for text in told)
    assert any("there is no config/reviewers.yaml" in text for text in told)
    assert any("more often than once a minute" in text for text in told)
    assert any("did you mean organisation?" in text for text in told)


@pytest.mark.parametrize(
    "definition",
    [
        SOURCE.replace("https://platform.example", "http://127.0.0.1:8000"),
        SOURCE.replace("https://platform.example", "http://localhost:8000"),
        SOURCE + "enabled: false\n",
    ],
    ids=["loopback address", "loopback name", "disabled"],
)
def test_who_visits_nobody_needs_no_contact(load: Load, definition: str) -> None:
    settings = load({"leakwatch.yaml": "language: en\n", SOURCE_FILE: definition})
    assert settings.contact == ""


@pytest.mark.parametrize(
    "definition",
    [
        SOURCE.replace("https://platform.example", "http://127.0.0.1:8000"),
        SOURCE + "allow_private: [10.0.0.0/8]\n",
    ],
    ids=["loopback", "private network"],
)
def test_robots_may_be_off_on_machines_of_our_own(load: Load, definition: str) -> None:
    settings = load({SOURCE_FILE: definition + "politeness: {robots: false}\n"})
    assert not settings.sources["experts"].politeness.robots


def test_an_editors_own_files_are_no_sources(load: Load) -> None:
    names = ["sources/.experts.yaml", "sources/#experts.yaml", "sources/experts.yaml~"]
    assert list(load(dict.fromkeys(names, "broken: [")).sources) == ["experts"]


def test_without_sources_there_is_nothing_to_sweep(load: Load) -> None:
    assert load({SOURCE_FILE: None}).sources == {}


def test_the_directory_is_the_option_or_the_variable_or_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_config_dir(Path("a"), {"LEAKWATCH_CONFIG": "b"}) == tmp_path / "a"
    assert find_config_dir(None, {"LEAKWATCH_CONFIG": "b"}) == tmp_path / "b"
    assert find_config_dir(None, {"LEAKWATCH_CONFIG": ""}) == tmp_path / "config"


def test_a_directory_that_is_not_there_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="leakwatch init"):
        load_settings(tmp_path / "nowhere", environ={}, today=TODAY)


def test_the_digest_is_of_what_is_looked_for(load: Load) -> None:
    watchlist = load().watchlist
    person = Person(id="E001", surname="篠崎", given="遥香")
    assert watchlist.digest == watchlist_digest(watchlist)
    assert watchlist_digest(replace(watchlist, people=(person,))) != watchlist.digest
    reordered = "# comment\n" + WATCHLIST.replace("[T01]", "['T01', T01]")
    assert load({"watchlist.yaml": reordered}).watchlist.digest == watchlist.digest
    other = load({"watchlist.yaml": WATCHLIST.replace("低温焼結", "低温焼成")}).watchlist
    assert other.digest != watchlist.digest


def test_settings_are_read_without_the_crawler_and_the_database() -> None:
    heavy = {"scrapy", "twisted", "sqlmodel", "sqlalchemy", "slack_sdk", "apscheduler"}
    code = f"import sys, leakwatch.config; print({heavy!r} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"
