from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from leakwatch.dispatch import ChildResult, child, run_child
from leakwatch.errors import SweepError
from leakwatch.models import Limits

ROOT = Path(__file__).resolve().parents[3]
LIMITS = Limits(seconds=30)
STARTED = 'print(\'{"event": "sweep.started"}\', flush=True)\n'


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


class Listener:
    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self.lines: list[str] = []

    def run(
        self, program: str, *, limits: Limits = LIMITS, grace: float = 5.0, **environ: str
    ) -> ChildResult:
        return asyncio.run(
            run_child(
                python(program),
                on_event=self.events.append,
                on_stderr=self.lines.append,
                limits=limits,
                environ={"PATH": os.environ["PATH"], **environ},
                grace=grace,
            )
        )


@pytest.fixture
def listener() -> Listener:
    return Listener()


def eventually(condition: Callable[[], bool], *, seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def gone(pid: int) -> bool:
    """Whether `pid` has ended; one that nobody has waited for yet has, too."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def test_events_are_handed_on_as_they_come(listener: Listener) -> None:
    result = listener.run('print(\'{"event": "a"}\')\nprint(\'{"event": "b"}\')')
    assert listener.events == [{"event": "a"}, {"event": "b"}]
    assert (result.exit_code, result.killed, result.events, result.garbage) == (0, None, 2, 0)


def test_garbage_among_events_is_counted(listener: Listener) -> None:
    result = listener.run("print('hello')\nprint('{\"event\": \"a\"}')")
    assert (result.events, result.garbage) == (1, 1)


def test_the_exit_code_comes_back(listener: Listener) -> None:
    assert listener.run("raise SystemExit(3)").exit_code == 3


def test_a_child_that_dies_by_a_signal_says_which(listener: Listener) -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    assert listener.run(program).exit_code == -signal.SIGSEGV


def test_what_it_complains_of_is_passed_on_and_the_end_kept(listener: Listener) -> None:
    program = "import sys\nfor n in range(100): print(n, file=sys.stderr)"
    result = listener.run(program)
    assert listener.lines == [str(number) for number in range(100)]
    assert result.stderr == tuple(str(number) for number in range(80, 100))


def test_complaints_cannot_drive_the_terminal(listener: Listener) -> None:
    listener.run("import sys; print('\\x1b[2J\\x9b1m\\x07end', file=sys.stderr)")
    assert listener.lines == ["�[2J�1m�end"]


def test_a_child_that_fills_both_pipes_does_not_stop(listener: Listener) -> None:
    program = (
        "import sys\nfor n in range(20000): "
        "print('{\"event\": \"a\"}'); print('x' * 100, file=sys.stderr)"
    )
    assert listener.run(program).events == 20_000


def test_a_complaint_without_end_is_bounded(listener: Listener) -> None:
    result = listener.run("import sys; sys.stderr.write('x' * 5_000_000)")
    assert sum(map(len, result.stderr)) < 10_000


def test_its_stdin_stays_open_while_it_runs(listener: Listener) -> None:
    program = (
        "import select, sys\n"
        "ready, _, _ = select.select([sys.stdin], [], [], 0.3)\n"
        "raise SystemExit(7 if ready else 0)"
    )
    assert listener.run(program).exit_code == 0


def test_it_runs_in_a_process_group_of_its_own(listener: Listener) -> None:
    listener.run("import os, json; print(json.dumps({'alone': os.getpgrp() == os.getpid()}))")
    assert listener.events == [{"alone": True}]


def test_its_environment_holds_no_token(listener: Listener) -> None:
    program = "import os, json; print(json.dumps(dict(os.environ)))"
    listener.run(program, SLACK_BOT_TOKEN="xoxb-secret", LEAKWATCH_LANG="ja")
    assert listener.events[0]["LEAKWATCH_LANG"] == "ja"
    assert "xoxb-secret" not in str(listener.events)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Limits:
    monkeypatch.setattr(child, "_MARGIN", 0.2)
    return Limits(seconds=0)


def test_a_child_over_its_time_is_asked_to_end(listener: Listener, short: Limits) -> None:
    result = listener.run(STARTED + "import time; time.sleep(60)", limits=short)
    assert (result.killed, result.exit_code) == ("time_limit", -signal.SIGTERM)


def test_a_child_that_does_not_listen_is_made_to(listener: Listener, short: Limits) -> None:
    program = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STARTED
    result = listener.run(program + "time.sleep(60)", limits=short, grace=0.3)
    assert (result.killed, result.exit_code) == ("time_limit", -signal.SIGKILL)


def test_a_child_in_an_endless_computation_is_ended(listener: Listener, short: Limits) -> None:
    result = listener.run(STARTED + "while True: pass", limits=short)
    assert result.killed == "time_limit"


def test_what_it_has_to_say_at_its_end_is_still_heard(listener: Listener, short: Limits) -> None:
    program = (
        "import signal, sys, time\n"
        'def end(*_):\n    print(\'{"event": "sweep.done"}\', flush=True)\n    sys.exit(1)\n'
        "signal.signal(signal.SIGTERM, end)\n"
    )
    result = listener.run(program + STARTED + "time.sleep(60)", limits=short)
    assert listener.events[-1] == {"event": "sweep.done"}
    assert (result.killed, result.exit_code) == ("time_limit", 1)


def test_a_child_that_waits_its_turn_has_all_the_time(listener: Listener, short: Limits) -> None:
    program = 'print(\'{"event": "sweep.waiting"}\', flush=True)\nimport time; time.sleep(1)'
    result = listener.run(program, limits=short)
    assert (result.killed, result.exit_code) == (None, 0)


def test_what_it_leaves_behind_is_ended_with_it(listener: Listener) -> None:
    program = (
        "import json, subprocess, sys\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(json.dumps({'left': left.pid}))"
    )
    result = listener.run(program)
    assert result.exit_code == 0
    left = listener.events[0]["left"]
    assert isinstance(left, int)
    assert eventually(lambda: gone(left))


def test_cancelling_ends_the_child() -> None:
    listener = Listener()

    async def scene() -> None:
        program = "import json, os, time\nprint(json.dumps({'pid': os.getpid()}), flush=True)\n"
        running = asyncio.create_task(
            run_child(
                python(program + "time.sleep(60)"), on_event=listener.events.append, limits=LIMITS
            )
        )
        while not listener.events:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.02)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(scene())
    pid = listener.events[0]["pid"]
    assert isinstance(pid, int)
    assert gone(pid)


def test_an_error_of_the_listener_ends_the_child_and_comes_out() -> None:
    seen: list[int] = []

    def fails(event: dict[str, object]) -> None:
        pid = event["pid"]
        assert isinstance(pid, int)
        seen.append(pid)
        raise ZeroDivisionError

    program = "import json, os, time\nprint(json.dumps({'pid': os.getpid()}), flush=True)\n"
    with pytest.raises(ZeroDivisionError):
        asyncio.run(run_child(python(program + "time.sleep(60)"), on_event=fails, limits=LIMITS))
    assert gone(seen[0])


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(SweepError, match="no-such-program"):
        asyncio.run(run_child(["/no-such-program"], on_event=print, limits=LIMITS))


PARENT = """
import asyncio, sys
from leakwatch.dispatch import run_child
from leakwatch.models import Limits
program = '''
import json, os, time
from leakwatch.dispatch import watch_stdin
assert watch_stdin()
print(json.dumps({"pid": os.getpid()}), flush=True)
time.sleep(60)
'''
def tell(event): print(event["pid"], flush=True)
asyncio.run(run_child([sys.executable, "-c", program], on_event=tell, limits=Limits()))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_when_its_parent_is_killed(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not gone(pid)
        parent.send_signal(number)
    assert eventually(lambda: gone(pid))
