"""The buttons of a message: each is acknowledged at once, and then looked into."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, NotifyError, NotifyRefused
from leakwatch.notify import actions
from leakwatch.record import Record
from leakwatch.triage import modals
from leakwatch.triage.answers import answer, missing
from leakwatch.triage.deciding import Asked, Reviewers, Ruled, Ruling, Seen, rule, see
from leakwatch.triage.desk import Desk
from leakwatch.triage.details import Detailed, details
from leakwatch.triage.envelope import Click, Origin, read_click
from leakwatch.triage.moment import Clock
from leakwatch.triage.words import in_words

#: Seconds for a look at the record before a modal is opened without it: a trigger lasts three.
_LOOK = 1.0
#: The trigger was too old, or had opened a modal before.
_SPENT = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"})


class Buttons:
    """The handler of every button of a finding."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        for action in actions.BUTTONS:
            app.action(action)(self.press)

    async def press(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        click, desk = read_click(body), self._desk
        async with desk.answering(click.place):
            if click.finding is not None:
                await self._act(click, click.finding)
                return
            text = N_(
                "This button belongs to no finding: the message is a sample, or too old. Nothing"
                " was stored."
            )
            await desk.tell(click.place, desk.catalogue.text(text))

    async def _act(self, click: Click, number: int) -> None:
        if click.action == actions.DETAILS:
            await self._details(click, number)
        elif click.action == actions.TAKE:
            await self._take(click, number)
        else:
            await self._open_modal(click, number)

    async def _take(self, click: Click, number: int) -> None:
        asked = Asked(
            finding=number,
            user=click.place.user,
            act=modals.act_of(click.action),
            verdict=modals.verdict_of(click.action),
        )
        desk = self._desk
        ruled = await desk.with_record(rule, desk.backing.reviewers, asked, desk.clock())
        await self._answer(click, asked, ruled)

    async def _details(self, click: Click, number: int) -> None:
        desk = self._desk
        asked = Asked(finding=number, user=click.place.user, act="view")
        look = await desk.with_record(_detailed, desk.backing.reviewers, asked, desk.clock())
        if look is None:
            await desk.tell(click.place, missing(asked.label, desk.catalogue))
            return
        watchlist = desk.backing.settings.watchlist
        blocks = details(look, desk.catalogue, zone=desk.zone, watchlist=watchlist)
        text = desk.catalogue.text(N_("{finding} in detail"), finding=asked.label)
        await desk.tell(click.place, text, blocks=blocks)

    async def _open_modal(self, click: Click, number: int) -> None:
        desk, verdict = self._desk, modals.verdict_of(click.action) or modals.DISMISSALS[0]
        asked = Asked(
            finding=number,
            user=click.place.user,
            act=modals.act_of(click.action),
            verdict=verdict,
        )
        work = desk.with_record(see, desk.backing.reviewers, asked, desk.clock())
        look = desk.keep(work)
        await asyncio.wait({look}, timeout=_LOOK)
        seen = look.result() if look.done() else None
        if look.done() and seen is None:
            await desk.tell(click.place, missing(asked.label, desk.catalogue))
        elif seen is not None and seen.finding.status not in verdict.after:
            await self._answer(click, asked, Ruled(ruling=Ruling.STALE, line=seen.line))
        else:
            await self._show(click, asked, seen)

    async def _show(self, click: Click, asked: Asked, seen: Seen | None) -> None:
        """Open the modal; it is checked again when it is submitted."""
        desk = self._desk
        line = seen.line if seen else None
        origin = Origin(
            finding=asked.finding,
            act=asked.act,
            channel=click.place.channel,
            ts=click.message,
            thread=click.place.thread,
            seen=seen.finding.status.value if seen else None,
        )
        standing = in_words(line, desk.catalogue, zone=desk.zone) if line and line.actor else ""
        view = modals.form(origin, desk.catalogue, today=desk.today(), standing=standing)
        try:
            await desk.api.post(
                lambda client: client.views_open(trigger_id=click.trigger, view=view),
                channel=click.place.channel,
            )
        except NotifyError as error:
            spent = error.values.get("code") in _SPENT
            if isinstance(error, NotifyRefused) and not spent:
                raise  # what Slack is too busy for nobody opens later
            text = N_("{finding}: that took too long, and Slack opens nothing: press it again.")
            await desk.tell(click.place, desk.catalogue.text(text, finding=asked.label))

    async def _answer(self, click: Click, asked: Asked, ruled: Ruled) -> None:
        desk = self._desk
        text = answer(asked, ruled, desk.catalogue, zone=desk.zone)
        if ruled.ruling is Ruling.DONE and click.hidden:
            text = desk.catalogue.text(N_("{finding} is in your hands now."), finding=asked.label)
        if text:
            await desk.tell(click.place, text)
        if ruled.ruling is Ruling.DONE:
            desk.backing.wake()
        else:
            await desk.refresh(click.place, click.message)


def _detailed(record: Record, reviewers: Reviewers, asked: Asked, clock: Clock) -> Detailed | None:
    """What there is to show, entered in the audit trail first; None without such a finding."""
    seen = see(record, reviewers, asked, clock)
    if seen is None:
        return None
    record.audit.append(
        "finding.view", actor=seen.actor.id, subject=asked.label, reason=None, now=clock.now
    )
    told = record.findings.last_told(asked.finding)
    return Detailed(
        seen=seen,
        excerpt=told.excerpt if told else "",
        absence=record.findings.absence(asked.finding),
    )
