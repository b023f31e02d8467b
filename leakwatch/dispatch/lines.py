"""Events out of a stream that may hold anything."""

from __future__ import annotations

import json
from collections.abc import Iterator


class EventLines:
    """Cuts a byte stream into JSON objects, one a line; what is none is counted, not raised."""

    def __init__(self, *, longest: int = 1_000_000) -> None:
        self.garbage = 0  #: lines that were no event
        self._longest = longest
        self._rest = b""
        self._skipping = False

    def feed(self, chunk: bytes) -> Iterator[dict[str, object]]:
        """The events that `chunk` completes."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            if self._skipping:
                self._skipping = False  # the end of a line that was given up
            elif line.strip():
                yield from self._event(line)
        if len(self._rest) > self._longest:
            self.garbage += not self._skipping
            self._skipping, self._rest = True, b""

    def end(self) -> Iterator[dict[str, object]]:
        """The event of a last line without its line break."""
        if self._rest.strip() and not self._skipping:
            yield from self._event(self._rest)
        self._rest = b""

    def _event(self, line: bytes) -> Iterator[dict[str, object]]:
        try:
            event = json.loads(line) if len(line) <= self._longest else None
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict):
            yield event
        else:
            self.garbage += 1
