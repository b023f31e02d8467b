from __future__ import annotations

import os
import subprocess
import sys

import pytest

from leakwatch.record.processes import holder_of, is_gone


@pytest.fixture
def ended() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_this_process_is_not_gone() -> None:
    assert not is_gone(holder_of("here"), "here")


def test_a_process_that_ended_is_gone(ended: int) -> None:
    assert is_gone(f"here/{ended}", "here")
    assert is_gone(f"here/{ended}@17", "here")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says when a process began")
def test_another_process_of_the_same_number_is_not_the_same_process() -> None:
    assert is_gone(f"here/{os.getpid()}@1", "here")


@pytest.mark.parametrize(
    "holder",
    [
        pytest.param(f"here/{os.getpid()}", id="nobody noted when it began"),
        pytest.param("elsewhere/1@1", id="another machine's"),
        pytest.param("here/x@1", id="no number"),
        pytest.param("", id="empty"),
        pytest.param(None, id="none"),
    ],
)
def test_what_cannot_be_told_is_not_called_gone(holder: str | None) -> None:
    assert not is_gone(holder, "here")
