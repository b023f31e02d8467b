"""`leakwatch demo --story`: casework from a charter to the report, and what else may come."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import LANGUAGE
from leakwatch.errors import N_, LeakwatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from leakwatch.app.story_stage import Stage, Told

    Player = Callable[[Stage], None]

_STORY = N_(
    "The story: a company asks four platforms, its registrants go, and the rules are made known"
    " again. Every person, company and day in it is invented."
)
_TWIN = N_("Its bad twin: a platform refuses, somebody comes back, an approved side job leaks.")


def tell_stories(terminal: Terminal, *, keep: bool) -> int:
    """Play both, each on a world of its own; 1 when a step was not as it is told."""
    from leakwatch.app.story import play
    from leakwatch.app.story_twin import play_twin

    wrong = 0
    for title, player in ((_STORY, play), (_TWIN, play_twin)):
        terminal.line()
        terminal.say(title)
        wrong += _play(terminal, player, keep=keep)
    terminal.line()
    if wrong:
        terminal.warn(N_("{count} steps were not as the story has them"), count=wrong)
    else:
        terminal.say(N_("Every step was as the story has it."))
    return 1 if wrong else 0


def _play(terminal: Terminal, player: Player, *, keep: bool) -> int:
    from leakwatch.app.demonstration import Demonstration
    from leakwatch.app.story_stage import Stage

    with Demonstration(language=LANGUAGE) as world:
        terminal.zone = world.zone
        stage = Stage(world, language=LANGUAGE, hear=lambda told: _print(terminal, told))
        try:
            player(stage)
        except LeakwatchError as error:
            stage.wrong += 1
            why = terminal.text(error.message, **error.values)
            terminal.warn(N_("the story ends here: {why}"), why=why)
        finally:
            if not keep:
                shutil.rmtree(world.directory)
        if keep:
            terminal.say(
                N_("Configuration and record are kept in {directory}"), directory=world.directory
            )
    return stage.wrong


def _print(terminal: Terminal, told: Told) -> None:
    text = terminal.text(told.message, **told.values)
    if told.heading:
        terminal.line()
        terminal.line(text)
        return
    mark = " " if told.right else "✗"
    terminal.line(f"{mark} {told.at:%Y-%m-%d}  {text}")
