"""Questions at a terminal, answered line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_, LeakwatchError, UsageError


def ask(
    terminal: Terminal,
    question: str,
    *,
    check: Callable[[str], object] | None = None,
    **values: object,
) -> str:
    """One line of standard input, asked for again while `check` refuses it; may be empty.

    Raises UsageError when standard input ends: whoever wrote the answers ahead wrote too few.
    """
    while True:
        terminal.aside(terminal.text(question, **values))
        line = sys.stdin.readline()
        if not line:
            raise UsageError(N_("there was no answer: nothing more came from standard input"))
        answer = line.strip()
        try:
            if check is not None:
                check(answer)
        except LeakwatchError as error:
            terminal.error(error)
            continue
        return answer


def agreed(terminal: Terminal, question: str, **values: object) -> bool:
    """Whether the answer to `question` is yes; everything else is no. Raises UsageError."""
    answer = ask(terminal, question, check=None, **values)
    return answer.casefold() in {"y", "yes", "はい"}
