"""Gone and back, told sweep by sweep on a directory whose members come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from leakwatch.models import Absence, Answer, HistoryEntry, LoggedFinding
from tests.guild import Guild, founded, profile
from tests.servers.behaviours import Page, redirect, status

#: Members who left the listing, and what their own pages answer from then on.
LEFT = {
    "left": status(404),
    "deleted": status(410),
    "soft": Page("<title>ページが見つかりません</title><p>お探しのページはありません</p>"),
    "home": redirect("/guide"),
    "login": redirect("/login"),
    "refused": status(403),
    "hidden": profile(),
    "back": status(404),
    "dismissed": status(404),
}


@dataclass
class Story:
    """What the log said after each sweep, by the name of the sweep."""

    logs: dict[str, dict[str, LoggedFinding]] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)
    history: dict[str, tuple[HistoryEntry, ...]] = field(default_factory=dict)
    absences: dict[str, Absence | None] = field(default_factory=dict)
    errors: str = ""  #: all that went to stderr
    printed: str = ""  #: `findings show` of one that is gone

    def status(self, sweep: str, member: str) -> str:
        return self.logs[sweep][member].status.value

    def acts(self, member: str) -> list[str]:
        return [one.act for one in self.history[member]]


def sweep(guild: Guild, story: Story, name: str) -> None:
    before, heard = len(guild.site.asked), len(guild.told())
    result = guild.sweep()
    (done,) = result.events("sweep.done")
    story.reports[name], story.errors = done, story.errors + result.err
    story.asked[name] = guild.site.paths()[before:]
    story.logs[name], story.told[name] = guild.log(), guild.told()[heard:]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    story = Story()
    with founded(tmp_path_factory.mktemp("guild") / "place") as guild:
        guild.site.routes["/login"] = Page("<title>ログイン</title><input type=password>")
        guild.shows(stays=profile(), **dict.fromkeys(LEFT, profile()))
        sweep(guild, story, "first")
        dismissed = story.logs["first"]["dismissed"].label
        decided = guild.place.run("findings", "set", dismissed, "not_ours", "--reason", "x")
        assert decided.code == 0, decided.err
        guild.shows("stays")
        guild.answers(**LEFT)
        sweep(guild, story, "missing")
        listing = guild.site.routes["/members"]
        guild.site.routes["/members"] = status(403)
        sweep(guild, story, "blocked")
        guild.site.routes["/members"] = listing
        guild.answers(stays=status(500))
        sweep(guild, story, "partial")
        guild.answers(stays=profile())
        sweep(guild, story, "checked")
        sweep(guild, story, "checked again")
        with guild.place.record() as record:
            story.absences = {
                member: record.findings.absence(one.number)
                for member, one in story.logs["checked again"].items()
            }
        story.printed = guild.place.run(
            "findings", "show", story.logs["checked again"]["left"].label
        ).out
        guild.shows("stays", back=profile(), dismissed=profile())
        sweep(guild, story, "back")
        with guild.place.record() as record:
            story.history = {
                member: record.findings.history(one.number)
                for member, one in story.logs["back"].items()
            }
        yield story


def test_every_sweep_ended_as_it_should(story: Story) -> None:
    outcomes = {name: done["outcome"] for name, done in story.reports.items()}
    assert outcomes.pop("blocked") == "blocked"
    assert outcomes.pop("partial") in {"partial", "failed"}
    assert set(outcomes.values()) == {"ok"}


def test_one_clean_sweep_makes_nobody_gone_and_asks_nobody(story: Story) -> None:
    log = story.logs["missing"]
    assert {one.status.value for one in log.values()} == {"new", "dismissed"}
    assert {name for name, one in log.items() if one.missing_since} == set(LEFT)
    assert story.reports["missing"]["checks"] == {}


@pytest.mark.parametrize("name", ["blocked", "partial"])
def test_a_sweep_that_could_not_see_changes_nothing_and_asks_nobody(
    story: Story, name: str
) -> None:
    before = story.logs["missing"]
    assert {
        member: (one.status, one.missing_since) for member, one in story.logs[name].items()
    } == {member: (one.status, one.missing_since) for member, one in before.items()}
    assert story.reports[name]["checks"] == {}
    assert not {f"/members/{member}" for member in LEFT} & set(story.asked[name])


@pytest.mark.parametrize(
    ("member", "how"),
    [
        ("left", "http_404"),
        ("deleted", "http_410"),
        ("soft", "soft_404"),
        ("home", "redirected"),
        ("dismissed", "http_404"),
    ],
)
def test_a_page_that_says_so_makes_a_registration_gone(story: Story, member: str, how: str) -> None:
    assert story.status("checked", member) == "gone"
    assert story.acts(member)[:3][-1] in {"missing", "gone"}
    gone = next(one for one in story.history[member] if one.act == "gone")
    assert gone.facts[1] == how


@pytest.mark.parametrize(
    ("member", "act", "how"),
    [
        ("login", "unchecked", "wall"),
        ("refused", "unchecked", "http_403"),
        ("hidden", "unlisted", "http_200"),
    ],
)
def test_anything_else_leaves_it_missing_and_is_asked_again(
    story: Story, member: str, act: str, how: str
) -> None:
    assert story.status("checked again", member) == "new"
    assert story.logs["checked again"][member].missing_since is not None
    assert story.acts(member)[:4] == ["found", "missing", act, act]
    assert [one.facts[1] for one in story.history[member] if one.act == act][:2] == [how, how]
    assert f"/members/{member}" in story.asked["checked again"]


def test_the_report_counts_what_was_asked(story: Story) -> None:
    assert story.reports["checked"]["checks"] == {
        "http_404": 3,
        "http_410": 1,
        "soft_404": 1,
        "redirected": 1,
        "wall": 1,
        "http_403": 1,
        "http_200": 1,
    }
    assert story.reports["checked again"]["checks"] == {"wall": 1, "http_403": 1, "http_200": 1}
    assert story.reports["checked"]["errors"] == {}


def test_the_log_can_show_two_sweeps_and_a_check(story: Story) -> None:
    absence = story.absences["left"]
    assert absence is not None
    assert [one.sweep for one in absence.sweeps] == [2, 5]
    assert absence.proof is not None
    assert (absence.proof.answer, absence.proof.how) == (Answer.GONE, "http_404")
    assert absence.gone_at == absence.proof.at
    last = absence.sweeps[-1].at
    assert last is not None
    assert absence.proof.at <= last
    hidden = story.absences["hidden"]
    assert hidden is not None
    assert hidden.proof is None
    assert story.absences["stays"] is None


def test_what_is_printed_of_one_that_is_gone_tells_the_proof(story: Story) -> None:
    assert "it is gone" in story.printed
    assert "(sweeps 2, 5)" in story.printed
    assert "its page is not found (404)" in story.printed
    assert "/members/left" not in story.printed


def test_who_comes_back_opens_again_and_the_channel_hears_so(story: Story) -> None:
    assert story.status("back", "back") == "new"
    assert story.acts("back") == ["found", "missing", "gone", "returned"]
    (message,) = story.told["back"]
    assert "Back again after it was gone" in message
    assert story.logs["back"]["back"].label in message


def test_who_was_dismissed_is_gone_and_comes_back_dismissed(story: Story) -> None:
    assert story.status("back", "dismissed") == "dismissed"
    assert story.acts("dismissed") == ["found", "not_ours", "missing", "gone", "returned"]


def test_nobody_hears_of_members_who_leave(story: Story) -> None:
    for name in ("missing", "partial", "checked", "checked again"):
        assert not [one for one in story.told[name] if "F-1" in one]


def test_addresses_of_members_stand_in_no_log(story: Story) -> None:
    assert story.errors
    for member in LEFT:
        assert f"/members/{member}" not in story.errors
