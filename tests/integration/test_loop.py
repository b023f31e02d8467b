"""Verdicts feed back: what stands dismissed, how right each rule was, and what to leave out."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from leakwatch.models import LoggedFinding, Status
from tests.installation import BLOG, BOARD, PLATFORM, Installation
from tests.planted import told_in


def about(place: Installation, subject: str, *, source: str | None = None) -> LoggedFinding:
    return next(
        one for one in place.findings() if one.subject == subject and source in {None, one.source}
    )


def decide(place: Installation, finding: LoggedFinding, verdict: str) -> None:
    done = place.run("findings", "set", finding.label, verdict, "--reason", "調べた")
    assert done.code == 0, done.err


def report(place: Installation) -> dict[tuple[str, str], dict[str, Any]]:
    result = place.run("watchlist", "report", "--format", "jsonl")
    assert result.code == 0, result.err
    return {
        (line["record"], line.get("id") or line.get("rule") or ""): line for line in result.lines
    }


def proposals(place: Installation, *arguments: str) -> list[dict[str, Any]]:
    result = place.run("watchlist", "proposals", *arguments, "--format", "jsonl")
    assert result.code == 0, result.err
    return result.lines


@pytest.fixture
def planted(copy: Installation) -> Installation:
    """A copy whose watchlist has a term that stands inside a longer word of the board's requests."""
    term = "{id: T20, text: 唐津製造, sensitivity: 2, kind: internal_method}"
    copy.edit("watchlist.yaml", "terms:\n", f"terms:\n  - {term}\n")
    swept = copy.run("sweep", BLOG, BOARD, "--no-send", "--alert-all")
    assert swept.code == 0, swept.err
    return copy


def test_a_dismissal_holds_until_a_member_joins_and_the_diff_is_shown(copy: Installation) -> None:
    finding = about(copy, "person:P003")
    decide(copy, finding, "not_ours")
    copy.run("sweep", PLATFORM, "--no-send")
    assert about(copy, "person:P003").status is Status.DISMISSED
    copy.edit(
        "watchlist.yaml",
        "terms:\n",
        "terms:\n  - {id: T11, text: 焼成, sensitivity: 1, kind: technology}\n",
    )
    swept = copy.run("sweep", PLATFORM, "--no-send", "--alert-all")
    assert swept.code == 0, swept.err
    assert about(copy, "person:P003").status is Status.NEW
    shown = copy.run("findings", "show", finding.label).out
    (line,) = [line for line in shown.splitlines() if "something new was found" in line]
    assert "+T11" in line
    alerts = [one for alert in copy.alerts() for one in alert.findings]
    told = [one for one in alerts if one.number == finding.number and one.reopened]
    assert [one.new_entries for one in told] == [("T11",)]


def test_the_report_counts_verdicts_by_rule_and_entry(copy: Installation) -> None:
    before = report(copy)["all", "all"]
    assert before["open"] == before["findings"] == len(copy.findings())
    assert before["precision"] is None
    decide(copy, about(copy, "person:P001"), "confirm")
    decide(copy, about(copy, "person:P003"), "namesake")
    after = report(copy)
    total = after["all", "all"]
    assert (total["confirmed"], total["dismissed"]) == (1, {"namesake": 1})
    assert total["open"] == total["findings"] - 2
    assert total["precision"] == 0.5
    assert 0 < total["low"] < 0.5 < total["high"] < 1
    assert after["entry", "P001"]["precision"] == 1.0
    assert after["entry", "P003"]["dismissed"] == {"namesake": 1}
    named = after["rule", "person_named"]
    assert named["findings"] >= named["confirmed"] + sum(named["dismissed"].values())


def test_a_confirmed_finding_that_was_closed_counts_as_confirmed(copy: Installation) -> None:
    finding = about(copy, "person:P001")
    decide(copy, finding, "confirm")
    decide(copy, finding, "close")
    assert report(copy)["entry", "P001"]["confirmed"] == 1
    decide(copy, finding, "reopen")
    assert report(copy)["entry", "P001"]["open"] == 1


def test_the_report_says_what_was_set_aside_and_reads_as_a_table(day_one: Installation) -> None:
    told = report(day_one)
    assert told["suppressed", "in_trap_word"]["count"] > 0
    assert told["protected", ""]["unexplained"] == 0
    shown = day_one.run("watchlist", "report")
    assert shown.code == 0
    assert "protected topics cut" in shown.out
    assert "The full name of a person on the roster stands here" in shown.out
    assert told_in(shown.out + shown.err) == set()


