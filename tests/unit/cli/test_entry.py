from __future__ import annotations

import io

import pytest

from leakwatch.cli.entry import hoist_config, run
from leakwatch.cli.terminal import Terminal
from leakwatch.locale import catalogue


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(["sweep", "x", "--config", "d"], ["--config", "d", "sweep", "x"], id="behind"),
        pytest.param(["sweep", "--config=d", "x"], ["--config=d", "sweep", "x"], id="equals sign"),
        pytest.param(["--config", "d", "sweep"], ["--config", "d", "sweep"], id="before"),
        pytest.param(["scan", "--", "--config"], ["scan", "--", "--config"], id="after two dashes"),
        pytest.param(["sweep", "--config"], ["--config", "sweep"], id="its value missing"),
    ],
)
def test_config_may_stand_anywhere(given: list[str], expected: list[str]) -> None:
    assert hoist_config(given) == expected


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Terminal(out, err, catalogue("en")))
    return code, out.getvalue(), err.getvalue()


def test_no_command_prints_the_help_and_is_a_usage_error() -> None:
    assert ran()[0] == 2


def test_the_version_is_printed() -> None:
    code, out, _err = ran("--version")
    assert (code, out.split()[0]) == (0, "leakwatch")


def test_an_unknown_command_is_a_usage_error() -> None:
    assert ran("sweeep")[0] == 2


def test_a_missing_configuration_says_where_and_what_to_do(tmp_path: object) -> None:
    code, _out, err = ran("config", "check", "--config", f"{tmp_path}/none")
    assert code == 2
    assert f"{tmp_path}/none" in err
    assert "init" in err


@pytest.mark.parametrize("arguments", [["sweep", "--format", "xml"], ["findings", "show"]])
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    assert ran(*arguments)[0] == 2


class Failing(io.StringIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        pytest.param(BrokenPipeError(32, "Broken pipe"), 141, "", id="nobody reads on"),
        pytest.param(OSError(28, "No space left"), 3, "No space left", id="full disk"),
    ],
)
def test_an_output_that_ends_early_ends_the_command_in_its_own_way(
    error: OSError, code: int, said: str
) -> None:
    err = io.StringIO()
    assert run(["--version"], Terminal(Failing(error), err, catalogue("en"))) == code
    assert "Traceback" not in err.getvalue()
    assert said in err.getvalue()
