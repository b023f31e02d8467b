"""Terms, dates and times of a source that cannot be meant."""

from __future__ import annotations

import pytest

from tests.unit.config.right import SOURCE, Case, Fail, Load, check_case

FILE = "sources/experts.yaml"
CRON = SOURCE + 'schedule: {cron: "0,30 3 * * *", jitter: 0s}\n'


def terms(text: str) -> str:
    return SOURCE + f"terms: {{{text}}}\n"


WRONG = [
    Case(
        "forbidden and enabled",
        FILE,
        terms("crawling: forbidden, note: 規約第5条"),
        8,
        "terms.crawling",
        ("forbid programs", "規約第5条", "enabled: false"),
    ),
    Case(
        "unconfirmed and enabled",
        FILE,
        terms("crawling: unconfirmed, note: not read yet"),
        8,
        "terms.crawling",
        ("nobody has confirmed", "read the terms", "terms.confirmed"),
    ),
    Case(
        "read in the future",
        FILE,
        terms("checked: 2026-11-24"),
        8,
        "terms.checked",
        ("2026-11-24 is still to come",),
    ),
    Case(
        "confirmed in the future",
        FILE,
        terms("crawling: unconfirmed, confirmed: 2027-01-01"),
        8,
        "terms.confirmed",
        ("2027-01-01 is still to come",),
    ),
    Case(
        "verified in the future",
        FILE,
        SOURCE + "about: {last_verified: 2026-12-01}\n",
        8,
        "about.last_verified",
        ("still to come",),
    ),
    Case(
        "jitter longer than the gap of a cron expression",
        FILE,
        CRON.replace("0s", "30m"),
        8,
        "schedule.jitter",
        ("shorter than the interval",),
    ),
    Case(
        "always quiet",
        FILE,
        SOURCE + 'politeness: {quiet: ["08:00-20:00", "19:00-08:00"]}\n',
        8,
        "politeness.quiet",
        ("the whole day", "never be swept"),
    ),
]


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_cannot_be_meant_is_named_with_its_line(fail: Fail, case: Case) -> None:
    check_case(fail, case)


@pytest.mark.parametrize(
    "content",
    [
        terms("crawling: unconfirmed, confirmed: 2026-11-23, checked: 2026-11-01"),
        terms("crawling: forbidden") + "enabled: false\n",
        terms("crawling: unconfirmed") + "enabled: false\n",
        "kind: manual\nshows: profile\nmanual: {reason: 規約}\nterms: {crawling: forbidden}\n",
        CRON.replace("0s", "29m"),
        SOURCE + 'politeness: {quiet: "22:00-06:30"}\n',
    ],
)
def test_what_can_be_meant_is_let_through(load: Load, content: str) -> None:
    assert load({FILE: content}).sources["experts"].name == "experts"


@pytest.mark.parametrize(
    ("quiet", "warned"),
    [("02:00-04:00", True), ("23:00-05:00", True), ("03:10-05:00", False), ("04:00-05:00", False)],
)
def test_a_schedule_that_is_always_put_off_is_pointed_out(
    load: Load, quiet: str, *, warned: bool
) -> None:
    content = CRON + f'politeness: {{quiet: "{quiet}"}}\n'
    messages = [str(notice.message) for notice in load({FILE: content}).warnings]
    assert any("quiet hours" in message for message in messages) is warned


def test_no_value_of_a_header_is_repeated_in_a_mistake(fail: Fail) -> None:
    content = SOURCE.replace("kind: directory", "kind: api") + (
        "headers: {Authorization: 12345678901}\n"
    )
    assert "12345678901" not in str(fail({FILE: content}))
