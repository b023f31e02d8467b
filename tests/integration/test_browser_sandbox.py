"""A sweep's browser is sandboxed, and not started where that cannot be."""

from __future__ import annotations

import os
import pickle
import site
import subprocess
import sys
from typing import Any

import pytest

from leakwatch.models import Browser, Outcome
from tests.servers.behaviours import Page, Site, links, serving
from tests.servers.browsing import needs_browser, script
from tests.servers.crawling import ROOT, Order, Swept, make_source

pytestmark = needs_browser

NOBODY = 65_534
ENVIRON = {
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "PATH": os.defpath,
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": os.pathsep.join([str(ROOT), *site.getsitepackages()]),
}


def as_somebody(
    python: str, *arguments: str, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run as a user who is not root."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": ()}
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        [python, *arguments],
        input=given,
        capture_output=True,
        cwd="/",
        env=ENVIRON,
        check=False,
        **user,
    )
    return done


@pytest.fixture(scope="module")
def python() -> str:
    """An interpreter like ours that such a user may run."""
    same = f"import sys, scrapy_playwright; assert sys.version_info[:2] == {sys.version_info[:2]}"
    for candidate in (sys.executable, "/usr/bin/python3"):
        try:
            if as_somebody(candidate, "-c", same).returncode == 0:
                return candidate
        except OSError:
            continue
    pytest.skip("only on a machine where another user may read this installation")


def test_the_sandbox_is_on_for_who_is_not_root_or_there_is_no_browser(python: str) -> None:
    with serving(Site({"/": links("/a"), "/a": script("show('seen')"), "/b": Page()})) as pages:
        source = make_source(pages.url("/"), browser=Browser())
        order = pickle.dumps(Order(source=source))
        done = as_somebody(python, "-m", "tests.servers.crawling", given=order)
    assert done.returncode == 0, done.stderr.decode()
    swept = pickle.loads(done.stdout)
    assert isinstance(swept, Swept)
    if swept.error is not None:  # in a container without user namespaces
        assert "Chromium cannot be started" in str(swept.error)
        assert "/a" not in pages.paths()
    else:
        assert swept.outcome is Outcome.OK
        assert "seen" in swept.sightings[0].text


def test_nothing_in_leakwatch_turns_the_sandbox_off() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "leakwatch").rglob("*.py"))
    )
    assert "--no-sandbox" not in text
