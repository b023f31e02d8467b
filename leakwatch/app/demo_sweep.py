"""One sweep of the demo's world in a process of its own, on a day that is handed in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from leakwatch.app.sweep import SweepOptions, sweep_here
from leakwatch.app.watch import open_watch
from leakwatch.dispatch import child_environment, limit_self, watch_stdin
from leakwatch.errors import N_, SweepError

#: Seconds; the sample platform takes a few.
_PATIENCE = 180.0


def sweep_on(directory: Path, source: str, *, at: datetime) -> None:
    """Sweep `source` of the installation in `directory` as if it were `at`.

    Raises SweepError when the sweep was not clean.
    """
    # -P: modules that lie in the current directory are somebody else's
    command = [sys.executable, "-P", "-m", __name__, str(directory), source, at.isoformat()]
    ended = subprocess.Popen(  # noqa: S603 - every argument is ours
        command,
        env=child_environment(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with ended:
        try:
            ended.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            ended.kill()
        if ended.returncode != 0:
            raise SweepError(
                N_("the sweep of {source} was not clean (exit code {code})"),
                source=source,
                code=ended.returncode,
            )


def main(arguments: Sequence[str]) -> int:
    """The child's side."""
    directory, name, moment = arguments
    begun, at = time.monotonic(), datetime.fromisoformat(moment)

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - begun)

    watch_stdin()
    with open_watch(Path(directory), environ={}, now=at, channels=False) as watch:
        source = watch.source(name)
        limit_self(source.limits.memory_mb)
        report = sweep_here(watch, source, options=SweepOptions(), emit=_unheard, clock=clock)
    return 0 if report.outcome.clean else 1


def _unheard(_event: Mapping[str, object]) -> None:
    """The record holds all that the story asks for."""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
