"""The message shortcut: a colleague's tip with a link becomes an entry of an inbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, LeakwatchError, NotifyError
from leakwatch.notify.actions import REPORT
from leakwatch.notify.inert import inert
from leakwatch.record import Record
from leakwatch.triage import modals
from leakwatch.triage.allowance import Allowance
from leakwatch.triage.desk import Desk, Place
from leakwatch.triage.identity import outsider
from leakwatch.triage.links import links_in, links_of
from leakwatch.triage.operations import Operations, Tip
from leakwatch.triage.reply import saying
from leakwatch.triage.report_modal import (
    LINKS,
    NOTE,
    NOTE_LIMIT,
    REPORT_MODAL,
    entered,
    report_form,
)
from leakwatch.triage.respond import Responder
from leakwatch.triage.tip_sweeps import TipSweeps

logger = logging.getLogger(__name__)

#: Everybody may report, since it only adds; nobody reports more than that in an hour by hand.
_EACH, _TOGETHER, _SPAN = 10, 60, timedelta(hours=1)
#: Seconds of the three in which Slack wants an answer.
_PATIENCE = 2.0


class Reporting:
    """Takes reports; register it on the app, and `stop` it with the service."""

    def __init__(self, desk: Desk, operations: Operations) -> None:
        self._desk, self._operations = desk, operations
        self._allowance = Allowance(each=_EACH, together=_TOGETHER, span=_SPAN)
        self._sweeps = TipSweeps(desk, operations)
        self._missed: date | None = None  # the day reviewers were told of the missing inbox

    def register(self, app: AsyncApp, _desk: Desk) -> None:
        app.message_shortcut(REPORT)(self.take)
        app.view(REPORT_MODAL)(self.submit)

    async def stop(self) -> None:
        await self._sweeps.stop()

    async def take(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The links of the message are the report; without any a modal asks for them."""
        await ack()
        place = Place(user=_id(body, "user"), channel=_id(body, "channel"))
        async with self._desk.answering(place):
            message = body.get("message")
            links = links_of(message) if isinstance(message, dict) else ()
            address = body.get("response_url")
            responder = Responder(self._desk, place, address if isinstance(address, str) else "")
            if not links:
                await self._ask(str(body.get("trigger_id") or ""), responder)
                return
            await responder.say(saying(await self._taken(place, links, "")))

    async def submit(self, ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        """What was typed into the modal; a mistake is shown in it, and so are the thanks."""
        links = links_in(entered(view, LINKS))
        if not links:
            text = N_("Write a web address that begins with https://")
            await ack(response_action="errors", errors={LINKS: self._desk.catalogue.text(text)})
            return
        note = inert(entered(view, NOTE), NOTE_LIMIT)
        place = Place(user=_id(body, "user"), channel=str(view.get("private_metadata") or ""))
        title = self._desk.catalogue.text(N_("Report to leakwatch"))
        storing = self._desk.keep(self._taken(place, links, note))
        await asyncio.wait({storing}, timeout=_PATIENCE)
        said = self._desk.catalogue.text(N_("Thank you: it is being stored."))
        if storing.done():
            said = storing.result()
        await ack(response_action="update", view=modals.notice(title, said, self._desk.catalogue))

    async def _ask(self, trigger: str, responder: Responder) -> None:
        view = report_form(responder.place.channel, self._desk.catalogue)
        try:
            await self._desk.api.post(
                lambda client: client.views_open(trigger_id=trigger, view=view), channel="-"
            )
        except NotifyError as error:
            logger.warning("triage.report", extra={"error": error.values.get("code", "")})
            text = N_("That took too long, and Slack opens nothing: please try once more.")
            await responder.say(saying(self._desk.catalogue.text(text)))

    async def _taken(self, place: Place, links: tuple[str, ...], note: str) -> str:
        """What the reporter is told."""
        text, now = self._desk.catalogue.text, self._desk.backing.now()
        if not self._allowance.take(place.user, now=now):
            logger.warning("triage.report", extra={"error": "too_many"})
            return text(N_("Thank you, but that is a lot at once: please report the rest later."))
        tip = Tip(user=place.user, at=now, links=links, note=note)
        try:
            source = await self._stored(tip)
        except LeakwatchError as error:
            logger.warning("triage.report", extra={"error": type(error).__name__})
            return text(N_("Thank you. It could not be stored: please tell the security team."))
        if source is None:
            await self._no_inbox(now)
            return text(
                N_(
                    "Thank you. leakwatch cannot take reports here yet: the security team has been"
                    " told, and is glad to hear from you directly until then."
                )
            )
        self._sweeps.begin(source, tip)
        return text(
            N_("Thank you: {count} links go to the security team (the message itself does not)."),
            count=len(links),
        )

    async def _stored(self, tip: Tip) -> str | None:
        """The inbox that has it now, entered in the audit trail. Raises LeakwatchError."""
        source = await self._operations.leave_tip(tip)
        if source is not None:
            await self._desk.with_record(_enter, tip, source)
        return source

    async def _no_inbox(self, now: datetime) -> None:
        """Tell the reviewers, once a day, how reports can be taken."""
        if self._missed == now.date():
            return
        self._missed = now.date()
        text = N_(
            "A colleague wanted to report something, and there is no inbox to put it into: switch"
            " a source of kind inbox on (sources/example-inbox.yaml) and start leakwatch again."
        )
        await self._sweeps.tell_reviewers(saying(self._desk.catalogue.text(text)))


def _enter(record: Record, tip: Tip, source: str) -> None:
    record.audit.append(
        "tip.received",
        actor=outsider(tip.user),
        subject=f"{source}: {len(tip.links)} links",
        reason=None,
        now=tip.at,
    )


def _id(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    known = value.get("id") if isinstance(value, dict) else None
    return known if isinstance(known, str) else ""
