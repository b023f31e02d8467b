from __future__ import annotations

import string

import pytest

from leakwatch.match import RULES
from leakwatch.models import Kind, Severity
from leakwatch.score import SEVERITY, WEIGHTS, logistic, rules_digest, severity, words


def test_every_weight_has_words_of_its_own_without_placeholders() -> None:
    texts = [words(rule) for rule in WEIGHTS]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert text[0].isupper()
        assert all(field is None for _, field, _, _ in string.Formatter().parse(text))


def test_every_rule_of_the_matcher_but_the_terms_is_worth_something_by_its_own_name() -> None:
    named = {rule.__name__ for rule in RULES} - {"term_named"}
    assert named <= set(WEIGHTS)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_matrix_grows_graver_with_sensitivity_and_score(kind: Kind) -> None:
    order = list(Severity)
    for row in SEVERITY[kind]:
        assert order.index(row[0]) <= order.index(row[1])
    for column in (0, 1):
        ranks = [order.index(row[column]) for row in SEVERITY[kind]]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("kind", "sensitivity", "score", "expected"),
    [
        pytest.param(Kind.REGISTRATION, 0, 0.6, Severity.MEDIUM, id="unsure"),
        pytest.param(Kind.REGISTRATION, 1, 0.95, Severity.HIGH, id="sure"),
        pytest.param(Kind.REGISTRATION, 3, 0.95, Severity.CRITICAL, id="with a secret"),
        pytest.param(Kind.LEAK, 3, 0.9, Severity.CRITICAL, id="secret"),
        pytest.param(Kind.LEAK, 2, 0.6, Severity.MEDIUM, id="internal"),
        pytest.param(Kind.MENTION, 0, 0.99, Severity.LOW, id="mention"),
        pytest.param(Kind.LEAK, 9, 0.9, Severity.CRITICAL, id="beyond the scale"),
    ],
)
def test_severity_is_read_from_the_matrix(
    kind: Kind, sensitivity: int, score: float, expected: Severity
) -> None:
    assert severity(kind, sensitivity=sensitivity, score=score) is expected


def test_log_odds_become_a_probability_without_overflow() -> None:
    assert logistic(0) == 0.5
    assert logistic(1e9) == 1.0
    assert logistic(-1e9) == 0.0


def test_the_digest_is_short_and_the_same_every_time() -> None:
    assert rules_digest() == rules_digest()
    assert len(rules_digest()) == 16
