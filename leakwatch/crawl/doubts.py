"""Addresses of which a sweep cannot say by itself whether they are still there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from leakwatch.crawl.counts import Counts
from leakwatch.models import Answer


class Doubts(Protocol):
    """Asked once, when the spider is through; each address is then asked for directly."""

    def due(self, counts: Counts) -> Sequence[str]:
        """Addresses to ask, each once; none when the sweep was not clean up to now."""
        ...

    def hear(self, url: str, answer: Answer, how: str) -> None:
        """What the address said, and how it came out: see `models.CHECKS`."""
        ...


class NoDoubts:
    def due(self, counts: Counts) -> Sequence[str]:  # noqa: ARG002 - as the protocol has it
        return ()

    def hear(self, url: str, answer: Answer, how: str) -> None:
        """Nothing was asked."""
