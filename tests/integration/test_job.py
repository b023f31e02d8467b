"""The main job from outside: sweep, alert, sweep again, and again on a day when the world changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest

from leakwatch.demo import expected
from leakwatch.models import AlertKind, Status
from tests.installation import (
    ARCHIVE,
    BLOG,
    BOARD,
    PLATFORM,
    installed,
    key_of,
)
from tests.planted import told_in
from tests.story import Moment, Story, told_by


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Two days of one installation; the world stays at day 2."""
    with installed(tmp_path_factory.mktemp("story") / "place", people=False) as place:
        yield told_by(place)


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Moment, Moment]]:
    """A first sweep without --alert-all, and the same again a day later."""
    with installed(tmp_path_factory.mktemp("baseline") / "place") as place:
        place.only(ARCHIVE, BLOG)
        first = Moment.after(place.run("sweep", "--all"), place)
        place.world.day = 2
        yield first, Moment.after(place.run("sweep", "--all"), place)


def pages(moment: Moment) -> set[tuple[str, str | None]]:
    return {(one.source, one.url) for one in moment.log.values()}


def test_people_are_sealed_and_the_file_is_said_to_be_no_longer_needed(story: Story) -> None:
    assert story.imported.code == 0
    assert story.imported.out.startswith("24 people are sealed in the record; ")
    assert "高崎".encode() not in story.place.database.read_bytes()


def test_every_command_of_the_story_ends_well(story: Story) -> None:
    moments = (story.first, story.again, story.second, story.third)
    assert [moment.result.code for moment in moments] == [0, 0, 0, 0]
    assert story.rehearsed[0].code == 0


def test_a_sweep_shows_a_line_for_each_source(story: Story) -> None:
    heading, *lines = story.first.result.out.splitlines()
    assert heading.split()[:3] == ["source", "outcome", "why"]
    assert [line.split()[:2] for line in lines if line] == [
        [name, "ok"] for name in (PLATFORM, BOARD, ARCHIVE, BLOG)
    ]


@pytest.mark.parametrize("day", [1, 2])
def test_everything_planted_is_found_and_nothing_else(story: Story, day: int) -> None:
    moment = story.first if day == 1 else story.second
    tally = expected(day).tally(moment.claims)
    assert tally.missed == ()
    assert tally.false_alerts == ()
    assert tally.found == tally.planted > 0


def test_each_sighting_is_told_in_one_message_with_all_its_findings(story: Story) -> None:
    assert len(story.first.messages) == len(pages(story.first))
    numbers = [finding.number for alert in story.first.alerts for finding in alert.findings]
    assert sorted(numbers) == sorted(story.first.log)
    assert {key_of(message) for message in story.first.messages} == {
        alert.key for alert in story.first.alerts
    }


def test_the_channel_names_findings_by_their_number(story: Story) -> None:
    for message, alert in zip(story.first.messages, story.first.alerts, strict=True):
        assert all(finding.label in message["text"] for finding in alert.findings)


def test_a_second_sweep_finds_the_same_and_sends_nothing(story: Story) -> None:
    assert story.again.log.keys() == story.first.log.keys()
    assert story.again.alerts == story.first.alerts
    assert story.again.messages == story.first.messages


def test_a_dry_run_says_what_it_would_find_and_leaves_everything_as_it_was(story: Story) -> None:
    rehearsal, untouched = story.rehearsed
    assert untouched
    found = rehearsal.events("sweep.finding")
    assert {event["source"] for event in found} == {BLOG}
    assert all(
        set(event) == {"event", "source", "kind", "subject", "severity", "score"} for event in found
    )
    done = rehearsal.events("sweep.done")
    assert all(event["dry_run"] for event in done)
    assert sum(event["findings"] for event in done) == len(found)


def test_a_sweep_as_json_lines_tells_each_step_of_each_source(story: Story) -> None:
    result = story.second.result
    names = {PLATFORM, BOARD, BLOG, ARCHIVE}
    for event in ("sweep.started", "sweep.progress", "sweep.done"):
        assert {line["source"] for line in result.events(event)} == names
    assert all(line["outcome"] == "ok" for line in result.events("sweep.done"))
    assert not result.events("sweep.finding")


