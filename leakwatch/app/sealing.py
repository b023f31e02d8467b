"""Captures at finding time: of what the sweep has fetched anyway, sealed until somebody confirms it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from leakwatch import __version__
from leakwatch.app.watch import Watch
from leakwatch.casework.evidence import Ground, pack
from leakwatch.config import directory_digest
from leakwatch.crawl import Wire
from leakwatch.errors import UsageError
from leakwatch.extract import canonical_url
from leakwatch.models import Exchange, Finding, Severity, Source
from leakwatch.record import Opened, SweepWriter
from leakwatch.redact import excerpts

logger = logging.getLogger(__name__)

_GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})
#: Bytes of answers that a sweep holds on to until what they gave is stored.
_MOST_BYTES = 64_000_000
#: Pages of one sweep: when more are that grave, the rules are wrong rather than the world.
MOST = 100


class Sealing:
    """Listens to a sweep, and keeps the pages of grave findings where the charter allows it."""

    def __init__(self, watch: Watch, source: Source, *, clock: Callable[[], datetime]) -> None:
        self._watch, self._source, self._clock = watch, source, clock
        self.wire = Wire(clock=clock, most_bytes=_MOST_BYTES, withheld=source.headers)
        self.kept = 0
        self.missed: Counter[str] = Counter()  #: why a page was not kept → how often
        self._config_digest = directory_digest(watch.settings.directory)

    def __call__(self, opened: Sequence[Opened]) -> None:
        """Seal what those findings were made of. Raises RecordError."""
        for one in opened:
            if one.finding.severity in _GRAVE:
                self._seal(one)

    def event(self) -> dict[str, object]:
        """What it came to, for whoever follows the sweep."""
        return {
            "event": "evidence.sealed",
            "source": self._source.name,
            "count": self.kept,
            "missed": dict(self.missed),
        }

    def _seal(self, one: Opened) -> None:
        exchange = self._exchange(one.finding)
        why = "limit" if self.kept >= MOST else None if exchange else "not_at_hand"
        if why is None and exchange is not None:
            why = self._store(one, exchange)
        if why is not None:
            self.missed[why] += 1
            extra = {"source": self._source.name, "finding": f"F-{one.number}", "why": why}
            logger.warning("evidence.not_sealed", extra=extra)

    def _exchange(self, finding: Finding) -> Exchange | None:
        page = finding.sighting.page
        return self.wire.newest(lambda url: canonical_url(url) == page)

    def _store(self, one: Opened, exchange: Exchange) -> str | None:
        now = self._clock()
        days = self._watch.settings.casework.retention.captures
        packed = pack(
            (exchange,), self._ground(one), gone=False, said=f"http_{exchange.status}", at=now
        )
        try:
            self._watch.record.captures.seal(
                one.number, packed, until=now + timedelta(days=days), now=now
            )
        except UsageError:  # the archive is too large to be kept
            return "too_large"
        self.kept += 1
        return None

    def _ground(self, one: Opened) -> Ground:
        finding = one.finding
        return Ground(
            finding=f"F-{one.number}",
            about=f"F-{one.number}",
            url=finding.sighting.url,
            excerpts=excerpts(finding, width=0),
            rules=tuple(dict.fromkeys(reason.rule for reason in finding.reasons)),
            kind=finding.kind.value,
            source=finding.sighting.source,
            watchlist_digest=finding.watchlist_digest,
            rules_digest=finding.rules_digest,
            charter_version=finding.charter_version,
            config_digest=self._config_digest,
            version=__version__,
            by="",
        )


def sealing_for(
    watch: Watch,
    source: Source,
    writer: SweepWriter,
    *,
    dry_run: bool,
    clock: Callable[[], datetime],
) -> Sealing | None:
    """Whoever hears of what `writer` stores; None where nothing may be kept before somebody has looked, or nothing could be sealed."""
    charter = watch.settings.charter.charter
    allowed = charter is not None and charter.seals_captures
    if dry_run or not allowed or not source.visits or not watch.record.vault.is_open:
        return None
    sealing = Sealing(watch, source, clock=clock)
    writer.on_opened = sealing
    return sealing
