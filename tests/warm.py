"""Processes that begin with everything imported, for what is otherwise mostly imports.

Each is a process of its own with its own environment, folder, streams and exit code, forked from a
server that has imported leakwatch and run nothing of it. What a test says about how a process
begins, or is killed, needs one that begins as users begin it: `tests.installation.Installation.start`.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

#: Far more than anything here takes on a loaded machine; a hanging process ends a test by it.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a process ended, and what it wrote."""

    code: int
    out: bytes
    err: bytes


def finished(
    program: Callable[[], None],
    *arguments: str | Path,
    cwd: Path,
    environ: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> Finished:
    """Let `program`, a function of a module, run to its end; without `environ` in ours."""
    with TemporaryDirectory() as folder:
        into, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        into.write_bytes(given)
        environ = dict(os.environ if environ is None else environ)
        process = _context().Process(
            target=_begin, args=(program, list(map(str, arguments)), environ, cwd, (into, out, err))
        )
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"{program.__module__} {arguments}")
        return Finished(code=process.exitcode, out=out.read_bytes(), err=err.read_bytes())


def leakwatch() -> None:
    """What `python -m leakwatch` does."""
    from leakwatch.cli import main  # noqa: PLC0415 - its language is that of the process

    main()


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.imported"])
    return context


def _begin(
    program: Callable[[], None],
    arguments: Sequence[str],
    environ: Mapping[str, str],
    cwd: Path,
    streams: tuple[Path, Path, Path],
) -> None:
    flags = (os.O_RDONLY, *(2 * [os.O_WRONLY | os.O_CREAT | os.O_TRUNC]))
    for stream, (path, flag) in enumerate(zip(streams, flags, strict=True)):
        opened = os.open(path, flag, 0o600)
        os.dup2(opened, stream)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (_stream(number) for number in range(3))
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(cwd)
    sys.path[:0] = filter(None, environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.argv = [program.__name__, *arguments]
    program()


def _stream(number: int) -> IO[Any]:
    return open(number, "wr"[number == 0], encoding="utf-8", closefd=False)
