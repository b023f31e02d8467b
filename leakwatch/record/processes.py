"""Whether a process is still there."""

from __future__ import annotations

import os


def holder_of(host: str) -> str:
    """HOST/PID of this process, as rows name the one that holds them."""
    return f"{host}/{os.getpid()}"


def is_gone(holder: str | None, host: str) -> bool:
    """Whether `holder` was a process of this machine, `host`, that has ended."""
    where, _, pid = (holder or "").rpartition("/")
    return where == host and pid.isdigit() and not is_alive(int(pid))


def is_alive(pid: int) -> bool:
    """Whether process `pid` runs on this machine; one of another user counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
