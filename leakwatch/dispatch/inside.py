"""What a child does to itself: it limits its memory, and ends when nobody holds its stdin."""

from __future__ import annotations

import errno
import os
import resource
import stat
import sys
import threading
from collections.abc import Callable

_MEGABYTE = 1_048_576
#: What Python announces before it asks anybody outside (audit events table of its library).
_OUTWARD = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
    | {"socket.gethostbyname", "socket.gethostbyaddr"}
)
#: As after SIGTERM, which is what closing stdin means here.
_ENDED = 143


def limit_self(memory_mb: int | None) -> None:
    """Let this process address at most `memory_mb`; beyond it allocations fail, and it with them.

    None leaves address space alone, for a sweep with a browser, which reserves terabytes of it and
    is watched by `leakwatch.crawl` instead.
    Done by the child itself: code between fork and exec is not safe in a threaded parent.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold pages and the roster
    if memory_mb is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_mb * _MEGABYTE
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def forbid_network() -> None:
    """From now on this process reaches nobody, whatever code it runs; it cannot be taken back."""
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _OUTWARD:
        raise PermissionError(errno.EPERM, event)


def watch_stdin(on_close: Callable[[], None] | None = None, *, descriptor: int = 0) -> bool:
    """End this process (or call `on_close`) as soon as the pipe on stdin is closed.

    The kernel closes it when the parent dies, however it dies; without this a child would crawl on
    after `kill -9` of its supervisor. A terminal or a file on stdin says nothing about a parent: it
    is left alone, and False is returned.
    """
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        return False
    threading.Thread(
        target=_wait_for_end, args=(descriptor, on_close or _end), name="stdin", daemon=True
    ).start()
    return True


def _wait_for_end(descriptor: int, on_close: Callable[[], None]) -> None:
    while os.read(descriptor, 4_096):
        pass  # nothing is ever said on this pipe
    on_close()


def _end() -> None:
    """At once: what was not committed is lost on purpose, what was is safe."""
    os._exit(_ENDED)
