"""The compiled watchlist of an installation: made anew, or taken from its sealed file."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import logging
from pathlib import Path

from leakwatch.errors import SealError
from leakwatch.match import Compiled, compile_watchlist, packed, unpacked
from leakwatch.models import Watchlist
from leakwatch.record import SealedFile, Vault
from leakwatch.score import rules_digest

#: Fewer forms are compiled in a quarter of a second: no reason to keep names on the disk.
WORTH_KEEPING = 5_000

logger = logging.getLogger(__name__)


def compiled_for(watchlist: Watchlist, *, state_dir: Path, vault: Vault) -> Compiled:
    """`watchlist` compiled, from the sealed file of the last time where that is the same.

    Whatever is wrong with that file (another watchlist, version or key, damage, no room, a second
    process that writes it too) only means that the work is done again.
    """
    file, key = SealedFile(_path(state_dir), vault), _key(watchlist)
    if not vault.is_open:
        return compile_watchlist(watchlist)
    with contextlib.suppress(SealError, OSError):
        if (kept := unpacked(file.read(), watchlist, key=key)) is not None:
            return kept
    compiled = compile_watchlist(watchlist)
    forget_compiled(state_dir)
    if len(compiled.literals) >= WORTH_KEEPING:
        _keep(file, packed(compiled, key=key))
    return compiled


def forget_compiled(state_dir: Path) -> None:
    """Remove the sealed file: it may hold names that are on the roster no more."""
    with contextlib.suppress(OSError):
        _path(state_dir).unlink(missing_ok=True)


def _keep(file: SealedFile, content: bytes) -> None:
    try:
        file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write(content)
    except OSError as error:
        logger.info("compiled.not_kept", extra={"reason": type(error).__name__})


def _path(state_dir: Path) -> Path:
    return state_dir / "cache" / "watchlist.sealed"


def _key(watchlist: Watchlist) -> str:
    """Hash of all that decides what comes out; the file itself tells nobody what it is for."""
    library = importlib.metadata.version("daachorse")
    made_of = f"{watchlist.digest} {rules_digest()} {library}"
    return hashlib.sha256(made_of.encode()).hexdigest()
