"""How a story is told at the terminal, and that a step that went wrong ends in code 1."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest

from leakwatch.app.story_stage import Stage
from leakwatch.cli.demo_story import tell_story
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import UsageError
from leakwatch.locale import catalogue


def _refuse() -> None:
    raise UsageError("not so")


def ends_well(stage: Stage) -> None:
    stage.act("1. Nothing happens")
    with stage.refused("{why}: refused, as it should be"):
        _refuse()
    stage.expect("all is well", right=True)


def has_a_wrong_step(stage: Stage) -> None:
    stage.expect("two and two are five", right=False)
    with stage.refused("{why}: this should have been refused"):
        stage.tell("nobody minds")


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
    player: Callable[[Stage], None], wrong: int, said: str
) -> None:
    out, err = StringIO(), StringIO()
    terminal = Terminal(out=out, err=err, catalogue=catalogue("en"))
    assert tell_story(terminal, player, keep=False) == wrong
    assert said in out.getvalue()
    assert ("no way on from here" in err.getvalue()) == (player is breaks_off)
