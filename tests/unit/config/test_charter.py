"""The gate: open only while the charter is complete and valid, and never in the way of the rest."""

from __future__ import annotations

from datetime import date

import pytest

from leakwatch.config.charter import charter_state
from leakwatch.config.schema import CharterFile
from tests.unit.config.right import CHARTER, TODAY, Load


def test_a_complete_charter_opens_the_gate(load: Load) -> None:
    state = load().charter
    assert state.valid
    assert state.charter is not None
    assert (state.charter.retention_days, state.charter.valid_until) == (365, date(2027, 3, 31))
    assert len(state.charter.version) == 16


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(None, "there is no charter", id="missing"),
        pytest.param("", "incomplete", id="empty"),
        pytest.param("# later\n", "incomplete", id="comments only"),
        pytest.param("{}\n", "incomplete", id="empty mapping"),
        pytest.param(CHARTER.replace("Work rules, article 12", "''"), "legal_basis", id="empty text"),
        pytest.param(CHARTER.replace("Head of security", "' '"), "deputy", id="blank"),
        pytest.param(CHARTER.replace("2026-04-01", ""), "notice_date", id="no notice"),
        pytest.param(CHARTER.replace("365", ""), "retention_days", id="no retention"),
        pytest.param(CHARTER.replace("2027-03-31", "2026-11-22"), "expired on 2026-11-22", id="expired"),
        pytest.param(CHARTER.replace("2026-04-01", "2026-11-24"), "told on 2026-11-24", id="notice to come"),
        pytest.param(CHARTER.replace("Head of security", "Head of legal affairs"), "own deputy", id="one person"),
    ],
)  # fmt: skip
def test_the_gate_is_closed_with_its_reason_and_the_rest_loads(
    load: Load, content: str | None, says: str
) -> None:
    settings = load({"charter.yaml": content})
    assert not settings.charter.valid
    assert settings.charter.problem is not None
    assert says in settings.charter.problem.format(**settings.charter.values)
    assert settings.watchlist.terms


@pytest.mark.parametrize("today", [date(2026, 4, 1), date(2027, 3, 31)], ids=["first", "last"])
def test_the_first_and_the_last_day_count(load: Load, today: date) -> None:
    assert load(today=today).charter.valid


def version(content: str, load: Load) -> str:
    charter = load({"charter.yaml": content}).charter.charter
    assert charter is not None
    return charter.version


def test_the_version_is_of_what_it_says_not_of_how_it_is_written(load: Load) -> None:
    usual = version(CHARTER, load)
    backwards = "# a comment\n" + "\n".join(reversed(CHARTER.splitlines())) + "\n"
    assert version(backwards, load) == usual
    assert version(CHARTER.replace("trade secrets", "trade\n  secrets"), load) == usual
    assert version(CHARTER.replace("article 12", "article 13"), load) != usual


def test_a_lone_surrogate_does_not_break_the_version() -> None:
    written = CharterFile.model_construct(
        purpose="\ud800",
        legal_basis="b",
        responsible="c",
        deputy="d",
        retention_days=1,
        notice_date=TODAY,
        valid_until=TODAY,
    )
    assert charter_state(written, file="charter.yaml", today=TODAY).valid


def test_what_goes_further_is_off_until_the_charter_allows_it(load: Load) -> None:
    charter = load().charter.charter
    assert charter is not None
    assert not charter.seals_captures
    assert not charter.names_readers


def test_a_key_that_says_nothing_new_leaves_the_version_as_it_was(load: Load) -> None:
    usual = version(CHARTER, load)
    assert version(CHARTER + "seals_captures: false\n", load) == usual
    assert version(CHARTER + "seals_captures: true\n", load) != usual
