"""Whether a process is still there."""

from __future__ import annotations

import os
from pathlib import Path


def holder_of(host: str) -> str:
    """HOST/PID@START of this process, as rows name the one that holds them."""
    return f"{host}/{os.getpid()}@{_started(os.getpid())}"


def is_gone(holder: str | None, host: str) -> bool:
    """Whether `holder` was a process of this machine, `host`, that has ended.

    Its number may be another process's by now: in a container a service is always the same one.
    """
    where, _, process = (holder or "").rpartition("/")
    pid, _, started = process.partition("@")
    if where != host or not pid.isdigit():
        return False
    return not is_alive(int(pid)) or bool(started and _started(int(pid)) not in {"", started})


def is_alive(pid: int) -> bool:
    """Whether process `pid` runs on this machine; one of another user counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _started(pid: int) -> str:
    """When process `pid` began, in ticks since this machine did (proc(5)); empty: it cannot be told."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # a name before it may hold anything
    return fields[19] if len(fields) > 19 else ""  # noqa: PLR2004 - the 22nd field of all
