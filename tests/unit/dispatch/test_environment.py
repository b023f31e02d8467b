from __future__ import annotations

import pytest

from leakwatch.dispatch import child_environment

FULL = {
    "PATH": "/usr/bin",
    "HOME": "/home/watch",
    "LANG": "ja_JP.UTF-8",
    "LC_ALL": "C",
    "TZ": "Asia/Tokyo",
    "PYTHONPATH": "/srv/spiders",
    "LEAKWATCH_KEY": "a sealing key",
    "LEAKWATCH_CONFIG": "/etc/leakwatch",
}


def test_what_a_sweep_needs_is_passed_on() -> None:
    passed = child_environment(FULL)
    assert FULL.items() <= passed.items()


@pytest.mark.parametrize(
    "name",
    [
        "SLACK_BOT_TOKEN",
        "LEAKWATCH_SLACK_TOKEN",
        "LEAKWATCH_SLACK_TOKEN_FILE",
        "LEAKWATCH_PROXY_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "http_proxy",
        "HTTPS_PROXY",
        "LD_PRELOAD",
        "SSLKEYLOGFILE",
        "BASH_ENV",
    ],
)
def test_what_it_must_not_have_is_not(name: str) -> None:
    assert name not in child_environment({**FULL, name: "x"})


def test_threads_that_nobody_uses_are_not_started() -> None:
    assert child_environment({})["OPENBLAS_NUM_THREADS"] == "1"
