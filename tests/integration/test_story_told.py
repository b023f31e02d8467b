"""How a story is told at the terminal, and that a step that went wrong ends in code 1."""

from __future__ import annotations

import pytest

from leakwatch.app.story_stage import Stage
from leakwatch.cli.demo_story import tell_story
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import UsageError


def ends_well(stage: Stage) -> None:
    stage.act("1. Nothing happens")
    with stage.refused("{why}: refused, as it should be"):
        raise UsageError("not so")
    stage.expect("all is well", right=True)


def has_a_wrong_step(stage: Stage) -> None:
    stage.expect("two and two are five", right=False)
    with stage.refused("{why}: this should have been refused"):
        pass


def breaks_off(stage: Stage) -> None:
    stage.tell("so far")
    raise UsageError("no way on from {place}", place="here")


@pytest.mark.parametrize(
    ("player", "wrong", "said"),
    [
        (ends_well, 0, "not so: refused, as it should be"),
        (has_a_wrong_step, 2, "✗"),
        (breaks_off, 1, "so far"),
    ],
)
def test_each_wrong_step_is_marked_and_counted(
    capsys: pytest.CaptureFixture[str], player: object, wrong: int, said: str
) -> None:
    terminal = Terminal()
    assert tell_story(terminal, player, keep=False) == wrong  # type: ignore[arg-type]
    told = capsys.readouterr()
    assert said in told.out + told.err
    if wrong == 1:
        assert "no way on from here" in told.err
