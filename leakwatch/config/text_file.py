"""The text of a configuration file, or why it cannot be read as text."""

from __future__ import annotations

from pathlib import Path

from leakwatch.config.mistakes import Mistake
from leakwatch.errors import N_

#: A watchlist of 20,000 terms is 3 MB; what is larger is not a configuration file.
MAX_BYTES = 8_000_000


class WrongText(Exception):
    """Carries the one mistake that keeps a file from being read; never leaves this package."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.file)
        self.mistake = mistake


def read_bytes(path: Path, *, name: str, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes. Raises WrongText when it is missing, unreadable or too large."""
    try:
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except FileNotFoundError:
        raise WrongText(
            Mistake(
                file=name,
                line=None,
                message=N_("this file is missing"),
                remedy=N_("write it, or let leakwatch init make a commented one"),
            )
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise WrongText(
            Mistake(
                file=name,
                line=None,
                message=N_("this file cannot be read ({reason})"),
                values={"reason": getattr(error, "strerror", None) or type(error).__name__},
            )
        ) from error
    if len(body) > limit:
        raise WrongText(
            Mistake(
                file=name,
                line=None,
                message=N_("this file is larger than {limit} MB"),
                values={"limit": limit // 1_000_000},
            )
        )
    return body


def read_text(path: Path, *, name: str) -> str:
    """The file as text. Raises WrongText when it is no UTF-8, or holds NUL bytes."""
    body = read_bytes(path, name=name)
    refuse_nul(body, name=name)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongText(
            Mistake(
                file=name,
                line=body.count(b"\n", 0, error.start) + 1,
                message=N_("this is not UTF-8 (it looks like {encoding})"),
                values={"encoding": _guess(body)},
                remedy=N_("save the file as UTF-8"),
            )
        ) from error


def refuse_nul(body: bytes, *, name: str) -> None:
    """Raise WrongText where a NUL byte stands: a binary file, UTF-16, or a damaged disk."""
    at = body.find(b"\0")
    if at >= 0:
        raise WrongText(
            Mistake(
                file=name,
                line=body.count(b"\n", 0, at) + 1,
                message=N_("a NUL byte stands here: this is not a text file in UTF-8"),
                remedy=N_("save the file as UTF-8"),
            )
        )


def _guess(body: bytes) -> str:
    for encoding, title in (("cp932", "Shift_JIS (cp932)"), ("euc_jp", "EUC-JP")):
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return title
    return "binary"
