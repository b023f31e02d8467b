"""Deliverers in processes of their own, as the service has one, and the -9 that ends them."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import random
import signal
import threading
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from leakwatch.app.deliver import deliver_due
from leakwatch.app.watch import open_watch
from leakwatch.locale import catalogue
from leakwatch.notify import SlackNotifier, attempt

#: Seconds before the first repeat, in place of ten, so that a run of many faults ends in time.
FIRST_WAIT = 0.5
#: Seconds after which a call is given up, in place of thirty.
TIMEOUT = 2
_PAUSE = 0.1
#: A fork of a process that has imported everything starts in no time.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["benchmarks.delivery_deliverer"])


def serve(config: Path) -> None:
    """Deliver what is due until killed: the service's delivery without its sweeps."""
    logging.disable(logging.CRITICAL)
    attempt._FIRST_WAIT = FIRST_WAIT  # noqa: SLF001 - no setting: nobody but a benchmark is in such a hurry
    with open_watch(config, environ={}, now=datetime.now(UTC)) as watch:
        assert watch.settings.slack
        notifier = SlackNotifier(
            watch.settings.slack,
            network=watch.settings.network,
            catalogue=catalogue("en"),
            timeout=TIMEOUT,
        )

        async def rounds() -> None:
            while True:
                await deliver_due(watch, notifier, seconds=5.0)
                await asyncio.sleep(_PAUSE)

        asyncio.run(rounds())


class Deliverers:
    """So many at a time, each killed after a few seconds and replaced at once."""

    def __init__(self, config: Path, *, count: int, seed: int, lives: tuple[float, float]) -> None:
        """`lives`: seconds between two kills, at least and at most."""
        self._config, self._lives = config, lives
        self._chance = random.Random(seed)
        self._running = [self._start() for _ in range(count)]
        self._over = threading.Event()
        self._reaper = threading.Thread(target=self._reap, daemon=True)
        self.kills = 0
        self.wrong: list[str] = []

    def _start(self) -> BaseProcess:
        process = _FORKS.Process(target=serve, args=(self._config,), daemon=True)
        process.start()
        return process

    def _reap(self) -> None:
        while not self._over.wait(self._chance.uniform(*self._lives)):
            number = self._chance.randrange(len(self._running))
            self._kill(self._running[number])
            self._running[number] = self._start()
            self.kills += 1

    def _kill(self, process: BaseProcess) -> None:
        if process.exitcode is not None:
            self.wrong.append(f"a deliverer ended by itself with {process.exitcode}")
            return
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()

    def __enter__(self) -> Self:
        self._reaper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._reaper.join()
        for process in self._running:
            self._kill(process)
