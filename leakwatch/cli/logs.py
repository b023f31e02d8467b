"""The log on standard error: the key first, then what it is about."""

from __future__ import annotations

import logging
import sys

from leakwatch.cli.terminal import inert

#: What every record has; anything else was given as `extra` and says what the key is about.
_COMMON = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class KeyedFormatter(logging.Formatter):
    """Lines such as `WARNING leakwatch.notify alert.retry source=blog error=NotifyError`."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        extra = {name: value for name, value in vars(record).items() if name not in _COMMON}
        values = [
            f"{name}={value}" for name, value in extra.items() if value is not None and value != ""
        ]
        # a line break in a value would begin a line of its own making
        return " ".join([super().formatMessage(record), *values]).replace("\n", "\ufffd")

    def format(self, record: logging.LogRecord) -> str:
        return inert(super().format(record))  # a trace quotes what raised it


def log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KeyedFormatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
