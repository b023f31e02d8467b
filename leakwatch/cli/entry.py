"""From argv to an exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import click

from leakwatch.cli.root import app
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_, LeakwatchError

logger = logging.getLogger(__name__)

#: What a shell expects of a process that Ctrl-C ended, and of one whose reader went away.
_INTERRUPTED, _BROKEN_PIPE = 130, 141


def hoist_config(arguments: Sequence[str]) -> list[str]:
    """Move `--config DIR` to the front, so that it may stand before or after the command."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += [argument, *pending]
        elif argument == "--config":
            front += [argument, *[value for value in [next(pending, None)] if value is not None]]
        elif argument.startswith("--config="):
            front.append(argument)
        else:
            rest.append(argument)
    return front + rest


def run(arguments: Sequence[str], terminal: Terminal) -> int:
    """Run one command line; every error ends as a message and an exit code (DESIGN: 0, 1, 2, 3)."""
    try:
        result = app(hoist_config(arguments), standalone_mode=False, obj=terminal)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show(terminal.err)
        return wrong.exit_code
    except LeakwatchError as error:
        terminal.error(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, BrokenPipeError) as cut:
        return _cut_short(cut, terminal)
    except Exception:
        logger.exception("cli.unexpected")
        terminal.warn(N_("this is a fault of leakwatch itself; the lines above say where"))
        return 1
    return result if isinstance(result, int) else 0


def _cut_short(cut: BaseException, terminal: Terminal) -> int:
    if isinstance(cut, BrokenPipeError):
        # the reader (head, less) has all it wanted; python must not flush into the closed pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    terminal.warn(N_("interrupted"))
    return _INTERRUPTED


def main() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s"
    )
    sys.exit(run(sys.argv[1:], Terminal.standard()))
