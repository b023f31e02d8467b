"""Readers by division: no group is shown that is too small, nor can one be reckoned from the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.casework.awareness import groups, overall
from leakwatch.models import ReaderGroup

DIVISIONS = ["KILN", "COATING", "SALES", "LEGAL", "PLANT", ""]
counts = st.dictionaries(st.sampled_from(DIVISIONS), st.integers(0, 60))
heads = st.dictionaries(st.sampled_from(DIVISIONS[:-1]), st.integers(1, 500))


@given(readers=counts, headcount=heads, smallest=st.integers(2, 30))
def test_no_group_is_smaller_than_promised_and_nothing_is_counted_twice_or_lost(
    readers: dict[str, int], headcount: dict[str, int], smallest: int
) -> None:
    found = groups(readers, headcount, smallest)
    shown = [one for group in found for one in group.divisions]
    assert len(shown) == len(set(shown))
    assert set(shown) >= set(headcount) | {one for one, count in readers.items() if count}
    if len(found) > 1:
        # with the total known, what is left of it after all others is a group again
        assert all(one.readers is not None and one.readers >= smallest for one in found)
    (first, *_) = found
    if first.readers is None:
        assert len(found) == 1
        assert sum(readers.values()) < smallest
    else:
        assert sum(one.readers or 0 for one in found) == sum(readers.values())
    for one in found:
        inside = sum(readers.get(division, 0) for division in one.divisions)
        assert one.readers in {inside, None}
        assert one.reach is None or 0 <= one.reach <= 1


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        ({"KILN": 30, "COATING": 20}, [(("KILN",), 30), (("COATING",), 20)]),
        # 3 would be known by subtraction, so the smallest that is shown joins it
        ({"KILN": 30, "COATING": 20, "SALES": 3}, [(("KILN",), 30), (("COATING", "SALES"), 23)]),
        ({"KILN": 30, "SALES": 6, "LEGAL": 5}, [(("KILN",), 30), (("LEGAL", "SALES"), 11)]),
        ({"KILN": 30, "": 2}, [(("", "KILN"), 32)]),
        ({"KILN": 4, "COATING": 3}, [(("COATING", "KILN"), None)]),
        ({}, [((), None)]),
    ],
    ids=["large", "one small", "two small", "not said", "too few", "nobody"],
)
def test_small_divisions_are_merged(
    readers: dict[str, int], expected: list[tuple[tuple[str, ...], int | None]]
) -> None:
    found = groups(readers, {}, 10)
    assert [(one.divisions, one.readers) for one in found] == expected


def test_a_division_nobody_of_which_read_it_is_not_shown_alone() -> None:
    found = groups({"KILN": 30, "COATING": 20}, {"KILN": 60, "COATING": 40, "SALES": 9}, 10)
    assert [one.divisions for one in found] == [("KILN",), ("COATING", "SALES")]
    assert found[1].people == 49


def test_the_reach_of_a_group_is_not_told_while_some_named_no_division() -> None:
    found = groups({"KILN": 30, "COATING": 5, "": 10}, {"KILN": 60, "COATING": 40}, 10)
    assert [(one.divisions, one.people, one.reach) for one in found] == [
        (("KILN",), 60, 0.5),
        (("", "COATING"), None, None),
    ]
    whole = overall(found, {"KILN": 60, "COATING": 40})
    assert (whole.readers, whole.people, whole.reach) == (45, 100, 0.45)


def test_a_reach_is_never_more_than_everybody() -> None:
    assert ReaderGroup(divisions=("KILN",), readers=130, people=120).reach == 1.0


def test_the_whole_of_too_few_has_no_number_either() -> None:
    found = groups({"KILN": 4}, {"KILN": 120}, 10)
    assert overall(found, {"KILN": 120}).reach is None
