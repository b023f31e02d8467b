"""Whether a process is still there."""

from __future__ import annotations

import os


def is_alive(pid: int) -> bool:
    """Whether process `pid` runs on this machine; one of another user counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
