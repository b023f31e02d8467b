"""What leaves the reviewers' circle: no name in any form, no inner term, no link to a person."""

from __future__ import annotations

import pytest

from leakwatch.models import LoggedFinding
from tests.installation import Installation, Result
from tests.planted import names, terms, told_in


def about(place: Installation, subject: str) -> LoggedFinding:
    return next(finding for finding in place.findings() if finding.subject == subject)


def edit_reviewer(place: Installation, old: str, new: str) -> None:
    place.edit("reviewers.yaml", old, new)


def test_the_search_for_names_and_terms_finds_them_where_they_stand() -> None:
    assert told_in("髙﨑　直澄") >= {"高崎直澄", "高崎 直澄"}
    assert "Kyohei ERIGUCHI" in told_in("kyohei eriguchi")
    assert told_in("ｾﾗﾘｵﾝ") == {"セラリオン"}
    assert told_in("窒化ケイ素基板の山口県産") == set()
    assert len(names()) > 200
    assert {"KX-9", "封止剤KB"} <= terms()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["findings", "list"], id="list"),
        pytest.param(["findings", "list", "--format", "jsonl"], id="list as lines"),
        pytest.param(["findings", "export", "--reason", "monthly report"], id="export"),
        pytest.param(
            ["findings", "export", "--reason", "x", "--format", "csv"], id="export as csv"
        ),
        pytest.param(["notify", "list", "--format", "jsonl"], id="outbox"),
        pytest.param(["doctor"], id="doctor"),
    ],
)
def test_what_lists_the_log_gives_nobody_away(day_one: Installation, arguments: list[str]) -> None:
    shown = day_one.run("--verbose", *arguments)
    assert shown.code == 0, shown.err
    assert told_in(shown.out + shown.err) == set()
    assert day_one.world.platform_url not in shown.out


@pytest.mark.parametrize(
    ("command", "subject"),
    [
        ("show", "person:P001"),
        ("show", "unknown"),
        ("show", "term:T04"),
        ("explain", "person:P001"),
        ("explain", "term:T04"),
    ],
)
def test_one_finding_gives_nobody_away_unless_it_is_revealed(
    copy: Installation, command: str, subject: str
) -> None:
    label = about(copy, subject).label
    arguments = ["findings", "show", label] if command == "show" else ["explain", label]
    shown = copy.run(*arguments)
    assert shown.code == 0, shown.err
    assert label in shown.out
    assert told_in(shown.out + shown.err) == set()


def test_a_reveal_needs_a_reason(copy: Installation) -> None:
    label = about(copy, "person:P001").label
    refused = copy.run("findings", "show", label, "--reveal")
    assert refused.code == 2
    assert "--reveal needs --reason" in refused.err
    assert told_in(refused.out + refused.err) == set()
    assert copy.rows("SELECT * FROM audit WHERE act = 'finding.reveal'") == []


def test_a_reveal_shows_name_quotes_and_link_and_is_entered_with_its_reason_sealed(
    copy: Installation,
) -> None:
    finding = about(copy, "person:P001")
    shown = copy.run("findings", "show", finding.label, "--reveal", "--reason", "通報番号77の確認")
    assert shown.code == 0, shown.err
    assert "高崎 直澄" in shown.out
    assert "«髙﨑 直澄»" in shown.out
    assert f"{copy.world.platform_url}/20417" in shown.out
    assert copy.rows("SELECT actor, subject FROM audit WHERE act = 'finding.reveal'") == [
        ("demo", finding.label)
    ]
    assert copy.run("db", "verify").code == 0
    for path in copy.state.iterdir():
        assert "通報番号77".encode() not in path.read_bytes(), path


@pytest.fixture
def stranger(copy: Installation) -> Installation:
    """A copy whose user nobody has entered."""
    edit_reviewer(copy, "os_user:", "# os_user:")
    return copy


def refused(result: Result) -> bool:
    return (result.code, result.out) == (1, "") and "not entered in reviewers.yaml" in result.err


def test_who_is_no_reviewer_sees_counts_only(stranger: Installation) -> None:
    listed = stranger.run("findings", "list", "--format", "jsonl")
    assert listed.code == 0
    assert "counts only" in listed.err
    assert "F-1" not in listed.out
    assert "person:" not in listed.out


def test_who_is_no_reviewer_gets_nothing_else_of_the_log(stranger: Installation) -> None:
    before = stranger.rows("SELECT * FROM audit")
    for arguments in (
        ["findings", "show", "F-1001"],
        ["findings", "show", "F-1001", "--reveal", "--reason", "curious"],
        ["findings", "export", "--reason", "curious"],
        ["findings", "set", "F-1001", "take"],
        ["explain", "F-1001"],
        ["people", "export", "--reason", "curious"],
        ["people", "delete", "P001", "--reason", "curious"],
        ["notify", "requeue", "1"],
    ):
        assert refused(stranger.run(*arguments)), arguments
    assert stranger.rows("SELECT * FROM audit") == before


def test_who_is_no_reviewer_cannot_ask_who_is_on_the_roster(stranger: Installation) -> None:
    asked = stranger.run("explain", "--text", "玄海ノヴァセラム 焼成技術部の高崎直澄です")
    assert asked.code == 0
    assert "person" not in asked.out
    assert "P001" not in asked.out
    assert "people are left out" in asked.err


def test_nobody_sees_or_judges_a_finding_about_himself(copy: Installation) -> None:
    edit_reviewer(copy, "role: lead", "role: lead\n    roster_id: P001")
    own = about(copy, "person:P001").label
    listed = copy.run("findings", "list", "--format", "jsonl")
    exported = copy.run("findings", "export", "--reason", "report")
    for result in (listed, exported):
        assert result.code == 0
        assert own not in {line["finding"] for line in result.lines}
        assert len(result.lines) == len(copy.findings()) - 1
    for arguments in (
        ["findings", "show", own],
        ["findings", "show", own, "--reveal", "--reason", "me"],
        ["findings", "set", own, "not_ours", "--reason", "me"],
        ["explain", own],
    ):
        result = copy.run(*arguments)
        assert (result.code, result.out) == (1, ""), arguments
        assert "about himself" in result.err
        assert "audit" in result.err
    assert copy.run("findings", "show", about(copy, "person:P009").label).code == 0
