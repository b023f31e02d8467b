"""What colleagues report, put into the folder of an inbox."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from leakwatch.config import Settings
from leakwatch.errors import N_, OutputError
from leakwatch.models import Source
from leakwatch.triage import Tip

#: An inbox of this name takes the tips; else the first enabled one by its name does.
PREFERRED = "tips"
#: The reader takes a file that changed just now for one that is still being written. This one
#: appears whole, under its name, so it may say that it is older.
_AGE_NS = 60 * 1_000_000_000
_FOLDER = "slack"
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9]")


def inbox_for_tips(settings: Settings) -> Source | None:
    """The enabled inbox that tips go to; None without any."""
    inboxes = [one for one in settings.sources.values() if one.enabled and one.inbox is not None]
    return min(inboxes, key=lambda one: (one.name != PREFERRED, one.name), default=None)


def write_tip(source: Source, tip: Tip) -> Path:
    """Write `tip` into the inbox, whole or not at all, for its owner only.

    One page a line, as the kind `inbox` reads them. Raises OutputError.
    """
    assert source.inbox is not None
    at = tip.at.strftime("%Y%m%dT%H%M%SZ")
    name = f"{at}-{_NOT_A_NAME.sub('', tip.user)}-{token_hex(4)}.jsonl"
    folder = Path(source.inbox.folder) / _FOLDER
    body = "".join(f"{line}\n" for line in _lines(tip)).encode()
    unfinished = folder / f".{name}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _write(unfinished, body)
        unfinished.rename(folder / name)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        message = N_("the inbox {source} cannot be written to: {why}")
        why = error.strerror or type(error).__name__
        raise OutputError(message, source=source.name, why=why) from error
    return folder / name


def _lines(tip: Tip) -> list[str]:
    """The link is the page's address, the note its text; who and when are ids beside them."""
    return [
        json.dumps(
            {
                "id": f"slack:{tip.user}:{tip.at.timestamp():.0f}:{number}",
                "url": link,
                "text": f"{tip.note}\n{link}" if tip.note else link,
                "reported_by": f"slack:{tip.user}",
                "reported_at": tip.at.isoformat(timespec="seconds"),
            },
            ensure_ascii=False,
        )
        for number, link in enumerate(tip.links, start=1)
    ]


def _write(path: Path, body: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(handle)
        written = os.fstat(handle).st_mtime_ns
        os.utime(handle, ns=(written - _AGE_NS, written - _AGE_NS))
