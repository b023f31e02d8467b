"""From three answers to a sensitivity."""

from __future__ import annotations

from itertools import product

import pytest

from leakwatch.casework.classifying import sensitivity_of
from leakwatch.models import Classification, Confidentiality, Listed, Military


def level(listed: str, military: str, confidentiality: str) -> int:
    return sensitivity_of(
        Classification(
            term="T01",
            listed=Listed(listed),
            military=Military(military),
            confidentiality=Confidentiality(confidentiality),
        )
    )


@pytest.mark.parametrize(
    ("listed", "military", "confidentiality", "expected"),
    [
        ("none", "none", "public", 1),
        ("listed", "direct", "public", 1),
        ("none", "none", "internal", 2),
        ("none", "possible", "internal", 2),
        ("listed", "none", "internal", 3),
        ("unsure", "none", "internal", 3),
        ("none", "direct", "internal", 3),
        ("none", "none", "secret", 3),
    ],
)
def test_the_table(listed: str, military: str, confidentiality: str, expected: int) -> None:
    assert level(listed, military, confidentiality) == expected


def test_a_graver_answer_never_lowers_it() -> None:
    for listed, military, confidentiality in product(Listed, Military, Confidentiality):
        found = level(listed, military, confidentiality)
        assert found >= level("none", "none", confidentiality)
        assert found <= level(listed, "direct", confidentiality)
        assert found <= level(listed, military, "secret")
