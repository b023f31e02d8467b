from __future__ import annotations

import pytest

from leakwatch.dispatch import child_environment

PARENT = {
    "PATH": "/bin",
    "LANG": "ja_JP.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LEAKWATCH_KEY": "k",
    "LEAKWATCH_SLACK_TOKEN": "xoxb-1",
    "SLACK_BOT_TOKEN": "xoxb-2",
    "AWS_SECRET_ACCESS_KEY": "a",
    "https_proxy": "http://ambient.example:1",
    "HTTPS_PROXY": "http://ambient.example:1",
    "CORP_PROXY": "http://u:p@proxy.example:1",
    "CORP_TOKEN": "c",
}


@pytest.mark.parametrize("name", ["PATH", "LANG", "LC_ALL", "LEAKWATCH_KEY"])
def test_a_child_gets_what_every_process_needs(name: str) -> None:
    assert child_environment(PARENT)[name] == PARENT[name]


@pytest.mark.parametrize(
    "name",
    [
        "LEAKWATCH_SLACK_TOKEN",
        "SLACK_BOT_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "https_proxy",
        "HTTPS_PROXY",
        "CORP_PROXY",
    ],
)
def test_a_child_gets_no_token_and_no_ambient_proxy(name: str) -> None:
    assert name not in child_environment(PARENT)


def test_what_the_configuration_names_is_passed_on() -> None:
    given = child_environment(PARENT, needed={"CORP_PROXY", "NOT_SET"})
    assert given["CORP_PROXY"] == PARENT["CORP_PROXY"]
    assert "NOT_SET" not in given


def test_threads_that_nobody_uses_do_not_eat_the_memory_limit() -> None:
    assert child_environment({})["OPENBLAS_NUM_THREADS"] == "1"
