"""In CI nothing is skipped in silence: a test that needs something finds it there or fails."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import settings

#: Machines are shared and noisy: nothing here is measured by the clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

#: Started in the background by a shell, we ignore SIGINT, and programs that we start would as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Reasons for which a test may be skipped even in CI, by their beginning.
ALLOWED_SKIPS = (
    "the shared corpus is absent",  # public pages that are not ours to pass on
    "the shared benchmark is absent",  # nor is this: we are measured on it
    "only on ",  # another operating system's or interpreter's test
)


def is_strict() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def refused(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Why this skip is not accepted, or None when the report is none or is allowed."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return None
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.removeprefix("Skipped: ").startswith(ALLOWED_SKIPS):
        return None
    return f"skipped in CI: {reason}. Provide what the test needs, or add the reason to {__name__}."


def _fail_when_refused(report: pytest.TestReport | pytest.CollectReport) -> None:
    if is_strict() and (complaint := refused(report)):
        report.outcome = "failed"
        report.longrepr = complaint


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_when_refused(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_when_refused(report)
    return report
