"""Why something is (not) a finding, asked from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leakwatch.models import LoggedFinding
from tests.installation import BLOG, PLATFORM, Installation, copied
from tests.planted import told_in

ANONYMOUS = "東証プライム上場のセラミックスメーカーで品質を担当。"
EMPLOYED = "玄海ノヴァセラムの焼成技術部に在籍。"


@pytest.fixture(scope="module")
def swept(
    day_one: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A copy for all who only look: a look is entered in the audit trail."""
    with copied(day_one, tmp_path_factory.mktemp("explained") / "place") as place:
        yield place


def about(place: Installation, subject: str) -> LoggedFinding:
    return next(finding for finding in place.findings() if finding.subject == subject)


def explained(place: Installation, *arguments: str) -> list[dict[str, Any]]:
    result = place.run("explain", *arguments, "--format", "jsonl")
    assert result.code == 0, result.err
    return result.lines


def only(lines: list[dict[str, Any]], record: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["record"] == record]


def test_a_finding_of_the_log_says_each_reason_with_entry_and_field(swept: Installation) -> None:
    (finding, *_) = explained(swept, about(swept, "person:P001").label)
    assert finding["subject"] == "person:P001"
    reasons = {one["rule"]: one for one in finding["reasons"]}
    assert reasons["person_named"]["entry"] == "P001"
    assert reasons["person_named"]["field"] == "name"
    assert all(one["quote"] is None for one in finding["reasons"])
    assert all(one["score_without"] <= finding["score"] for one in finding["reasons"])


def test_quotes_of_the_log_are_shown_when_revealed_and_that_is_entered(copy: Installation) -> None:
    label = about(copy, "person:P001").label
    refused = copy.run("explain", label, "--reveal")
    assert (refused.code, refused.out) == (2, "")
    assert "--reveal needs --reason" in refused.err
    (finding, *_) = explained(copy, label, "--reveal", "--reason", "確認")
    assert "髙﨑 直澄" in {one["quote"] for one in finding["reasons"]}
    assert copy.rows("SELECT act, subject FROM audit WHERE act = 'finding.reveal'") == [
        ("finding.reveal", label)
    ]


def test_looking_without_a_reveal_gives_nobody_away_in_any_form(swept: Installation) -> None:
    for finding in swept.findings():
        shown = swept.run("explain", finding.label)
        assert shown.code == 0, shown.err
        assert told_in(shown.out + shown.err) == set()


def test_show_tells_the_reasons_as_well(swept: Installation) -> None:
    shown = swept.run("findings", "show", about(swept, "person:P001").label)
    assert "The full name of a person on the roster stands here" in shown.out
    assert "score without it" in shown.out


def test_what_is_below_the_alert_says_what_would_have_made_it_one(swept: Installation) -> None:
    (finding,) = only(explained(swept, "--text", ANONYMOUS), "finding")
    assert finding["state"] == "below"
    turning = {one["rule"]: one for one in finding["turning"]}
    assert turning["company_named"]["score"] >= 0.5 > finding["score"]
    assert all(one["score"] >= 0.5 for one in finding["turning"])
    assert "own_division" not in turning, "nobody is named whose division could fit"
    said = swept.run("explain", "--text", ANONYMOUS).out
    assert "no finding" in said
    assert "below the alert" in said
    assert "with “A company of the group is named”" in said


def test_an_alert_says_what_it_hangs_on(swept: Installation) -> None:
    (finding,) = only(explained(swept, "--text", EMPLOYED), "finding")
    assert finding["state"] == "alert"
    assert {one["rule"] for one in finding["reasons"] if not one["alert_without"]} >= {
        "company_named"
    }
    assert all(one["change"] < 0 and one["score"] < 0.5 for one in finding["turning"])
    said = swept.run("explain", "--text", EMPLOYED).out
    assert "without “A company of the group is named”" in said


def test_one_sighting_with_two_judgements_says_which_is_reported(swept: Installation) -> None:
    text = "玄海ノヴァセラム 焼成技術部の高崎直澄です。"
    states = {
        one["subject"]: one["state"] for one in only(explained(swept, "--text", text), "finding")
    }
    assert states == {"person:P001": "alert", "unknown": "covered"}


def test_a_name_alone_is_said_to_be_none(swept: Installation) -> None:
    said = swept.run("explain", "--text", "高崎直澄と申します。").out
    assert "P001: a name alone is never a finding" in said
    lines = explained(swept, "--text", "高崎直澄と申します。")
    assert [line["record"] for line in lines] == ["hit"]


def test_what_a_guard_set_aside_is_quoted_with_its_name(swept: Installation) -> None:
    (line,) = explained(swept, "--text", "ミズナギドリを見た。")
    (prevented,) = line.pop("alerts_without")
    assert (prevented["kind"], prevented["subject"]) == ("leak", "term:T06")
    assert prevented["score"] >= 0.5
    assert line == {
        "record": "suppressed",
        "finding": None,
        "rule": "in_trap_word",
        "entry": "T06",
        "matched": "term_named",
        "count": 1,
        "field": "text",
        "quote": "ミズナギ",
    }


def test_a_finding_keeps_what_was_set_aside_on_its_page(swept: Installation) -> None:
    kept = [
        line
        for finding in swept.findings()
        for line in only(explained(swept, finding.label), "suppressed")
    ]
    assert kept
    assert all(line["count"] >= 1 and line["entry"] and "quote" not in line for line in kept)


def test_findings_at_an_address_are_found_where_it_is_not_sealed(swept: Installation) -> None:
    url = next(one.url for one in swept.findings() if one.source == BLOG and not one.confidential)
    assert url is not None
    lines = only(explained(swept, "--url", url), "finding")
    assert {line["finding"] for line in lines} == {
        one.label for one in swept.findings() if one.url == url
    }


