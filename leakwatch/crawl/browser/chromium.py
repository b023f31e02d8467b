"""The system's Chromium: where it is, how it is started, and what it needs beforehand."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leakwatch.config import Network
from leakwatch.crawl.browser.memory import kill_descendants
from leakwatch.errors import N_, SweepError
from leakwatch.models import Source

#: Looked for on PATH, in this order.
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # One switch under the names of older and newer versions: no connection around the proxy.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # names are the proxy's affair
    "--blink-settings=imagesEnabled=false",
    "--dns-prefetch-disable",
    "--disable-crash-reporter",
    "--mute-audio",
)
#: What playwright says beside them and we do not want: pop-ups stay blocked.
_UNWANTED = ("--disable-popup-blocking",)
#: Setting of tests, whose pages are their own: a sweep's browser is always sandboxed.
SANDBOX = "LEAKWATCH_BROWSER_SANDBOX"
_PREFIX = "leakwatch-browser-"
_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL | re.ASCII
)
_PATIENCE = 30.0
#: The address of a socket has 107 bytes, of which our folder and Chromium's take up to 75.
_LONGEST_PLACE = 32


def find_chromium() -> str | None:
    """The path of the system's browser."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def check_browser(source: Source, network: Network, *, sandbox: bool) -> None:
    """Raise SweepError when pages of `source` cannot be read in a browser here."""
    if source.browser is None:
        return
    where = source.where or source.name
    if importlib.util.find_spec("scrapy_playwright") is None:
        raise SweepError(
            N_("{where}: browser: needs the extra browser: pip install 'leakwatch[browser]'"),
            where=where,
        )
    if find_chromium() is None:
        raise SweepError(
            N_(
                "{where}: browser: needs Chromium, and there is none on PATH:"
                " apt-get install chromium"
            ),
            where=where,
        )
    if sandbox and os.geteuid() == 0:
        raise SweepError(
            N_(
                "{where}: a browser is not started as root, where its sandbox does not work:"
                " run leakwatch as a user of its own"
            ),
            where=where,
        )
    if network.ca_file is not None and shutil.which("certutil") is None:
        raise SweepError(
            N_(
                "{where}: for the browser to trust network.ca_file certutil is needed:"
                " apt-get install libnss3-tools"
            ),
            where=where,
        )


def launch_options(*, proxy: str, home: Path, sandbox: bool) -> dict[str, Any]:
    """What playwright is told to start; the browser gets nothing of our environment but a path."""
    return {
        "executable_path": find_chromium(),
        "headless": True,
        "chromium_sandbox": sandbox,
        "args": [*_FLAGS, f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"],
        "ignore_default_args": list(_UNWANTED),
        "env": {
            "HOME": str(home),
            "LANG": os.environ.get("LANG", "C.UTF-8"),
            "PATH": os.environ.get("PATH", os.defpath),
            "TMPDIR": str(home),
        },
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
        "timeout": _PATIENCE * 1_000,
    }


def make_home(ca_file: Path | None) -> Path:
    """A folder that only we can read, for as long as this process lives.

    Those of processes that were killed before they could clean up are removed.
    """
    _remove_left()
    home = Path(tempfile.mkdtemp(dir=_place(), prefix=f"{_PREFIX}{os.getpid()}-"))
    if ca_file is not None:
        try:
            _trust(home / ".pki" / "nssdb", ca_file)
        except (OSError, subprocess.SubprocessError) as error:
            remove_home(home)
            raise SweepError(
                N_("the browser cannot be made to trust {path}: {why}"),
                path=ca_file,
                why=type(error).__name__,
            ) from error
    return home


def remove_home(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)


def leave_nothing() -> None:
    """End whatever of the browser outlived the crawl of this process, and remove its folder."""
    kill_descendants(os.getpid())
    for left, owner in _homes():
        if owner == os.getpid():
            remove_home(left)


def _remove_left() -> None:
    for left, owner in _homes():
        if not _is_alive(owner):
            remove_home(left)


def _homes() -> Iterator[tuple[Path, int]]:
    """Folders like ours of this user, and the processes that they belong to."""
    for folder in _place().glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            ours = folder.lstat().st_uid == os.geteuid() and not folder.is_symlink()
            if ours and owner.isdecimal():
                yield folder, int(owner)


def _place() -> Path:
    """Where temporary files are, if a socket of Chromium's can have its address there."""
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) <= _LONGEST_PLACE else Path("/tmp")  # noqa: S108 - as mkdtemp


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _trust(database: Path, ca_file: Path) -> None:
    """The store of authorities that Chromium reads; it has no switch for a file."""
    database.mkdir(parents=True, mode=0o700)
    store = f"sql:{database}"
    _certutil("-N", "--empty-password", "-d", store)
    found = _CERTIFICATE.findall(ca_file.read_text(encoding="ascii", errors="replace"))
    for number, text in enumerate(found):
        _certutil("-A", "-d", store, "-t", "C,,", "-n", f"authority {number}", given=text)


def _certutil(*arguments: str, given: str = "") -> None:
    program = shutil.which("certutil") or "certutil"
    subprocess.run(  # noqa: S603 - every argument is ours
        [program, *arguments],
        input=given.encode(),
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
    )
