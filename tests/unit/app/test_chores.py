"""Casework as Slack's buttons see it: one case in a real record, looked at, taken over and moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.app.cases import Given, move_case, open_case
from leakwatch.app.chores import CaseworkChores
from leakwatch.app.doctor_duties import examine_duties
from leakwatch.app.duties import overdue
from leakwatch.app.watch import Watch
from leakwatch.casework.cases import act_named
from leakwatch.config import load_settings
from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import UNKNOWN, CaseState, Reviewer
from leakwatch.record import open_record
from leakwatch.triage import Mark
from tests.logged import NOW, WATCHLIST, after_baseline, make_finding, make_sighting, make_source
from tests.unit.config.right import write

REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, slack: U00HANAKO}
  - {id: taro, role: reviewer, slack: U0000TARO, deputy: hanako, roster_id: E012}
"""
TODAY = date(2026, 4, 1)


class Place:
    def __init__(self, watch: Watch) -> None:
        self.watch, self.chores = watch, CaseworkChores(watch)
        found = watch.record.findings.list()[0]
        self.case = open_case(watch, [found.number], actor=self.who("taro"), now=NOW)

    def who(self, name: str) -> Reviewer:
        return next(one for one in self.watch.settings.reviewers if one.id == name)

    def review(self) -> Mark:
        """Legal looks at it; the duty that this makes."""
        act = act_named("review")
        move_case(self.watch, self.case.number, act, actor=self.who("taro"), now=NOW, given=Given())
        chore = self.chores.look("C-1", today=TODAY)
        assert chore
        (duty,) = chore.duties
        return Mark(label=duty.label, what=duty.what, due=duty.due)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    write(tmp_path / "config", {"reviewers.yaml": REVIEWERS})
    settings = load_settings(tmp_path / "config", environ={}, today=TODAY, channels=True)
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as record:
        after_baseline(record, make_finding(make_sighting(make_source()), subject=UNKNOWN))
        watch = Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())
        yield Place(watch)


def test_a_case_is_shown_by_labels_states_and_days(place: Place) -> None:
    chore = place.chores.look("C-1", today=TODAY)
    assert chore
    assert (chore.owner, chore.about) == ("taro", (UNKNOWN,))
    assert chore.facts[0].message == "opened"
    assert chore.commands == ("leakwatch cases show C-1",)


@pytest.mark.parametrize("label", ["C-2", "F-99", "L-7", "K-1/visasq", "nothing", ""])
def test_what_is_not_there_is_nothing(place: Place, label: str) -> None:
    assert place.chores.look(label, today=TODAY) is None


def test_taking_a_case_over_makes_the_taker_its_owner(place: Place) -> None:
    place.chores.take("C-1", actor=place.who("hanako"), now=NOW)
    assert place.watch.record.cases.get(1).owner == "hanako"
    with pytest.raises(UsageError, match="no owner of its own"):
        place.chores.take("charter", actor=place.who("hanako"), now=NOW)


def test_a_review_is_done_by_a_reason_of_a_lead(place: Place) -> None:
    mark = place.review()
    assert mark.what == "case.legal_review"
    with pytest.raises(PermissionDenied):
        place.chores.done(mark, actor=place.who("taro"), reason="ask them", now=NOW)
    place.chores.done(mark, actor=place.who("hanako"), reason="ask them", now=NOW)
    assert place.watch.record.cases.get(1).state is CaseState.PLANNED


def test_what_takes_more_than_a_reason_is_not_done_by_one(place: Place) -> None:
    mark = replace(place.review(), what="case.open")
    with pytest.raises(UsageError, match="takes more than a reason"):
        place.chores.done(mark, actor=place.who("hanako"), reason="so be it", now=NOW)


def test_the_doctor_and_the_digest_count_what_is_overdue(place: Place) -> None:
    due = place.review().due
    assert [one.message for one in examine_duties(place.watch, NOW)] == [
        "{count} things to do, none overdue"
    ]
    late = NOW + (due - TODAY) + timedelta(days=2)
    (line,) = examine_duties(place.watch, late)
    assert dict(line.values) == {"count": 1, "labels": "C-1"}
    assert overdue(place.watch, today=due) == {}
    assert overdue(place.watch, today=due + timedelta(days=1)) == {"case.legal_review": 1}
