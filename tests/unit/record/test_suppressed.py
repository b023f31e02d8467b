"""What sweeps set aside is kept as ids and counts."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.models import Outcome, Source, Suppressed, SweepSuppressed
from leakwatch.record import Record
from tests.logged import NOW, begin, day, make_person, make_public_source, make_source, sweep

SOURCE, BLOG = make_source(), make_public_source()
TRAP = Suppressed(rule="in_trap_word", entry="T03", matched="term_named", count=4)
WORD = Suppressed(rule="in_longer_word", entry="T03", matched="term_named", count=9)
NAME = Suppressed(rule="in_longer_name", entry="E012", matched="person_named", count=2)


def set_aside(record: Record, source: Source, *suppressed: Suppressed, at: int = 0) -> None:
    sweep(record, source, at=day(at), report={"suppressions": suppressed})


def listed(record: Record, **wanted: Any) -> list[tuple[int, str, int]]:
    return [
        (one.sweep, one.suppressed.rule, one.suppressed.count)
        for one in record.suppressed.list(**wanted)
    ]


def test_what_a_sweep_set_aside_is_listed_with_its_source(record: Record) -> None:
    set_aside(record, SOURCE, TRAP, WORD)
    assert record.suppressed.list() == (
        SweepSuppressed(sweep=1, source="platform", suppressed=WORD),
        SweepSuppressed(sweep=1, source="platform", suppressed=TRAP),
    )


def test_of_each_source_the_last_finished_sweep_counts(record: Record) -> None:
    set_aside(record, SOURCE, TRAP, WORD)
    set_aside(record, BLOG, NAME)
    set_aside(record, SOURCE, TRAP, at=1)
    begin(record, SOURCE, at=day(2))
    assert listed(record) == [(2, "in_longer_name", 2), (3, "in_trap_word", 4)]
    assert len(listed(record, every_sweep=True)) == 4


def test_a_sweep_that_set_nothing_aside_hides_the_one_before(record: Record) -> None:
    set_aside(record, SOURCE, TRAP)
    set_aside(record, SOURCE, at=1)
    assert listed(record) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"rule": "in_trap_word"}, [(1, "in_trap_word", 4)]),
        ({"source": "blog"}, [(2, "in_longer_name", 2)]),
        ({"source": "blog", "rule": "in_trap_word"}, []),
    ],
    ids=["rule", "source", "both"],
)
def test_the_list_is_filtered(
    record: Record, wanted: dict[str, str], expected: list[tuple[int, str, int]]
) -> None:
    set_aside(record, SOURCE, TRAP, WORD)
    set_aside(record, BLOG, NAME)
    assert listed(record, **wanted) == expected


def test_a_sweep_that_was_not_clean_is_listed_too(record: Record) -> None:
    sweep(record, SOURCE, report={"suppressions": (TRAP,), "outcome": Outcome.BLOCKED})
    assert listed(record) == [(1, "in_trap_word", 4)]


def test_a_dry_run_leaves_nothing(record: Record) -> None:
    sweep(record, SOURCE, dry_run=True, report={"suppressions": (TRAP,)})
    assert listed(record, every_sweep=True) == []


def test_a_deleted_person_leaves_no_count(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    set_aside(record, SOURCE, TRAP, NAME)
    record.people.delete("E012", actor="R01", reason="本人の求め", now=day(1))
    assert listed(record, every_sweep=True) == [(1, "in_trap_word", 4)]
