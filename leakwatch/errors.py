"""Everything that may leave a module of leakwatch as an exception.

    LeakwatchError                    exit code
    ├── UsageError                    2   the command line asks for something that does not exist
    ├── ConfigError                   2   a configuration file is wrong (see `mistakes`)
    ├── CharterError                  2   watching by name is not authorised
    ├── PermissionDenied              1   this actor may not do this
    ├── VerdictError                  1   that verdict may not follow this status
    ├── RecordError                   3   the database cannot be read or written
    │   └── SealError                 1   the sealing key is missing or is not the right one
    ├── OutputError                   3   standard output cannot be written
    │   └── OutputUnread            141   whoever read it went away: no fault, so nothing is said
    ├── LeaseTaken                    1   another sweep is on that domain
    ├── SweepError                    1   a sweep could not be started or died
    │   └── SweepRefused              1   this source is not to be swept, or not now
    ├── NotifyError                   3   the channel cannot be reached now: try again
    │   ├── NotifyUnclear             3   it may have arrived all the same: look before sending again
    │   └── NotifyRefused             1   the channel refuses this for good: needs a person
    └── PageError                     -   a page could not be read; counted, never fatal
        ├── LayoutChanged                 the selectors of the definition find nothing
        ├── Blocked                       the site refuses us (403, 429, bot wall)
        ├── TooLarge                      more bytes than the source allows
        ├── NotText                       binary behind a text content type
        └── BrokenDocument                XML or JSON that cannot be read

A message is a catalogue entry (English msgid) with named placeholders; `str(error)` is English, the CLI translates.
"""

from __future__ import annotations

import re
from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools extract by
    """Mark `message` for the catalogues without translating it here."""
    return message


class LeakwatchError(Exception):
    """Base of all errors: a catalogue message and the values of its placeholders."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class UsageError(LeakwatchError):
    exit_code = 2


class ConfigError(LeakwatchError):
    exit_code = 2


class CharterError(LeakwatchError):
    exit_code = 2


class PermissionDenied(LeakwatchError):
    pass


class VerdictError(LeakwatchError):
    pass


class RecordError(LeakwatchError):
    exit_code = 3


class SealError(RecordError):
    exit_code = 1


class OutputError(LeakwatchError):
    exit_code = 3


class OutputUnread(OutputError):
    exit_code = 141  # what a shell expects of a process that SIGPIPE ended


class LeaseTaken(LeakwatchError):
    pass


class SweepError(LeakwatchError):
    pass


class SweepRefused(SweepError):
    def __init__(self, message: str, *, reason: str, **values: object) -> None:
        super().__init__(message, **values)
        self.reason = reason  #: name, such as `forbidden_by_terms`


class NotifyError(LeakwatchError):
    exit_code = 3

    def __init__(self, message: str, *, retry_after: float | None = None, **values: object) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after  #: seconds the channel asked us to wait, if it did


class NotifyUnclear(NotifyError):
    pass


class NotifyRefused(NotifyError):
    exit_code = 1


class PageError(LeakwatchError):
    @property
    def name(self) -> str:
        """The name it is counted under: `layout_changed` for LayoutChanged."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class LayoutChanged(PageError):
    pass


class Blocked(PageError):
    pass


class TooLarge(PageError):
    pass


class NotText(PageError):
    pass


class BrokenDocument(PageError):
    pass
