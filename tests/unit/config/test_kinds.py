"""What a definition may and may not say because of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.config import load_settings
from tests.unit.config.right import SOURCE, TODAY, Case, Fail, check_case, write

FILE = "sources/experts.yaml"
REQUESTS = SOURCE.replace("kind: directory", "kind: requests").replace("profile", "request")
MANUAL = """\
kind: manual
shows: profile
manual:
  reason: its terms forbid programs
  links: https://platform.example/search
  contact: compliance@platform.example
"""
INBOX = """\
kind: inbox
shows: profile
inbox:
  folder: answers
  columns: {name: 氏名}
"""

CASES = [
    Case(
        "requests show requests",
        FILE,
        REQUESTS.replace("shows: request", "shows: profile"),
        3,
        "shows",
        ("shows requests", "shows: request"),
    ),
    Case(
        "manual with start",
        FILE,
        MANUAL + "start: https://a.example/\n",
        7,
        "start",
        ("visits nobody",),
    ),
    Case(
        "manual with domains",
        FILE,
        MANUAL + "domains: a.example\n",
        7,
        "domains",
        ("visits nobody",),
    ),
    Case(
        "scheduled by mistake",
        FILE,
        MANUAL + "schedule: {every: 1h}\n",
        7,
        "schedule",
        ("manual", "schedule"),
    ),
    Case(
        "inbox with start",
        FILE,
        INBOX + "start: https://a.example/\n",
        6,
        "start",
        ("visits nobody",),
    ),
    Case(
        "inbox with canaries",
        FILE,
        INBOX + "canaries: [{url: https://a.example/, contains: 名鑑}]\n",
        6,
        "canaries",
        ("visits nobody",),
    ),
    Case(
        "inbox with politeness",
        FILE,
        INBOX + "politeness: {delay: 1s}\n",
        6,
        "politeness",
        ("visits nobody",),
    ),
    Case(
        "no field",
        FILE,
        INBOX.replace("name: 氏名", "Name: 氏名"),
        5,
        "inbox.columns.Name",
        ("a field name",),
    ),
    Case("no folder", FILE, "kind: inbox\nshows: profile\n", 1, "inbox", ("needs inbox",)),
    Case("no reason", FILE, "kind: manual\nshows: profile\n", 1, "manual", ("needs manual",)),
    Case(
        "numbered and linked",
        FILE,
        SOURCE.replace("/experts\n", "/experts?p={page}\n").replace(
            "attr(href)\n", "attr(href)\n  next: a.next\n"
        ),
        6,
        "listing.next",
        ("{page}", "not both"),
    ),
    Case(
        "a gap that nothing fills",
        FILE,
        SOURCE.replace("/experts\n", "/experts?after={since}\n"),
        2,
        "start",
        ("{since}",),
    ),
    Case(
        "paging without a number",
        FILE,
        SOURCE + "paging: {first: 0}\n",
        2,
        "start",
        ("{page}",),
    ),
    Case(
        "paging of an API",
        FILE,
        SOURCE.replace("/experts\n", "/experts?p={page}\n") + "paging: {total: count}\n",
        8,
        "paging.total",
        ("api only",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_does_not_go_with_a_kind_is_told_with_its_line(fail: Fail, case: Case) -> None:
    if any("{" in word for word in case.says):  # a gap is named as it is written
        error = fail({case.file: case.content})
        assert [(one.line, one.key) for one in error.mistakes] == [(case.line, case.key)]
        assert all(word in str(error) for word in case.says)
    else:
        check_case(fail, case)


def test_places_that_visit_nobody_need_no_contact(tmp_path: Path) -> None:
    files = {
        "leakwatch.yaml": "language: en\n",
        FILE: None,
        "sources/answers.yaml": INBOX + "schedule: {every: 1h}\n",
        "sources/asked.yaml": MANUAL,
    }
    settings = load_settings(write(tmp_path / "config", files), environ={}, today=TODAY)
    answers, asked = settings.sources["answers"], settings.sources["asked"]
    assert (answers.visits, answers.swept, answers.domains) == (False, True, ("answers",))
    assert (asked.visits, asked.swept) == (False, False)
    assert answers.inbox is not None
    assert answers.inbox.folder == str(tmp_path / "config" / "answers")
    assert answers.inbox.where == "config/sources/answers.yaml:4"
    assert asked.manual is not None
    assert asked.manual.links == ("https://platform.example/search",)


def test_a_listing_may_be_numbered(tmp_path: Path) -> None:
    numbered = (
        SOURCE.replace("/experts\n", "/experts?p={page}\n") + "paging: {first: 0, step: 20}\n"
    )
    settings = load_settings(write(tmp_path / "config", {FILE: numbered}), environ={}, today=TODAY)
    paging = settings.sources["experts"].paging
    assert paging is not None
    assert (paging.first, paging.step) == (0, 20)
