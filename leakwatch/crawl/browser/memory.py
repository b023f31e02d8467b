"""How much memory a sweep and everything it started take, and what is done when that is too much."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

_PROC = Path("/proc")
#: Own pages and shared ones without a file; libraries would be counted once for each process.
_TAKEN = re.compile(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", re.MULTILINE)
_PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)
_EVERY = 0.25
LEAST_MB = 1_024
#: Seconds to come to an end after the browser was killed.
_GRACE = 10.0
#: As after SIGKILL by the kernel's own limit.
_ENDED = 137


def taken_mb(pids: Iterable[int]) -> float:
    """Megabytes of memory of these processes; those that are gone take none."""
    return sum(sum(map(int, _TAKEN.findall(_status(pid)))) for pid in pids) / 1_024


def descendants(pid: int) -> list[int]:
    """Every process that `pid` started, and that those started, as far as they still hang together."""
    parents = {int(entry.name): _parent(entry.name) for entry in _processes()}
    found, next_ = [], [pid]
    while next_:
        next_ = [child for child, parent in parents.items() if parent in next_]
        found += next_
    return found


def kill_descendants(pid: int, *, but_children: bool = False) -> None:
    """Kill what `pid` started; `but_children`: only what those started, which may start it anew."""
    kept = {child for child in descendants(pid) if _parent(str(child)) == pid}
    for child in descendants(pid):
        if but_children and child in kept:
            continue
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)


class MemoryWatch:
    """A thread that ends the browser, and then the sweep, beyond `most_mb`.

    The limit of address space that other sweeps have cannot serve: a browser reserves terabytes.
    `on_excess` is called once, from the thread; whoever hears it has to end the process.
    """

    def __init__(self, most_mb: float, on_excess: Callable[[], None]) -> None:
        self._most, self._on_excess = most_mb, on_excess
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)

    def start(self) -> None:
        if _PROC.joinpath("self/status").exists():  # elsewhere nothing can be seen
            self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _watch(self) -> None:
        me = os.getpid()
        while not self._over.wait(_EVERY):
            if taken_mb([me, *descendants(me)]) > self._most:
                kill_descendants(me)
                self._on_excess()
                if not self._over.wait(_GRACE):
                    os._exit(_ENDED)
                return


def _processes() -> list[Path]:
    return [entry for entry in _PROC.iterdir() if entry.name.isdecimal()]


def _parent(pid: str) -> int:
    match = _PARENT.search(_status(pid))
    return int(match[1]) if match else 0


def _status(pid: int | str) -> str:
    try:
        return (_PROC / str(pid) / "status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
