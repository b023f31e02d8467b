"""What a person sees while sweeps run."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

if TYPE_CHECKING:
    from rich.progress import TaskID


class SweepProgress:
    """A live line per source on standard error, or the events themselves as JSON lines."""

    def __init__(self, terminal: Terminal, *, lines: bool) -> None:
        self._terminal, self._lines = terminal, lines
        self._tasks: dict[str, TaskID] = {}
        if not lines:
            from rich.progress import Progress, SpinnerColumn, TextColumn

            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                console=terminal.console(stderr=True),
                disable=not terminal.err.isatty(),  # else an empty line, which cron would mail
                transient=True,
            )

    def __enter__(self) -> Self:
        if not self._lines:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._lines:
            self._progress.stop()

    def heard(self, event: Mapping[str, object]) -> None:
        if self._lines:
            self._terminal.jsonl(event)
            return
        source = str(event.get("source", ""))
        words = self._words(event)
        if not source or words is None:
            return
        if source not in self._tasks:
            self._tasks[source] = self._progress.add_task("", total=None)
        self._progress.update(self._tasks[source], description=f"{source}: {words}")
        if event.get("event") == "sweep.done":
            self._progress.remove_task(self._tasks.pop(source))

    def _words(self, event: Mapping[str, object]) -> str | None:
        values = dict(event)
        match values.pop("event", None):
            case "sweep.started":
                return self._terminal.text(N_("started"))
            case "sweep.waiting":
                return self._terminal.text(N_("waits: {domain} is held by {holder}"), **values)
            case "sweep.progress":
                return self._terminal.text(
                    N_("{requests} requests, {sightings} sightings, {errors} errors"), **values
                )
            case "sweep.done":
                return str(event["outcome"])
            case _:
                return None
