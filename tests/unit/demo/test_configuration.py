from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.config import Settings, check_roster, load_settings, read_roster
from leakwatch.demo import World, write_config
from leakwatch.demo.configuration import CONFIG, SLACK_APP_TOKEN, SLACK_TOKEN
from leakwatch.demo.slack import SlackStandIn
from leakwatch.demo.slack.people import LEAD, REVIEWER, STRANGER, default_users
from leakwatch.locale import Language
from leakwatch.match import check_watchlist
from leakwatch.models import Role

TODAY = date(2026, 11, 23)
#: Platforms that only answer letters.
ASKED = ("kotonoha", "miotsukushi", "todai-experts")
SLACK = "http://127.0.0.1:9/api/"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as running:
        yield running


def written(
    directory: Path, world: World, *, os_user: str = "somebody", language: Language = "ja"
) -> Path:
    write_config(
        directory, world=world, slack_url=SLACK, os_user=os_user, today=TODAY, language=language
    )
    return directory


@pytest.fixture
def config(tmp_path: Path, world: World) -> Path:
    return written(tmp_path / "config", world)


@pytest.fixture
def settings(config: Path) -> Settings:
    return load_settings(config, environ={}, today=TODAY)


def test_every_template_arrives_with_nothing_left_to_fill_in(config: Path) -> None:
    names = {path.name for path in config.rglob("*.yaml")}
    assert names == {
        "leakwatch.yaml",
        "watchlist.yaml",
        "charter.yaml",
        "casework.yaml",
        "reviewers.yaml",
        "expert-platform.yaml",
        "request-board.yaml",
        "tech-blog.yaml",
        "tech-blog-archive.yaml",
        *(f"{name}.yaml" for name in ASKED),
    }
    for path in config.rglob("*.yaml"):
        assert "$" not in path.read_text(encoding="utf-8"), path.name


def test_nobody_else_may_read_what_is_written(config: Path) -> None:
    assert stat.S_IMODE(config.stat().st_mode) == 0o700
    for path in (config / "people.csv", config / "slack-token", config / "sources/tech-blog.yaml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_writing_again_brings_the_new_addresses(config: Path, world: World) -> None:
    (config / "sources" / "tech-blog.yaml").write_text("old", encoding="utf-8")
    written(config, world)
    text = (config / "sources" / "tech-blog.yaml").read_text(encoding="utf-8")
    assert f"start: {world.blog_url}/feed.xml" in text


def test_the_only_warning_is_about_the_roster_in_the_clear(config: Path) -> None:
    (notice,) = load_settings(config, environ={}, today=TODAY).warnings
    assert str(notice.values["file"]).endswith("people.csv")
    (config / "people.csv").unlink()
    assert load_settings(config, environ={}, today=TODAY).warnings == ()


def test_four_sources_are_swept_and_three_are_asked(settings: Settings) -> None:
    assert sorted(one.name for one in settings.sources.values() if not one.swept) == [*ASKED]
    assert sorted(one.name for one in settings.sources.values() if one.swept) == [
        "expert-platform",
        "request-board",
        "tech-blog",
        "tech-blog-archive",
    ]


def test_sources_point_at_the_running_world(settings: Settings, world: World) -> None:
    for source in settings.sources.values():
        if not source.swept:
            continue
        assert all(start.startswith(world.url) for start in source.start)
        assert all(canary.url.startswith(world.url) for canary in source.canaries)
        assert source.canaries
        assert source.politeness.robots


def test_only_the_platforms_show_personal_data(settings: Settings) -> None:
    personal = [name for name, source in settings.sources.items() if source.personal_data]
    assert sorted(personal) == sorted(["expert-platform", *ASKED])


@pytest.mark.parametrize("later", [0, 30, 365], ids="after {} days".format)
def test_the_charter_holds_for_a_year(config: Path, later: int) -> None:
    settings = load_settings(config, environ={}, today=TODAY + timedelta(days=later))
    assert settings.charter.valid, settings.charter.problem


def test_the_charter_is_over_after_that(config: Path) -> None:
    settings = load_settings(config, environ={}, today=TODAY + timedelta(days=366))
    assert not settings.charter.valid


def test_whoever_runs_the_demo_is_the_reviewer(settings: Settings) -> None:
    assert [one.os_user for one in settings.reviewers] == ["somebody", None, None]


def test_reviewers_are_users_of_the_stand_in_slack_and_one_user_is_nobodys(
    settings: Settings,
) -> None:
    known = {one.slack: one.role for one in settings.reviewers if one.slack}
    assert known == {LEAD: Role.LEAD, REVIEWER: Role.REVIEWER}
    assert STRANGER in {one.id for one in default_users()}


@pytest.mark.parametrize("user", ["o'neill", 'a"b', "域\\user", "x: y", "null", "1"])
def test_any_login_name_survives_the_yaml(tmp_path: Path, world: World, user: str) -> None:
    settings = load_settings(
        written(tmp_path / "config", world, os_user=user), environ={}, today=TODAY
    )
    assert settings.reviewers[0].os_user == user


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_language_is_the_one_asked_for(
    tmp_path: Path, world: World, language: Language
) -> None:
    config = written(tmp_path / "config", world, language=language)
    assert load_settings(config, environ={}, today=TODAY).language == language


def test_slack_is_the_stand_in_and_its_token_stays_out_of_the_yaml(
    settings: Settings, config: Path
) -> None:
    assert settings.slack is not None
    assert settings.slack.base_url == SLACK
    assert settings.slack.token == SLACK_TOKEN == SlackStandIn().token
    assert settings.slack.app_token == SLACK_APP_TOKEN == SlackStandIn().app_token
    written = (config / "leakwatch.yaml").read_text(encoding="utf-8")
    assert SLACK_TOKEN not in written
    assert SLACK_APP_TOKEN not in written


def test_the_roster_is_complete_and_fits_the_watchlist(settings: Settings, config: Path) -> None:
    people = read_roster(config / "people.csv")
    assert len(people) == 24
    assert check_roster(people, settings.watchlist) == ()
    assert sum(person.left is not None for person in people) == 3


def test_the_watchlist_gives_no_cause_for_advice(settings: Settings, config: Path) -> None:
    people = read_roster(config / "people.csv")
    assert check_watchlist(replace(settings.watchlist, people=people)) == ()


def test_the_watchlist_covers_every_sensitivity(settings: Settings) -> None:
    assert {term.sensitivity for term in settings.watchlist.terms} == {1, 2, 3}
    assert settings.watchlist.owner.id == "novaceram"


def test_nobody_secret_may_leave_in_a_query(settings: Settings) -> None:
    assert [term.id for term in settings.watchlist.terms if term.may_leave] == ["T01", "T02", "T03"]


def test_the_sealing_key_is_made_by_the_record(settings: Settings) -> None:
    assert settings.sealing_key is None


def test_the_templates_hold_no_address_of_any_machine() -> None:
    for part in (CONFIG, CONFIG / "sources"):
        for file in part.iterdir():
            if file.name.endswith(".yaml"):
                text = file.read_text(encoding="utf-8")
                assert "http" not in text.replace("https://", ""), file.name
