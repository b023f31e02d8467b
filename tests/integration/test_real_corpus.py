"""The shared corpus, served on loopback and swept with the shipped spiders."""

from __future__ import annotations

import pytest

from benchmarks.corpus import ABSENT, CORPUS, Served
from benchmarks.real_corpus import LEAST_TITLES, TERMS, Result, run, table

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT),
]


@pytest.fixture(scope="module")
def results() -> dict[Served, Result]:
    return {result.served: result for result in run()}


@pytest.mark.parametrize("served", Served)
def test_everything_is_swept_and_every_target_met(
    results: dict[Served, Result], served: Served
) -> None:
    result = results[served]
    assert result.missed == []
    assert result.sightings > result.pages > 300
    assert result.titled >= LEAST_TITLES * result.titles
    assert (result.found, result.planted, result.hidden) == (TERMS, TERMS, 0)
    assert result.entries > 800


def test_headers_make_no_difference_to_what_is_read(results: dict[Served, Result]) -> None:
    assert len({(one.sightings, one.titled, one.entries) for one in results.values()}) == 1


def test_the_table_has_a_row_for_each_kind_of_header(results: dict[Served, Result]) -> None:
    rows = table(list(results.values())).splitlines()
    assert [row.split()[0] for row in rows] == ["header", "right", "none", "wrong"]
