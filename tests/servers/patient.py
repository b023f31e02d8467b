"""A sweep as `leakwatch sweep` starts one: `python -m tests.servers.patient ROLE URL`.

The `parent` runs the `sweep` as its child, as the supervisor does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from leakwatch.dispatch import limit_self, run_child, watch_stdin
from leakwatch.models import Browser, Limits
from tests.servers.browsing import OVERRIDES
from tests.servers.crawling import Order, _obey, make_source


def say(event: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def sweep(url: str) -> None:
    watch_stdin()
    limit_self(None)
    browser = Browser(wait_for=".ready", timeout=100.0)
    source = make_source(url, browser=browser, limits=Limits(seconds=100))
    say({"pid": os.getpid()})
    swept = _obey(Order(source=source, overrides=OVERRIDES))
    counts = swept.counts
    say({"stopped": counts.stopped if counts else str(swept.error)})


def parent(url: str) -> None:
    command = [sys.executable, "-m", "tests.servers.patient", "sweep", url]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    asyncio.run(run_child(command, on_event=say, limits=Limits(seconds=100), environ=environ))


if __name__ == "__main__":
    {"parent": parent, "sweep": sweep}[sys.argv[1]](sys.argv[2])
