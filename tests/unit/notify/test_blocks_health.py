"""An alert about a source says why it is not seen, and what to do."""

from __future__ import annotations

from dataclasses import replace

from leakwatch.locale import catalogue
from leakwatch.models import AlertKind
from leakwatch.notify.blocks import render
from leakwatch.notify.terminal import lines_of
from tests.factories import make_posting, make_summary


def lines(kind: AlertKind, *reasons: str) -> list[str]:
    alert = replace(make_summary(kind, blocked=1), reasons=reasons)
    return list(lines_of(render(make_posting(alert), catalogue("en")).blocks))


def test_a_reason_stands_in_words_with_its_remedy_below() -> None:
    told = lines(AlertKind.HEALTH, "bot_wall")
    at = told.index("a page that keeps programs out stood in place of the page")
    assert told[at + 1].startswith("→ do not work around it")


def test_a_remedy_that_fits_several_reasons_is_given_once() -> None:
    told = lines(AlertKind.HEALTH, "bot_wall", "login_wall", "blocked")
    assert sum(line.startswith("→") for line in told) == 1


def test_many_reasons_are_counted() -> None:
    assert "and 2 more" in lines(AlertKind.HEALTH, "dns", "timeout", "tls", "offsite", "blocked")


def test_a_source_that_rests_is_said_to_be_tried_all_the_same() -> None:
    assert any("tried about once a day" in line for line in lines(AlertKind.QUARANTINE))
    assert not any("tried about once a day" in line for line in lines(AlertKind.HEALTH))


def test_the_end_of_a_rest_is_said() -> None:
    assert any("the rest is over" in line for line in lines(AlertKind.HEALTH, "quarantine_ended"))
