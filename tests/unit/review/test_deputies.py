"""Who sees to what is due: the owner, or whoever stands in for him."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leakwatch.models import Away, Reviewer, Role
from leakwatch.review import deputies_of, who_sees_to_it

TODAY = date(2026, 11, 26)
AWAY = (Away(begins=TODAY - timedelta(days=1), ends=TODAY),)


def who(owner: str, *reviewers: Reviewer, about: tuple[str, ...] = ()) -> str | None:
    found = who_sees_to_it(owner, reviewers, today=TODAY, about=about)
    return found.id if found else None


def one(name: str, deputy: str | None = None, **changes: object) -> Reviewer:
    values: dict[str, object] = {"id": name, "role": Role.REVIEWER, "deputy": deputy, **changes}
    return Reviewer(**values)  # type: ignore[arg-type]


def test_the_owner_sees_to_it_while_he_is_there() -> None:
    assert who("hanako", one("hanako", "jiro"), one("jiro")) == "hanako"


@pytest.mark.parametrize(
    "changes",
    [
        {"away": AWAY},
        {"valid_until": TODAY - timedelta(days=1)},
        {"valid_from": TODAY + timedelta(days=1)},
    ],
    ids=["away", "past until", "not begun"],
)
def test_else_his_deputy_does(changes: dict[str, object]) -> None:
    assert who("hanako", one("hanako", "jiro", **changes), one("jiro")) == "jiro"


def test_absence_begins_and_ends_with_its_days() -> None:
    reviewer = one("hanako", away=AWAY)
    days = [TODAY + timedelta(days=shift) for shift in (-2, -1, 0, 1)]
    assert [reviewer.on_duty(day) for day in days] == [True, False, False, True]


def test_the_chain_of_deputies_ends_where_it_comes_back() -> None:
    circle = (one("a", "b", away=AWAY), one("b", "c", away=AWAY), one("c", "a", away=AWAY))
    assert [reviewer.id for reviewer in deputies_of("a", circle)] == ["b", "c"]
    assert who("a", *circle) is None
    assert who("a", *circle, one("rika", role=Role.LEAD)) == "rika"


def test_nobody_is_asked_to_see_to_what_is_about_himself() -> None:
    reviewers = (one("hanako", "jiro", roster_id="E001"), one("jiro"))
    assert who("hanako", *reviewers, about=("person:E001",)) == "jiro"


def test_what_nobody_owns_is_a_leads() -> None:
    assert who("", one("jiro"), one("rika", role=Role.LEAD)) == "rika"
    assert who("gone", one("jiro")) is None
