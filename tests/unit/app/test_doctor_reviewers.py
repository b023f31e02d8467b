from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leakwatch.app.doctor_reviewers import examine_own_entries, examine_reviewers
from leakwatch.models import Reviewer, Role, joined
from tests.case_desk import at_desk
from tests.logged import NOW, make_person


def test_who_is_on_the_roster_and_does_not_say_so_is_named(tmp_path: Path) -> None:
    with at_desk(tmp_path) as watch:
        watch.record.people.replace([make_person(email="saku@example.com")], actor="R01", now=NOW)
        assert list(examine_own_entries(watch)) == []
        entries = (
            Reviewer(id="saku", role=Role.LEAD, email="Saku@example.com"),
            Reviewer(id="hanako", role=Role.LEAD, email="hanako@example.com"),
        )
        own = replace(watch, settings=replace(watch.settings, reviewers=entries))
        (found,) = examine_own_entries(own)
        assert (found.what, found.values) == ("reviewers", {"reviewers": "saku"})


def test_two_entries_of_one_person_are_one_reviewer(tmp_path: Path) -> None:
    with at_desk(tmp_path) as watch:
        entries = joined(
            (
                Reviewer(id="saku", role=Role.LEAD, email="Saku@example.com"),
                Reviewer(id="slack", role=Role.LEAD, email="saku@example.com"),
            )
        )
        (found,) = examine_reviewers(replace(watch.settings, reviewers=entries), NOW)
        assert "only one" in found.message


def test_one_mail_address_at_two_ids_is_named_by_both(tmp_path: Path) -> None:
    with at_desk(tmp_path) as watch:
        people = [
            make_person("E012", email="saku@example.com"),
            make_person("E013", email="Saku@example.com"),
            make_person("E014", email="hana@example.com"),
        ]
        watch.record.people.replace(people, actor="R01", now=NOW)
        entries = (
            Reviewer(id="hanako", role=Role.LEAD, email="HANA@example.com", roster_id="E099"),
            Reviewer(id="jiro", role=Role.LEAD, email="jiro@example.com", roster_id="E012"),
        )
        own = replace(watch, settings=replace(watch.settings, reviewers=entries))
        same, contradicted = examine_own_entries(own)
        assert same.values == {"ids": "E013 = E012"}
        assert contradicted.values == {"reviewers": "hanako (E099, E014)"}
