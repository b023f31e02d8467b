"""Where a sweep runs: in a child process of its own, which can crash, hang or swell alone."""

from __future__ import annotations

from leakwatch.dispatch.child import ChildResult, run_child
from leakwatch.dispatch.environment import child_environment
from leakwatch.dispatch.inside import forbid_network, limit_self, watch_stdin

__all__ = [
    "ChildResult",
    "child_environment",
    "forbid_network",
    "limit_self",
    "run_child",
    "watch_stdin",
]