def test_sources_of_one_domain_take_turns(story: Story) -> None:
    steps = [line["event"] for line in story.second.result.lines]
    turns = [step for step in steps if step in {"sweep.started", "sweep.done"}]
    assert turns == ["sweep.started", "sweep.done"] * 4
    waiting = story.second.result.events("sweep.waiting")
    assert {line["domain"] for line in waiting} == {"127.0.0.1"}


def test_day_two_alerts_on_what_is_new_or_says_something_new(story: Story) -> None:
    told = story.second.told(since=story.first)
    assert told == Counter({planted.path: 1 for planted in expected(2).new})
    assert len(story.second.messages) == len(story.first.messages) + len(expected(2).new)


def test_a_number_that_counts_up_on_a_page_alerts_nobody(story: Story) -> None:
    told = story.second.told(since=story.first)
    for path in expected(2).counter_only:
        (finding,) = story.second.at(path)
        assert path not in told
        assert finding.last_seen > story.first.log[finding.number].last_seen


def test_who_left_is_missing_at_first_and_gone_after_a_second_clean_look(story: Story) -> None:
    for path in expected(2).gone:
        (before,), (missing,), (gone,) = (
            moment.at(path) for moment in (story.first, story.second, story.third)
        )
        assert before.missing_since is None
        assert missing.missing_since is not None
        assert (missing.status, gone.status) == (Status.NEW, Status.GONE)


def test_nobody_else_is_missing(story: Story) -> None:
    away = {urlsplit(one.url or "").path for one in story.third.log.values() if one.missing_since}
    assert away == set(expected(2).gone)


def test_every_finding_about_a_person_bears_the_charter_it_was_made_under(story: Story) -> None:
    stamped = {
        one.charter_version for one in story.first.log.values() if one.subject.startswith("person:")
    }
    assert len(stamped) == 1
    assert None not in stamped


def test_no_message_names_anybody_or_an_inner_term(story: Story) -> None:
    everything = [*story.place.messages(), *map(str, story.place.slack.workspace.calls)]
    assert len(story.place.messages()) > 30
    assert told_in(json.dumps(everything, ensure_ascii=False, default=str)) == set()


def test_no_message_links_to_a_profile_while_public_pages_are_linked(story: Story) -> None:
    text = json.dumps(story.place.messages())
    assert story.place.world.platform_url not in text
    assert story.place.world.board_url in text


def test_nothing_said_during_a_sweep_gives_anybody_away(story: Story) -> None:
    for moment in (story.first, story.again, story.second, story.third):
        said = moment.result.out + moment.result.err
        assert told_in(said) == set()
        assert story.place.world.platform_url not in said


def test_the_sites_are_asked_for_pages_and_told_nothing(story: Story) -> None:
    seen = story.place.world.seen
    assert len(seen) > 300
    asked = "\n".join(
        " ".join([unquote(one.path), unquote(one.query), *(f"{k}: {v}" for k, v in one.headers)])
        for one in seen
    )
    assert told_in(asked) == set()
    assert {one.query.partition("=")[0] for one in seen} <= {"", "page"}


def test_the_sources_under_test_are_of_both_kinds(story: Story) -> None:
    sources = {one.source: one.confidential for one in story.first.log.values()}
    assert sources[PLATFORM]
    assert any(not one.confidential for one in story.first.log.values() if one.source == BLOG)


def test_a_first_sweep_is_a_baseline_of_one_summary_per_source(
    baseline: tuple[Moment, Moment],
) -> None:
    first, _ = baseline
    assert [alert.kind for alert in first.alerts] == [AlertKind.BASELINE] * 2
    assert {alert.source for alert in first.alerts} == {ARCHIVE, BLOG}
    assert len(first.messages) == 2
    assert sum(sum(alert.counts.values()) for alert in first.alerts) == len(first.log)
    assert {one.status for one in first.log.values()} == {Status.NEW}


def test_after_the_baseline_only_what_is_new_alerts(baseline: tuple[Moment, Moment]) -> None:
    first, second = baseline
    watched = {ARCHIVE, BLOG}
    new = Counter({one.path: 1 for one in expected(2).new if one.source in watched})
    assert second.told(since=first) == new
    assert len(second.messages) == 2 + new.total()