def test_what_sweeps_set_aside_is_listed_by_rule_and_entry(swept: Installation) -> None:
    listed = swept.run("findings", "suppressed", "--format", "jsonl")
    assert listed.code == 0, listed.err
    assert all(
        list(line) == ["source", "sweep", "rule", "matched", "entry", "count"]
        for line in listed.lines
    )
    assert {line["rule"] for line in listed.lines} >= {"in_trap_word", "without_context"}
    total = swept.rows("SELECT sum(suppressed) FROM sweep")[0][0]
    assert sum(line["count"] for line in listed.lines) == total
    traps = swept.run(
        "findings",
        "suppressed",
        "--rule",
        "in_trap_word",
        "--source",
        PLATFORM,
        "--format",
        "jsonl",
    ).lines
    assert {(line["rule"], line["source"], line["entry"]) for line in traps} == {
        ("in_trap_word", PLATFORM, "T06")
    }
    assert told_in(swept.run("findings", "suppressed").out) == set()


def test_a_second_sweep_counts_anew_and_the_first_one_is_still_there(copy: Installation) -> None:
    swept = copy.run("sweep", BLOG, "--no-send", "--format", "jsonl")
    (done,) = swept.events("sweep.done")
    listed = copy.run("findings", "suppressed", "--source", BLOG, "--format", "jsonl").lines
    assert len({line["sweep"] for line in listed}) == 1
    by_rule: dict[str, int] = {}
    for line in listed:
        by_rule[line["rule"]] = by_rule.get(line["rule"], 0) + line["count"]
    assert done["suppressed_by"] == by_rule
    assert "suppressions" not in done
    every = copy.run(
        "findings", "suppressed", "--source", BLOG, "--every-sweep", "--format", "jsonl"
    ).lines
    assert len({line["sweep"] for line in every}) == 2


@pytest.mark.parametrize("command", [["findings", "suppressed"], ["watchlist", "report"]])
def test_who_is_no_reviewer_sees_no_entry(copy: Installation, command: list[str]) -> None:
    copy.edit("reviewers.yaml", "os_user:", "# os_user:")
    shown = copy.run(*command)
    assert shown.code == 0
    assert "counts only" in shown.err
    assert "in_trap_word" in shown.out
    assert not {"P001", "T06", "novaceram"} & set(shown.out.split())


def test_an_explanation_speaks_japanese(swept: Installation) -> None:
    shown = swept.run("explain", "--text", EMPLOYED, environ={"LEAKWATCH_LANG": "ja"})
    assert "除いた場合のスコア" in shown.out
    assert "アラート対象" in shown.out


ASIDE = (
    "<main><h1>評価の相談</h1><p>材料の評価と量産の立ち上げを担当し、相談は随時受けています。</p>"
    "</main><aside>別の人 玄海ノヴァセラム</aside>"
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "it stands beside what the page is about: a side box, navigation, a footer"),
        ("ja", "ページの主題の外（サイドの枠、ナビゲーション、フッター、他の人の一覧）にあります"),
    ],
)
def test_a_saved_page_says_which_hits_stand_beside_its_subject(
    swept: Installation, tmp_path: Path, language: str, words: str
) -> None:
    page = tmp_path / "page.html"
    page.write_text(ASIDE, encoding="utf-8")
    lines = explained(swept, "--file", str(page))
    assert [(one["rule"], one["quote"]) for one in only(lines, "suppressed")] == [
        ("of_others", "玄海ノヴァセラム")
    ]
    said = swept.run("explain", "--file", str(page), environ={"LEAKWATCH_LANG": language}).out
    assert "玄海ノヴァセラム" in said
    assert words in " ".join(said.split())


def test_a_file_that_cannot_be_read_is_told(swept: Installation, tmp_path: Path) -> None:
    result = swept.run("explain", "--file", str(tmp_path / "absent.html"))
    assert result.code != 0
    assert "cannot be read" in result.err


PROFILE = "所属\n玄海ノヴァセラム株式会社\n役職\n主任\n自己紹介\n材料の話ができます。"


def test_a_text_is_taken_for_what_it_says_it_is_unless_somebody_else_does(
    swept: Installation,
) -> None:
    (finding,) = only(explained(swept, "--text", PROFILE), "finding")
    assert finding["taken"] == {"shows": "profile", "signs": ["profile_labels"]}
    (finding, *_) = only(explained(swept, "--text", PROFILE, "--as", "article"), "finding")
    assert (finding["kind"], finding["taken"]) == ("mention", None)
    shown = swept.run("explain", "--text", PROFILE)
    assert "taken for a profile: facts of a person stand under labels" in shown.out
    shown = swept.run("explain", "--text", PROFILE, environ={"LEAKWATCH_LANG": "ja"})
    assert "プロフィールとみなしました" in shown.out


def test_a_text_that_does_not_say_is_read_as_a_profile(swept: Installation) -> None:
    shown = swept.run("explain", "--text", EMPLOYED)
    assert "read as a profile: the page itself does not say what it is" in shown.out
    shown = swept.run("explain", "--text", "何もない文です。")
    assert "read as a profile" in shown.out


def test_a_scan_judges_an_article_as_one_unless_told_otherwise(
    swept: Installation, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    kind = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    page.write_text(f"{kind}<p>{EMPLOYED}</p>", encoding="utf-8")
    (as_it_says,) = swept.run("scan", str(page), "--format", "jsonl").lines
    (as_told,) = swept.run("scan", str(page), "--format", "jsonl", "--as", "profile").lines
    assert (as_it_says["kind"], as_told["kind"]) == ("mention", "registration")
    assert as_it_says["score"] < as_told["score"]
