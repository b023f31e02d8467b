"""Captures one page as evidence: what runs inside the capture's own process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from leakwatch import __version__
from leakwatch.app.hindrances import Meter, bounds_for
from leakwatch.app.judging import Emit
from leakwatch.app.sweep import LEASE, SweepOptions, leased
from leakwatch.app.watch import Watch
from leakwatch.casework.evidence import Ground, pack
from leakwatch.config import directory_digest
from leakwatch.crawl import Counts, CrawlerIdentity, Wire, crawl
from leakwatch.errors import N_, UsageError
from leakwatch.models import Answer, Capture, Exchange, LoggedFinding, Sighting, Source

#: Bytes of answers that are held: a page and the redirects that led to it.
_MOST_BYTES = 200_000_000
#: Requests of one capture: a page, its redirects, and what is repeated of them.
_MOST_REQUESTS = 20
#: A site that asks for more time between two requests than this is not captured by a program.
_MOST_SECONDS = 900


class OnePage:
    """The crawl's own last questions, of which this is the only one."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.answer: Answer = Answer.UNKNOWN
        self.how = "not_asked"

    def due(self, counts: Counts) -> Sequence[str]:  # noqa: ARG002 - whatever came before
        return (self._url,)

    def hear(self, url: str, answer: Answer, how: str) -> None:  # noqa: ARG002 - there is one
        self.answer, self.how = answer, how


def alone(source: Source) -> Source:
    """`source` with its manners and bounds, and nothing to look at by itself.

    It asks as anybody would: what stands in the definition's headers, its tokens among them, is no
    part of evidence.
    """
    limits = replace(
        source.limits,
        pages=_MOST_REQUESTS,
        seconds=min(source.limits.seconds, _MOST_SECONDS),
    )
    return replace(
        source,
        kind="page",
        start=(),
        canaries=(),
        queries=(),
        query=None,
        headers={},
        limits=limits,
    )


def capture_here(
    watch: Watch, number: int, *, in_quiet: bool, emit: Emit, clock: Callable[[], datetime]
) -> Capture:
    """Visit the page that evidence `number` was asked for and keep it; how that ended.

    Raises SweepRefused, LeaseTaken, SweepError, UsageError, SealError and RecordError.
    """
    asked = watch.record.captures.wanted(number)
    finding = watch.record.findings.get(asked.finding, reveal=True)  # asking for it was entered
    if not finding.url:
        raise UsageError(
            N_("{finding} has no address that could be visited"), finding=finding.label
        )
    source, page = alone(watch.source(finding.source)), OnePage(finding.url)
    options = SweepOptions(dry_run=True, wait=False, in_quiet=in_quiet)
    with leased(watch, source, options=options, emit=emit, clock=clock):
        emit({"event": "sweep.started", "source": source.name, "at": clock()})
        exchanges = _visit(watch, source, page, in_quiet=in_quiet, clock=clock)
    if exchanges and _is_evidence(page, exchanges[-1]):
        ended = watch.record.captures.keep(
            number,
            pack(
                exchanges,
                ground_of(watch, finding, about=asked.about, by=asked.asked_by),
                gone=page.answer is Answer.GONE,
                said=page.how,
                at=clock(),
            ),
            actor=asked.asked_by,
            now=clock(),
        )
    else:
        ended = watch.record.captures.fail(number, page.how, actor=asked.asked_by, now=clock())
    emit(taken_event(ended))
    return ended


def taken_event(capture: Capture) -> Mapping[str, object]:
    """The last line a capture says on its stdout."""
    return {
        "event": "evidence.taken",
        "evidence": capture.label,
        "finding": f"F-{capture.finding}",
        "state": capture.state.value,
        "shown": capture.shown.value if capture.shown else None,
        "status": capture.status,
        "quotes": capture.quotes,
        "present": capture.present,
        "why": capture.why or None,
        "sha256": capture.sha256 or None,
    }


def ground_of(watch: Watch, finding: LoggedFinding, *, about: str, by: str) -> Ground:
    """What `finding`, revealed, is captured for."""
    return Ground(
        finding=finding.label,
        about=about,
        url=finding.url or "",
        excerpts=finding.excerpts,
        rules=tuple(rule for rule, _ in finding.reasons),
        kind=finding.kind.value,
        source=finding.source,
        watchlist_digest=finding.watchlist_digest,
        rules_digest=finding.rules_digest,
        charter_version=finding.charter_version,
        config_digest=directory_digest(watch.settings.directory),
        version=__version__,
        by=by,
    )


def _visit(
    watch: Watch,
    source: Source,
    page: OnePage,
    *,
    in_quiet: bool,
    clock: Callable[[], datetime],
) -> tuple[Exchange, ...]:
    wire, meter = Wire(clock=clock, most_bytes=_MOST_BYTES), Meter(source, watch.record, clock)

    def on_progress(counts: Counts) -> None:
        watch.record.leases.renew(source.domains, pid=os.getpid(), now=clock(), ttl=LEASE)
        meter(counts)

    counts = crawl(
        source,
        identity=CrawlerIdentity(version=__version__, contact=watch.settings.contact),
        network=watch.settings.network,
        modules=(),
        on_sighting=_nothing,
        on_progress=on_progress,
        seen_at=clock(),
        doubts=page,
        bounds=bounds_for(source, watch.record, now=clock(), in_quiet=in_quiet),
        wire=wire,
    )
    meter(counts)
    if page.how == "not_asked" and counts.stopped:
        page.how = counts.stopped
    return _way(wire.exchanges)


def _nothing(_sighting: Sighting) -> None:
    """A capture judges nothing."""


def _way(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The last answer and the redirects that led to it; what was repeated is left out."""
    redirects = [one for one in exchanges[:-1] if 300 <= one.status < 400]  # noqa: PLR2004 - HTTP
    return (*redirects, *exchanges[-1:])


def _is_evidence(page: OnePage, last: Exchange) -> bool:
    """Whether what came is the page or says that there is none; a refusal is neither."""
    if page.answer is Answer.UNKNOWN:
        success = 200 <= last.status < 300  # noqa: PLR2004 - HTTP
        return page.how in {"empty", f"http_{last.status}"} and success
    return True
