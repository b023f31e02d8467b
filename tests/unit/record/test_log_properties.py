"""Whatever sources show, sweep after sweep: the log against a simple model of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from leakwatch.models import AlertKind, Outcome, Status
from leakwatch.record import Record, open_record
from tests.logged import (
    NOW,
    day,
    make_finding,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)

#: One sweep: the quotes on each page that has any, and how the sweep ends.
SWEEPS = st.lists(
    st.tuples(
        st.dictionaries(
            st.sampled_from(["1", "2", "3"]),
            st.sets(st.sampled_from("甲乙丙"), min_size=1),
        ),
        st.sampled_from([Outcome.OK, Outcome.NONE, Outcome.PARTIAL, Outcome.FAILED]),
    ),
    min_size=1,
    max_size=6,
)


class Model:
    """What ought to be in the log: by page, its members, its status and when it was missed."""

    def __init__(self) -> None:
        self.members: dict[str, set[str]] = {}
        self.status: dict[str, Status] = {}
        self.missing: dict[str, bool] = {}
        self.opened = 0  #: findings opened after the baseline

    def sweep(self, pages: dict[str, set[str]], outcome: Outcome, *, baseline: bool) -> None:
        for page, quotes in pages.items():
            gained = quotes - self.members.get(page, set())
            if gained or self.status[page] is Status.GONE:
                self.status[page] = Status.NEW
                self.opened += not baseline
            self.members.setdefault(page, set()).update(quotes)
            self.missing[page] = False
        for page in self.status.keys() - pages.keys() if outcome.clean else ():
            if self.missing[page]:
                self.status[page] = Status.GONE
            self.missing[page] = True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SWEEPS, st.booleans())
def test_the_log_is_what_the_model_says(
    sweeps: list[tuple[dict[str, set[str]], Outcome]], public: bool
) -> None:
    source = make_public_source() if public else make_source()
    model, baseline = Model(), True
    with (
        tempfile.TemporaryDirectory() as directory,
        open_record(Path(directory), sealing_key=None, now=NOW) as record,
    ):
        for number, (pages, outcome) in enumerate(sweeps):
            findings = [
                make_finding(make_sighting(source, page), *sorted(quotes))
                for page, quotes in pages.items()
            ]
            report = sweep(record, source, *findings, at=day(number), report={"outcome": outcome})
            assert report.baseline is baseline
            model.sweep(pages, outcome, baseline=baseline)
            baseline = baseline and not outcome.clean
            numbers = compare(record, model)
            assert numbers == list(range(1001, 1001 + len(numbers)))
        assert record.verify() == ()


def compare(record: Record, model: Model) -> list[int]:
    logged = {
        str(record.findings.get(one.number, reveal=True).url).rpartition("/")[2]: one
        for one in record.findings.list()
    }
    assert {page: one.status for page, one in logged.items()} == model.status
    assert {page: one.missing_since is not None for page, one in logged.items()} == model.missing
    alerts = [entry.alert for entry in record.outbox.list()]
    told = [alert for alert in alerts if alert.kind is AlertKind.FINDINGS]
    assert sum(len(alert.findings) for alert in told) == model.opened
    assert len({alert.key for alert in alerts}) == len(alerts)
    return sorted(one.number for one in logged.values())
