"""Pages to scan, however they are: each is judged or named, and none stops the ones behind it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.app.scan import Page, Scanner, pages_at, text_page
from leakwatch.models import Shows
from tests.sample_watch import WATCHLIST

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
TELLING = "蒼嶺セラミックス株式会社に勤務し、三段ゾルゲル法を担当しています。"
SCANNER = Scanner(WATCHLIST, charter_version="1")


def pages(path: Path) -> list[Page]:
    return list(pages_at(path, shows=Shows.PAGE, now=NOW))


def rules_of(page: Page) -> set[str]:
    return {hit.rule for hit in SCANNER.explain(page).matches.hits}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\0" * 5_000, id="NULs"),
        pytest.param(bytes(range(8)) * 500, id="control characters"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0\1" * 900, id="a picture"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_binary_file_is_named_and_hides_none_behind_it(
    tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    (tmp_path / "b.txt").write_text(TELLING, encoding="utf-8")
    first, second = pages(tmp_path)
    assert (first.where, first.sighting) == (str(tmp_path / name), None)
    assert first.error is not None
    assert "term_named" in rules_of(second)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("[" * 200_000, id="brackets without end"),
        pytest.param("{" + '"a":{' * 100_000, id="objects without end"),
        pytest.param('{"text": 5}', id="a number for a text"),
        pytest.param('{"text": "a', id="cut"),
        pytest.param("9" * 9_000, id="a number of nine thousand digits"),
    ],
)
def test_a_line_that_is_no_page_is_named_and_hides_none_behind_it(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text(f"{line}\n{json.dumps({'text': TELLING})}\n", encoding="utf-8")
    first, second = pages(file)
    assert (first.where, first.sighting) == (f"{file}:1", None)
    assert first.error is not None
    assert "term_named" in rules_of(second)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("あ" * 1_700_000 + TELLING, id="one line of 5 MB"),
        pytest.param("<div>" * 100_000 + TELLING, id="deep nesting"),
        pytest.param("<table><tr><td>" * 30_000 + TELLING, id="deep tables"),
        pytest.param(
            f'<script type="application/ld+json">{"[" * 200_000}</script>{TELLING}',
            id="deep page data",
        ),
        pytest.param("\u200b\u00ad".join(TELLING), id="zero-width between all letters"),
        pytest.param("<p>&#xD800;&#0;&#x110000;" + TELLING, id="lone surrogates"),
        pytest.param("\u0301" * 500_000 + TELLING, id="half a million accents"),
        pytest.param("1," * 500_000 + TELLING, id="commas"),
        pytest.param(TELLING * 30_000, id="100,000 hits"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_hostile_page_is_read_to_its_end(tmp_path: Path, name: str, body: str) -> None:
    (tmp_path / name).write_text(body, encoding="utf-8")
    (page,) = pages(tmp_path)
    assert {"company_named", "term_named"} <= rules_of(page)


@pytest.mark.parametrize("body", ["", "\u200b" * 500_000, " \n" * 500_000, "\u3099" * 100_000])
def test_a_page_that_shows_nothing_says_nothing(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.txt").write_text(body, encoding="utf-8")
    (page,) = pages(tmp_path)
    explained = SCANNER.explain(page)
    assert (explained.matches.hits, explained.findings) == ((), ())


def test_of_a_hundred_thousand_hits_the_first_are_told_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(TELLING * 50_000, encoding="utf-8")
    (page,) = pages(tmp_path)
    matches = SCANNER.explain(page).matches
    assert len(matches.hits) < 100
    assert len(matches.hits) + len(matches.suppressions) + matches.unlisted >= 100_000


@pytest.mark.parametrize(
    ("text", "rule", "subject"),
    [
        pytest.param("ミナモトの計画", "in_longer_katakana_word", "term:T03", id="a longer word"),
        pytest.param("SR-50 の話", "in_longer_word", "term:T04", id="a longer code"),
        pytest.param("1,320℃の炎", "without_context", "term:T05", id="no context"),
        pytest.param("ミナモの湯", "in_trap_word", "term:T03", id="an exclusion"),
        pytest.param(
            "展示会で静電チャックの真空脱脂と露点", "with_barred_word", "term:C01", id="combination"
        ),
    ],
)
def test_what_a_suppression_kept_from_being_an_alert_is_said(
    text: str, rule: str, subject: str
) -> None:
    explained = SCANNER.explain(text_page(text, shows=Shows.PAGE, now=NOW))
    assert explained.findings == ()
    told = {(one.suppression.rule, one.finding.subject) for one in explained.undone}
    assert (rule, subject) in told


def test_a_suppression_that_changed_nothing_prevented_no_alert() -> None:
    explained = SCANNER.explain(text_page("ミナモとミナモト", shows=Shows.PAGE, now=NOW))
    assert [finding.subject for finding in explained.findings] == ["term:T03"]
    assert explained.undone == ()
