"""Keys of watchlist.yaml that come out as more than a text."""

from __future__ import annotations

from leakwatch.models import Combination
from tests.unit.config.right import WATCHLIST, Load


def test_patterns_and_combinations_are_read(load: Load) -> None:
    written = WATCHLIST + (
        "    patterns: 'ZK-[0-9]+'\n"
        "combinations:\n"
        "  - id: C1\n    sensitivity: 2\n    all: [T01, 膜厚]\n    any: 粘度\n"
        "    none: [展示]\n    within: 60\n    fields: [title, career]\n"
    )
    watchlist = load({"watchlist.yaml": written}).watchlist
    assert watchlist.terms[0].patterns == ("ZK-[0-9]+",)
    (combination,) = watchlist.combinations
    assert combination == Combination(
        id="C1",
        sensitivity=2,
        all=("T01", "膜厚"),
        any=("粘度",),
        none=("展示",),
        within=60,
        fields=("title", "career"),
    )
    assert watchlist.digest != load().watchlist.digest
