"""What a message says that tells of no single finding."""

from __future__ import annotations

import pytest

from leakwatch.models import Alert, AlertKind
from leakwatch.notify.blocks import render
from tests.factories import make_posting, make_summary
from tests.messages import ENGLISH, require_valid, shown, texts_of


@pytest.mark.parametrize(
    ("alert", "title", "command"),
    [
        pytest.param(
            make_summary(AlertKind.BASELINE, high=3, low=40),
            "First sweep of platform: 43 findings to review",
            "leakwatch findings list --source platform",
            id="baseline",
        ),
        pytest.param(
            make_summary(AlertKind.REVIEW, critical=1, solicitation=1),
            "platform: a changed watchlist brings 1 findings to review",
            "leakwatch findings list --source platform",
            id="review",
        ),
        pytest.param(
            make_summary(AlertKind.HEALTH, blocked=2),
            "⚠ platform is blind",
            "leakwatch sources list",
            id="blind",
        ),
        pytest.param(
            make_summary(AlertKind.HEALTH, ok=1),
            "platform can be seen again",
            "leakwatch sources list",
            id="back",
        ),
        pytest.param(
            make_summary(AlertKind.QUARANTINE, blocked=2, failed=1),
            "⏸ platform rests: 3 sweeps in a row were not clean",
            "leakwatch sources check platform",
            id="resting",
        ),
        pytest.param(
            make_summary(AlertKind.FINDINGS),
            "Alert from platform",
            "leakwatch findings list --source platform",
            id="empty",
        ),
    ],
)
def test_a_summary_says_how_many_and_where_to_look(alert: Alert, title: str, command: str) -> None:
    texts = texts_of(render(make_posting(alert), ENGLISH).blocks)
    assert texts[0] == title
    assert command in texts


def test_a_summary_counts_in_words() -> None:
    assert "critical: 1" in shown(make_summary(AlertKind.BASELINE, critical=1))
    assert "blocked by the site: 2" in shown(make_summary(AlertKind.HEALTH, blocked=2))
    assert "layout changed" in shown(make_summary(AlertKind.HEALTH, changed=1)).splitlines()
    assert "own_key: 5" in shown(make_summary(AlertKind.BASELINE, own_key=5))


def test_more_counts_than_fields_are_counted() -> None:
    alert = make_summary(AlertKind.BASELINE, **{f"key{n}": n for n in range(1, 15)})
    assert "and 5 more" in shown(alert)
    require_valid(render(make_posting(alert), ENGLISH))
