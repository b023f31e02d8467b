"""Runs one command as a child: watched, limited, and ended with everything it started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from leakwatch.dispatch.environment import child_environment
from leakwatch.dispatch.lines import EventLines
from leakwatch.errors import N_, SweepError
from leakwatch.models import Limits

OnEvent = Callable[[dict[str, object]], None]
OnLine = Callable[[str], None]

#: Beyond the source's own time limit, at which the crawl ends itself: starting up, writing down.
_MARGIN = 60.0
#: Between SIGTERM and SIGKILL. A crawl drops what waits and needs about a second.
_GRACE = 10.0
#: For the pipes of a child that is gone: whoever still holds them is ended as well.
_DRAIN = 2.0
_POLL = 0.05
_CHUNK = 65_536
_TAIL = 20
_LONGEST_LINE = 4_096

#: The event from which the time limit runs; before it a child may wait its turn.
BEGINS = "sweep.started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildResult:
    exit_code: int  #: negative: the number of the signal that ended it
    killed: str | None = None  #: why we ended it, such as `time_limit`
    events: int = 0
    garbage: int = 0  #: lines on stdout that were no event
    stderr: tuple[str, ...] = ()  #: last lines, for whoever looks into it


async def run_child(
    command: Sequence[str],
    *,
    on_event: OnEvent,
    limits: Limits,
    environ: Mapping[str, str] | None = None,
    variables: Collection[str] = (),
    withheld: Collection[str] = (),
    on_stderr: OnLine | None = None,
    grace: float = _GRACE,
) -> ChildResult:
    """Run `command` to its end, handing each event on its stdout to `on_event`.

    Of the environment it gets what every child needs, and `variables`, but nothing `withheld`.
    Its stdin is a pipe that stays open as long as this process lives. The time limit is that of
    `limits`, counted from the child's `sweep.started`; the child sets its memory limit itself.
    Cancelling this coroutine ends the child. Raises SweepError when the command cannot be started.
    """
    given = os.environ if environ is None else environ
    environment = child_environment(given, needed=variables, withheld=withheld)
    process = await _start(command, environment)
    child = _Child(process, on_event=on_event, on_stderr=on_stderr or _pass_on)
    try:
        killed = await child.follow(limits.seconds + _MARGIN, grace)
    finally:
        await child.end(grace)
    return child.result(killed)


async def _start(
    command: Sequence[str], environment: Mapping[str, str]
) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise SweepError(
            N_("{program} cannot be started: {why}"),
            program=command[0],
            why=error.strerror or error,
        ) from error


class _Child:
    def __init__(
        self, process: asyncio.subprocess.Process, *, on_event: OnEvent, on_stderr: OnLine
    ) -> None:
        self._process, self._on_event, self._on_stderr = process, on_event, on_stderr
        self._lines = EventLines()
        self._events = 0
        self._tail: deque[str] = deque(maxlen=_TAIL)
        self._begun = asyncio.Event()

    async def follow(self, seconds: float, grace: float) -> str | None:
        """Read until the child is through. Returns why it was not waited for to the end."""
        reading = asyncio.create_task(self._read())
        clock = asyncio.create_task(self._clock(seconds))
        try:
            await asyncio.wait({reading, clock}, return_when=asyncio.FIRST_COMPLETED)
            late = not reading.done()
            if late:
                self._signal(signal.SIGTERM)
                await asyncio.wait({reading}, timeout=grace)  # its report comes last
            if reading.done():
                reading.result()  # raises what a listener raised
            return "time_limit" if late else None
        finally:
            await _cancel(reading, clock)

    async def _clock(self, seconds: float) -> None:
        await self._begun.wait()
        await asyncio.sleep(seconds)

    async def _read(self) -> None:
        """Both pipes at once: a child that fills one of them must not stop."""
        pipes = asyncio.gather(self._read_events(), self._read_stderr())
        gone = asyncio.ensure_future(self._gone())
        both: set[asyncio.Future[Any]] = {pipes, gone}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not pipes.done():
                await asyncio.wait({pipes}, timeout=_DRAIN)
            if pipes.done():
                pipes.result()
                await gone
        finally:
            await _cancel(pipes, gone)

    async def _gone(self) -> None:
        """Until the child itself has ended; `wait()` would wait for whoever holds its pipes too."""
        while self._process.returncode is None:  # noqa: ASYNC110 - asyncio has no such event
            await asyncio.sleep(_POLL)

    async def _read_events(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while chunk := await stream.read(_CHUNK):
            for event in self._lines.feed(chunk):
                self._hear(event)
        for event in self._lines.end():
            self._hear(event)

    def _hear(self, event: dict[str, object]) -> None:
        self._events += 1
        if event.get("event") == BEGINS:
            self._begun.set()
        self._on_event(event)

    async def _read_stderr(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        rest = b""
        while chunk := await stream.read(_CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._complain(line)
            rest = rest[-_LONGEST_LINE:]
        if rest:
            self._complain(rest)

    def _complain(self, line: bytes) -> None:
        text = _printable(line[:_LONGEST_LINE].decode("utf-8", "replace"))
        self._tail.append(text)
        self._on_stderr(text)

    async def end(self, grace: float) -> None:
        """End the child and its whole group: first asked, then made to."""
        if self._process.returncode is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await self._gone()
        self._signal(signal.SIGKILL)  # also whatever the child has left behind in its group
        await self._gone()
        transport = cast("Any", self._process)._transport  # noqa: SLF001 - nothing else closes pipes
        transport.close()
        await asyncio.sleep(0)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def result(self, killed: str | None) -> ChildResult:
        code = self._process.returncode
        assert code is not None
        return ChildResult(
            exit_code=code,
            killed=killed,
            events=self._events,
            garbage=self._lines.garbage,
            stderr=tuple(self._tail),
        )


async def _cancel(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _printable(text: str) -> str:
    """`text` without control characters: a page's words in a log must not drive a terminal."""
    return "".join(char if char.isprintable() or char == "\t" else "�" for char in text)


def _pass_on(line: str) -> None:
    sys.stderr.write(line + "\n")
