"""After a tip its inbox is swept, and the reviewers hear what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

from leakwatch.errors import N_, NotifyError
from leakwatch.triage.command_answers import Answers
from leakwatch.triage.desk import Desk
from leakwatch.triage.operations import Ended, Operations, Tip
from leakwatch.triage.reply import Line, Reply, reply
from leakwatch.triage.speaking import post

logger = logging.getLogger(__name__)


class TipSweeps:
    """One sweep of an inbox at a time: what comes in meanwhile is looked at by the next."""

    def __init__(self, desk: Desk, operations: Operations) -> None:
        self._desk, self._operations = desk, operations
        self._answers = Answers(desk.catalogue, desk.zone)
        self._waiting: Counter[str] = Counter()  # inbox → links nobody has looked at yet
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, source: str, tip: Tip) -> None:
        self._waiting[source] += len(tip.links)
        if source not in self._tasks:
            task = asyncio.create_task(self._sweep(source))
            self._tasks[source] = task
            task.add_done_callback(lambda _task: self._tasks.pop(source, None))

    async def stop(self) -> None:
        """End what is under way: the files stay, and the next sweep of the inbox reads them."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _sweep(self, source: str) -> None:
        while links := self._waiting.pop(source, 0):
            try:
                ended = await self._operations.sweep(source, on_event=lambda _event: None)
            except Exception:
                logger.exception("triage.tip", extra={"source": source})
                ended = Ended(source=source)
            await self.tell_reviewers(self._told(ended, links))

    def _told(self, ended: Ended, links: int) -> Reply:
        """A tip that nothing on the watchlist fits would else be known to nobody."""
        text = self._desk.catalogue.text
        title = text(N_("📥 A colleague reported {count} links"), count=links)
        if ended.report is None:
            why = self._answers.word(ended.why) if ended.why else ""
            said = text(
                N_("They wait in {source}, which could not be swept now."), source=ended.source
            )
            return reply(title, [Line(text=f"{said} {why}".rstrip())])
        said = text(
            N_("Swept {source}: {new} new findings. What nothing on the watchlist fits is kept:"),
            source=ended.source,
            new=ended.report.new_findings,
        )
        return reply(title, [Line(text=f"{said} ", code=f"leakwatch sources show {ended.source}")])

    async def tell_reviewers(self, said: Reply) -> None:
        """In the channel of the alerts; what Slack does not take is in the audit trail all the same."""
        try:
            await post(self._desk, self._desk.slack.channel, said)
        except NotifyError as error:
            logger.warning("triage.tip", extra={"error": error.values.get("code", "")})
