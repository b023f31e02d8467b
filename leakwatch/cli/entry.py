"""From argv to an exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import typer

from leakwatch.cli.logs import log_to_stderr
from leakwatch.cli.root import app
from leakwatch.cli.terminal import Terminal, inert
from leakwatch.errors import N_, LeakwatchError, OutputError, OutputUnread

logger = logging.getLogger(__name__)

#: What a shell expects of a process that Ctrl-C ended.
_INTERRUPTED = 130


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
    """Run one command line; every error ends as a message and an exit code (docs/cli.md)."""
    try:
        result = app(hoist_config(arguments), standalone_mode=False, obj=terminal)
    except typer.TyperException as wrong:
        return _usage(wrong, terminal)
    except LeakwatchError as error:
        return _failed(error, terminal)
    except typer.Abort:
        terminal.warn(N_("interrupted"))
        return _INTERRUPTED
    except Exception:
        logger.exception("cli.unexpected")
        terminal.warn(N_("this is a fault of leakwatch itself; the lines above say where"))
        return 1
    return result if isinstance(result, int) else 0


def _failed(error: LeakwatchError, terminal: Terminal) -> int:
    if not isinstance(error, OutputUnread):
        terminal.error(error)
    if isinstance(error, OutputError):
        terminal.abandon()
    return error.exit_code


def _usage(wrong: typer.TyperException, terminal: Terminal) -> int:
    """What typer found wrong with the command line, in its own words."""
    context = getattr(wrong, "ctx", None)
    if context is not None:
        print(context.get_usage(), file=terminal.err)
    print(inert(wrong.format_message()), file=terminal.err)
    return 2


def main() -> None:
    log_to_stderr()
    sys.exit(run(sys.argv[1:], Terminal.standard()))
