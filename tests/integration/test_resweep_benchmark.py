"""The re-sweep benchmark in small: what it counts has to be right, what it costs is not looked at."""

from __future__ import annotations

import pytest

from benchmarks.pipeline_site import SIZES
from benchmarks.resweep import MANNERS, sweep_thrice
from benchmarks.resweep_site import Manner, changing_site


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.name)
def test_exactly_what_changed_is_judged_again_and_nothing_is_missed(manner: Manner) -> None:
    with changing_site(SIZES["7KB"], 60, manner) as site:
        done = sweep_thrice(site, manner, 60)
    assert list(done.complaints()) == []
