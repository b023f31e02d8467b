from __future__ import annotations

import pytest

from leakwatch.dispatch import child_environment

FULL = {
    "PATH": "/usr/bin",
    "HOME": "/var/lib/watch",
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


def test_what_the_configuration_names_is_passed_on() -> None:
    given = child_environment({"CORP_PROXY": "http://u:p@proxy.example:1"}, needed={"CORP_PROXY"})
    assert given["CORP_PROXY"] == "http://u:p@proxy.example:1"


def test_a_variable_that_is_not_set_stays_unset() -> None:
    assert "CORP_PROXY" not in child_environment({}, needed={"CORP_PROXY"})


def test_what_is_withheld_does_not_pass_by_its_prefix() -> None:
    given = {"LEAKWATCH_OTHER_API": "x", "LEAKWATCH_OWN_API": "y"}
    passed = child_environment(
        given, needed={"LEAKWATCH_OWN_API"}, withheld={"LEAKWATCH_OTHER_API"}
    )
    assert "LEAKWATCH_OTHER_API" not in passed
    assert passed["LEAKWATCH_OWN_API"] == "y"
