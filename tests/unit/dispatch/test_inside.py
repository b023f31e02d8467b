from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from leakwatch.dispatch import watch_stdin

ROOT = Path(__file__).resolve().parents[3]


def run(program: str, *, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        timeout=60,
        check=False,
        input=stdin,
    )


def test_the_end_of_a_pipe_is_noticed() -> None:
    reader, writer = os.pipe()
    closed = threading.Event()
    try:
        assert watch_stdin(closed.set, descriptor=reader)
        os.write(writer, b"anything")
        assert not closed.is_set()
        os.close(writer)
        assert closed.wait(30)
    finally:
        os.close(reader)


def test_a_file_on_stdin_says_nothing_about_a_parent() -> None:
    with Path(os.devnull).open("rb") as nothing:
        assert not watch_stdin(descriptor=nothing.fileno())


def test_a_process_whose_stdin_is_closed_ends_at_once() -> None:
    program = (
        "import time; from leakwatch.dispatch import watch_stdin; watch_stdin(); time.sleep(50)"
    )
    assert run(program, stdin="").returncode == 143


def test_memory_beyond_the_limit_is_not_to_be_had() -> None:
    program = (
        "from leakwatch.dispatch import limit_self\nlimit_self(300)\n"
        "try:\n    bytearray(400_000_000)\nexcept MemoryError:\n    print('refused')\n"
        "bytearray(50_000_000)\nprint('enough')"
    )
    assert run(program).stdout.split() == ["refused", "enough"]


def test_a_limit_above_the_one_in_force_changes_nothing() -> None:
    program = (
        "import resource\nfrom leakwatch.dispatch import limit_self\n"
        "limit_self(500)\nlimit_self(5_000)\nprint(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    assert run(program).stdout.strip() == str(500 * 1_048_576)


def test_a_sweep_with_a_browser_may_address_what_it_likes_and_leaves_no_core_file() -> None:
    program = (
        "import resource\nfrom leakwatch.dispatch import limit_self\n"
        "before = resource.getrlimit(resource.RLIMIT_AS)\nlimit_self(None)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS) == before)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert run(program).stdout.split("\n")[:2] == ["True", "(0, 0)"]


def test_no_core_file_is_left_with_what_was_in_memory() -> None:
    program = (
        "import resource\nfrom leakwatch.dispatch import limit_self\nlimit_self(500)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert run(program).stdout.strip() == "(0, 0)"


def test_a_process_that_forbade_itself_the_network_reaches_nobody() -> None:
    program = """
import socket
from leakwatch.dispatch import forbid_network
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
forbid_network()
tries = {
    "connect": lambda: socket.create_connection(("127.0.0.1", port)),
    "names": lambda: socket.getaddrinfo("localhost", port),
    "datagram": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", port)),
}
for name, attempt in tries.items():
    try:
        attempt()
    except PermissionError:
        print(name)
"""
    assert run(program).stdout.split() == ["connect", "names", "datagram"]
