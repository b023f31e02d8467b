"""The delivery benchmark in small: what it counts has to be right, how long it takes is not looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.delivery import FAULTS, MIX, complaints
from benchmarks.delivery_judge import Judge
from benchmarks.delivery_run import Result, Trial, run
from benchmarks.delivery_storm import complaints_of_storm
from benchmarks.delivery_world import Seed, channels
from leakwatch.demo.slack import Workspace
from leakwatch.models import Alert, AlertKind, Delivery, Form, OutboxEntry
from tests.logged import NOW


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    return Seed(tmp_path_factory.mktemp("seed"), storm=40)


def tried(trial: Trial, seed: Seed, folder: Path) -> Result:
    return run(replace(trial, decide=False, lives=(2.0, 4.0)), seed, folder)


@pytest.mark.parametrize("deliverers", [1, 2])
def test_a_storm_under_every_fault_arrives_once_and_in_order(
    deliverers: int, storm: Seed, tmp_path: Path
) -> None:
    result = tried(Trial(name="mixed", shares=MIX, deliverers=deliverers), storm, tmp_path)
    verdict = result.verdict
    assert (verdict.lost, verdict.doubled, verdict.unknown) == (0, 0, 0)
    assert (verdict.disorder, verdict.offences) == (0, 0)
    assert verdict.delivered == 41
    assert result.wrong == ()


def test_what_cannot_be_looked_up_is_listed_and_never_sent_twice(
    storm: Seed, tmp_path: Path
) -> None:
    shares = {FAULTS["5xx, but posted"]: 0.3}
    result = tried(Trial(name="blind", shares=shares, blind=True), storm, tmp_path)
    verdict = result.verdict
    assert (verdict.lost, verdict.doubled) == (0, 0)
    assert verdict.unknown > 0
    alarm = 1  # about what is undecided
    assert verdict.delivered + verdict.unknown == 41 + alarm


def entry(number: int, **changes: object) -> OutboxEntry:
    alert = Alert(key=f"k{number}", kind=AlertKind.HEALTH, source="s", channel=None, created_at=NOW)
    given = OutboxEntry(id=number, alert=alert, state=Delivery.DELIVERED, key=f"k{number}")
    return replace(given, **changes)  # type: ignore[arg-type]


def standing(*numbers: int) -> Workspace:
    workspace = Workspace(channels=channels(1))
    for number in numbers:
        metadata = {"event_type": "leakwatch_alert", "event_payload": {"key": f"k{number}"}}
        workspace.post(workspace.channels[0], {"text": "x", "metadata": metadata})
    return workspace


@pytest.mark.parametrize(
    ("stands", "entries", "lost", "doubled"),
    [
        pytest.param((1,), [entry(1)], 0, 0, id="right"),
        pytest.param((), [entry(1)], 1, 0, id="said-to-be-there"),
        pytest.param((1, 1), [entry(1)], 0, 1, id="twice"),
        pytest.param((), [entry(1, state=Delivery.WAITING)], 1, 0, id="left-waiting"),
        pytest.param((), [entry(1, state=Delivery.DEAD, error="x")], 1, 0, id="given-up"),
        pytest.param((), [entry(1, state=Delivery.UNKNOWN)], 0, 0, id="listed"),
        pytest.param((1, 1), [entry(1, state=Delivery.UNKNOWN)], 0, 1, id="listed-and-twice"),
        pytest.param(
            (), [entry(1, form=Form.UPDATE, state=Delivery.RETRY)], 1, 0, id="edit-not-made"
        ),
    ],
)
def test_the_judge_sees_what_is_lost_and_what_is_double(
    stands: tuple[int, ...], entries: list[OutboxEntry], lost: int, doubled: int
) -> None:
    verdict = Judge(standing(*stands), entries).verdict(decided=(), blind=False)
    assert (verdict.lost, verdict.doubled) == (lost, doubled)


def test_a_run_that_misses_a_target_or_a_planted_fact_is_complained_about(
    storm: Seed, tmp_path: Path
) -> None:
    result = tried(Trial(name="none"), storm, tmp_path)
    verdict = replace(result.verdict, lost=1, unknown=2)
    spoilt = replace(result, verdict=verdict, kills=0, trial=replace(result.trial, shares=MIX))
    assert set(complaints(spoilt)) == {
        "lost: 1, none allowed",
        "unknown: 2, none allowed",
        "no call went wrong",
        "no deliverer was killed",
    }
    assert list(complaints_of_storm(spoilt)) == ["41 messages, 501 expected"]
