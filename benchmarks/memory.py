"""The most memory a process has held."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

_KILOBYTES_A_MEGABYTE = 1_024
_BYTES_A_MEGABYTE = 1_048_576


def peak_mb() -> float:
    """Peak resident memory of this process in MB, since its program was started.

    On Linux getrusage's ru_maxrss goes on counting across exec, so a child begins with what its
    parent held (proc(5), getrusage(2)); VmHWM belongs to the program alone.
    """
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _BYTES_A_MEGABYTE
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / _KILOBYTES_A_MEGABYTE
    raise OSError("/proc/self/status has no VmHWM")