def test_nobody_reads_the_figures_of_findings_about_himself(copy: Installation) -> None:
    copy.edit("reviewers.yaml", "role: lead", "role: lead\n    roster_id: P001")
    told = report(copy)
    assert ("entry", "P001") not in told
    assert told["all", "all"]["findings"] == len(copy.findings()) - 1


def test_a_dismissed_term_is_proposed_as_a_longer_word_to_leave_out(planted: Installation) -> None:
    found = [one for one in planted.findings() if one.subject == "term:T20"]
    dismissed = next(one for one in found if not one.confidential)
    decide(planted, dismissed, "not_ours")
    (proposal, *_) = [one for one in proposals(planted) if one["entry"] == "T20"]
    assert (proposal["kind"], proposal["confirmed"]) == ("not_in", [])
    assert proposal["word"] == "唐津製造所"
    assert dismissed.label in proposal["dismissed"]
    assert dismissed.label in proposal["hides"]
    assert YAML(typ="safe", pure=True).load(proposal["yaml"]) == {
        "terms": [{"id": "T20", "not_in": [proposal["word"]]}]
    }


def test_a_proposal_that_hides_something_right_says_so(planted: Installation) -> None:
    found = [one for one in planted.findings() if one.subject == "term:T20"]
    decide(planted, found[0], "not_ours")
    hidden = proposals(planted, "--reveal", "--reason", "除外の検討")[0]["hides"]
    others = [one for one in found[1:] if one.label in hidden]
    assert others, "the sample has no second page with that word"
    decide(planted, others[0], "confirm")
    shown = planted.run("watchlist", "proposals", "--reveal", "--reason", "除外の検討")
    assert f"CAREFUL: it would hide what was rightly found: {others[0].label}" in shown.out
    before = (planted.config / "watchlist.yaml").read_text(encoding="utf-8")
    assert "not_in: [" in shown.out
    assert before == (planted.config / "watchlist.yaml").read_text(encoding="utf-8")


def test_a_namesake_is_proposed_from_sealed_findings_only_when_revealed(copy: Installation) -> None:
    decide(copy, about(copy, "person:P003"), "namesake")
    quiet = copy.run("watchlist", "proposals", "--format", "jsonl")
    assert "sealed findings were left out" in quiet.err
    refused = copy.run("watchlist", "proposals", "--reveal")
    assert (refused.code, refused.out) == (2, "")
    assert copy.rows("SELECT * FROM audit WHERE act = 'findings.reveal'") == []
    revealed = proposals(copy, "--reveal", "--reason", "除外の検討")
    assert {(one["kind"], one["entry"]) for one in revealed} == {("namesake", "P003")}
    assert copy.rows("SELECT actor, subject FROM audit WHERE act = 'findings.reveal'") == [
        ("demo", f"{len(copy.findings())} findings")
    ]


def test_a_namesake_that_is_pasted_in_is_taken(copy: Installation) -> None:
    text = "焼成技術部の高崎直澄です。勤務先は青磁商事株式会社。"
    before = copy.run("explain", "--text", text, "--format", "jsonl").lines
    copy.edit(
        "watchlist.yaml",
        "terms:\n",
        "namesakes:\n  - person: P001\n    employer: 青磁商事\nterms:\n",
    )
    after = copy.run("explain", "--text", text, "--format", "jsonl").lines
    person = [line for line in after if line.get("subject") == "person:P001"]
    assert [line["subject"] for line in before if line["record"] == "finding"]
    assert "known_namesake" in {one["rule"] for one in person[0]["reasons"]}
    assert person[0]["state"] == "below"
    copy.edit("watchlist.yaml", "    employer: 青磁商事\n", "    employer:\n")
    empty = copy.run("config", "check")
    assert empty.code == 2
    assert "namesakes[0].employer" in empty.out + empty.err


def test_without_dismissals_there_is_nothing_to_propose(day_one: Installation) -> None:
    shown = day_one.run("watchlist", "proposals")
    assert shown.code == 0
    assert "nothing to leave out" in shown.out


def test_who_is_no_reviewer_gets_no_proposals(copy: Installation) -> None:
    copy.edit("reviewers.yaml", "os_user:", "# os_user:")
    refused = copy.run("watchlist", "proposals")
    assert (refused.code, refused.out) == (1, "")
    assert "not entered in reviewers.yaml" in refused.err
