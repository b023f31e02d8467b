from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request

import pytest

from leakwatch.demo.serving import Serving, require_extra
from leakwatch.errors import UsageError


async def hello(scope: object, receive: object, send: object) -> None:
    """The smallest ASGI application."""
    assert callable(send)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def test_start_returns_when_the_port_answers() -> None:
    serving = Serving(hello)
    serving.start()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{serving.port}/") as answer:
            assert answer.read() == b"hello"
    finally:
        serving.stop()


def test_stop_frees_the_port_and_ends_the_thread() -> None:
    serving = Serving(hello)
    serving.start()
    serving.stop()
    assert f"demo-{serving.port}" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{serving.port}/")


def test_two_of_them_do_not_share_a_port() -> None:
    first, second = Serving(hello), Serving(hello)
    assert first.port != second.port
    first.stop()
    second.stop()


def test_the_extra_is_there_in_a_development_environment() -> None:
    require_extra()


def test_without_the_extra_the_world_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    with pytest.raises(UsageError, match=r"install leakwatch\[demo\]"):
        require_extra()


def test_importing_the_demo_loads_no_web_framework() -> None:
    script = (
        "import sys, leakwatch.demo as demo; "
        "loaded = {'starlette', 'uvicorn'} & set(sys.modules); "
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
