"""A logger for Slack's libraries that passes on what happened and nothing of what was in it."""

from __future__ import annotations

import logging


class _Nameless(logging.Filter):
    """The libraries' own lines quote payloads, one-time addresses and proxies."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        record.msg, record.args = "triage.library", ()
        record.exc_info = record.exc_text = record.stack_info = None
        record.where = record.funcName
        record.error = error.__name__ if error else ""
        return True


def quiet_logger() -> logging.Logger:
    """Errors only, each with the function it comes from and the error's type."""
    quiet = logging.getLogger("leakwatch.triage.slack")
    quiet.setLevel(logging.ERROR)
    if not quiet.filters:
        quiet.addFilter(_Nameless())
    return quiet
