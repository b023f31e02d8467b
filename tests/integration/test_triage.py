"""Verdicts from the command line, and what later sweeps make of them."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.models import AlertKind, LoggedFinding, Status
from tests.installation import PLATFORM, Installation
from tests.planted import told_in


def about(place: Installation, subject: str) -> LoggedFinding:
    return next(finding for finding in place.findings() if finding.subject == subject)


def acts(place: Installation) -> list[tuple[Any, ...]]:
    return place.rows("SELECT act, actor, subject FROM audit WHERE act LIKE 'finding.%'")


def test_a_finding_is_taken_confirmed_and_closed_step_by_step(copy: Installation) -> None:
    label = about(copy, "person:P003").label
    steps = [
        (["take"], Status.TAKEN),
        (["confirm", "--reason", "the profile shows our plant"], Status.CONFIRMED),
        (["close", "--reason", "he has deregistered"], Status.CLOSED),
    ]
    for arguments, status in steps:
        result = copy.run("findings", "set", label, *arguments)
        assert (result.code, result.out) == (0, f"{label}: {status.value}\n"), result.err
    shown = copy.run("findings", "show", label)
    lines = [line.split()[2:4] for line in shown.out.splitlines() if line.startswith("20")]
    assert lines == [["found", "-"], ["take", "demo"], ["confirm", "demo"], ["close", "demo"]]
    looked = ("take", "confirm", "close", "view")
    assert acts(copy) == [(f"finding.{act}", "demo", label) for act in looked]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["confirm"], 2, "confirm needs a reason", id="without a reason"),
        pytest.param(["confirm", "--reason", "  "], 2, "needs a reason", id="with an empty one"),
        pytest.param(["harmless", "--reason", "x"], 2, "is no verdict: use one of", id="unknown"),
        pytest.param(["snooze", "--reason", "x"], 2, "a day to come", id="snooze for ever"),
        pytest.param(
            ["snooze", "--reason", "x", "--until", "2020-01-01"], 2, "a day to come", id="the past"
        ),
        pytest.param(["snooze", "--until", "tomorrow"], 2, "--until", id="no date"),
        pytest.param(["close", "--reason", "x"], 1, "possible now: take, confirm", id="too early"),
    ],
)
def test_a_verdict_that_lacks_something_changes_nothing(
    copy: Installation, arguments: list[str], code: int, said: str
) -> None:
    finding = about(copy, "person:P003")
    result = copy.run("findings", "set", finding.label, *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert about(copy, "person:P003") == finding
    assert acts(copy) == []


@pytest.mark.parametrize("number", ["F-9999", "9999"])
def test_a_finding_that_does_not_exist_is_said_to_be_unknown(
    copy: Installation, number: str
) -> None:
    for arguments in (["show", number], ["set", number, "take"]):
        result = copy.run("findings", *arguments)
        assert (result.code, result.out) == (2, "")
        assert "there is no finding F-9999" in result.err


def test_an_auditor_looks_but_does_not_judge(copy: Installation) -> None:
    copy.edit("reviewers.yaml", "role: lead", "role: auditor")
    label = about(copy, "person:P003").label
    assert copy.run("findings", "show", label).code == 0
    result = copy.run("findings", "set", label, "take")
    assert result.code == 1
    assert "yours is auditor" in result.err


def test_a_verdict_holds_while_the_page_says_nothing_new(copy: Installation) -> None:
    dismissed, taken = about(copy, "person:P003"), about(copy, "person:P001")
    copy.run("findings", "set", dismissed.label, "namesake", "--reason", "another plant")
    copy.run("findings", "set", taken.label, "take")
    waiting = len(copy.alerts())
    copy.world.day = 2  # the consultations of the one who was dismissed are counted up
    swept = copy.run("sweep", PLATFORM, "--no-send")
    assert swept.code == 0, swept.err
    now = {finding.number: finding for finding in copy.findings()}
    assert now[dismissed.number].status is Status.DISMISSED
    assert now[dismissed.number].verdict == "namesake"
    assert now[dismissed.number].last_seen > dismissed.last_seen
    assert now[taken.number].status is Status.TAKEN
    told = {one.number for alert in copy.alerts()[waiting:] for one in alert.findings}
    assert told.isdisjoint({dismissed.number, taken.number})
    assert told


def test_a_new_term_in_the_watchlist_reopens_under_one_summary(copy: Installation) -> None:
    finding = about(copy, "person:P003")
    copy.run("findings", "set", finding.label, "not_ours", "--reason", "checked")
    term = "{id: T11, text: 焼成, sensitivity: 1, kind: technology}"
    copy.edit("watchlist.yaml", "terms:\n", f"terms:\n  - {term}\n")
    waiting = len(copy.alerts())
    swept = copy.run("sweep", PLATFORM, "--no-send")
    assert swept.code == 0, swept.err
    assert about(copy, "person:P003").status is Status.NEW
    # the finding's own message learns that it is open again; everybody else reads one summary
    kinds = [alert.kind for alert in copy.alerts()[waiting:]]
    assert kinds == [AlertKind.STATUS, AlertKind.REVIEW]


def test_a_person_who_asks_for_it_is_deleted_with_everything_kept_about_him(
    copy: Installation,
) -> None:
    finding = about(copy, "person:P001")
    result = copy.run("people", "delete", "P001", "--reason", "asked for it")
    assert result.code == 0, result.err
    shell = next(one for one in copy.findings() if one.number == finding.number)
    assert (shell.url, shell.title, shell.excerpts) == (None, None, ())
    exported = copy.run("people", "export", "--reason", "check")
    assert "P001" not in {line["id"] for line in exported.lines}
    assert len(exported.lines) == 23
    assert copy.run("db", "verify").code == 0
    again = copy.run("people", "delete", "P001", "--reason", "asked for it")
    assert (again.code, again.out) == (2, "")
    assert told_in(result.out + result.err + again.err) == set()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--kind", "former_registration"], 3, id="kind"),
        pytest.param(["--source", "request-board"], 6, id="source"),
        pytest.param(["--severity", "critical"], 2, id="severity"),
        pytest.param(["--status", "closed"], 0, id="status"),
        pytest.param(["--since", "2999-01-01"], 0, id="day"),
    ],
)
def test_the_log_is_filtered(day_one: Installation, options: list[str], expected: int) -> None:
    result = day_one.run("findings", "list", "--format", "jsonl", *options)
    assert (result.code, len(result.lines)) == (0, expected)


def test_the_log_keeps_to_its_documented_shape(day_one: Installation) -> None:
    listed = day_one.run("findings", "list", "--format", "jsonl")
    keys = "finding source kind subject score severity status verdict first_seen last_seen"
    keys += " missing_since url title reasons watchlist rules charter"
    assert all(list(line) == keys.split() for line in listed.lines)
    assert all(line["url"] is None for line in listed.lines if line["source"] == PLATFORM)
