"""Every name that a report may give as a reason has words for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leakwatch import errors
from leakwatch.crawl.counts import BLOCKED
from leakwatch.crawl.failures import _NAMES
from leakwatch.crawl.walls import BOT, CONSENT, LOGIN, MAINTENANCE, SCRIPTED, SOFT_404
from leakwatch.errors import PageError
from leakwatch.locale import catalogue
from leakwatch.notify import has_words, in_words, of_reason
from leakwatch.text import rows

ROOT = Path(__file__).resolve().parents[3]
#: How the code writes a name down; a new way of doing so belongs here.
_WRITTEN = re.compile(
    r'(?:PageProblem\(\s*name=|Refused\(|Outcome\.[A-Z]+,\s|\.fail\(|\.stop\(|stopped = |_VOLUME = |ENDED = )"([a-z_]+)"'
)


def written() -> set[str]:
    files = [path for folder in ("leakwatch", "spiders") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in _WRITTEN.findall(path.read_text(encoding="utf-8"))}


def named() -> set[str]:
    page_errors = [
        kind("x").name
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, PageError) and kind is not PageError
    ]
    walls = {BOT, CONSENT, LOGIN, MAINTENANCE, SCRIPTED, SOFT_404} | {
        row[0] for row in rows("walls")
    }
    downloads = {name for _, name in _NAMES} | {"guard_refused", "redirect_refused", "offsite"}
    told = {
        "interrupted",
        "refused",
        "died",
        "callback_error",
        "engine_error",
        "field_missing:career",
    }
    return {*page_errors, *walls, *downloads, *told, *BLOCKED, "download_error", "robots_refused"}


def test_every_reason_in_the_code_has_words() -> None:
    assert len(written()) > 20
    assert sorted(name for name in written() | named() if not has_words(name)) == []


@pytest.mark.parametrize(
    "status", [304, 400, 401, 403, 404, 407, 410, 418, 429, 451, 500, 503, 530]
)
def test_every_status_has_words_that_name_it(status: int) -> None:
    assert str(status) in of_reason(f"http_{status}", catalogue("en")).words


def test_a_field_is_named_in_the_words() -> None:
    assert "career" in of_reason("field_missing:career", catalogue("en")).words


@pytest.mark.parametrize("name", ["", "no_such_reason", "http_", "http_999", "<!channel>\x1b[0m"])
def test_a_name_without_words_is_shown_as_it_is_but_tame(name: str) -> None:
    shown = of_reason(name, catalogue("en"))
    assert shown.remedy == ""
    assert "\x1b" not in shown.words


def test_several_reasons_stand_behind_one_another() -> None:
    told = in_words(("timeout", "no_canary"), catalogue("en"))
    assert told == (
        "a page did not come in time; nothing was seen, and no canary says whether that is true"
    )
