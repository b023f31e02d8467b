"""The slash command: who may ask what, and the answer, seen by whoever asked."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, LeakwatchError, NotifyError
from leakwatch.models import Campaign, Case, LoggedFinding
from leakwatch.record import Record
from leakwatch.review import not_about, require_sweeper
from leakwatch.triage.allowance import Allowance
from leakwatch.triage.asking import (
    ALL,
    Act,
    Command,
    Query,
    read_command,
    read_label,
    read_name,
    read_query,
)
from leakwatch.triage.card import card
from leakwatch.triage.casework_answers import CaseworkAnswers, chosen
from leakwatch.triage.chores import Chores
from leakwatch.triage.command_answers import Answers
from leakwatch.triage.desk import FAULT, Desk, Place, log_fault
from leakwatch.triage.identity import Who, asked_by
from leakwatch.triage.operations import Operations
from leakwatch.triage.reply import Reply, saying
from leakwatch.triage.respond import Responder
from leakwatch.triage.screen import Screen
from leakwatch.triage.sweeping import Sweeping

logger = logging.getLogger(__name__)

COMMAND = "/leakwatch"
#: What Slack calls each private channel in place of its name when a command is typed there.
_ANY_PRIVATE = "privategroup"
#: A person types no more than that in a minute; a script that does is told to wait.
_EACH, _TOGETHER, _SPAN = 20, 200, timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    who: Who
    command: Command
    responder: Responder
    channel_name: str


class Commands:
    """Answers `/leakwatch`; register it on the app, and `stop` it with the service."""

    def __init__(self, desk: Desk, operations: Operations, chores: Chores) -> None:
        self._desk, self._operations, self._chores = desk, operations, chores
        self._answers = Answers(desk.catalogue, desk.zone)
        self._casework = CaseworkAnswers(desk.catalogue)
        self._allowance = Allowance(each=_EACH, together=_TOGETHER, span=_SPAN)
        self.sweeping = Sweeping(desk, operations)
        self._acts: Mapping[Act, Callable[[_Request], Awaitable[Reply | None]]] = {
            Act.SWEEP: self._sweep,
            Act.STATUS: self._status,
            Act.FINDINGS: self._findings,
            Act.SHOW: self._show,
            Act.SOURCES: self._sources,
            Act.CASES: self._cases,
            Act.CAMPAIGNS: self._campaigns,
            Act.HELP: self._help,
        }

    def register(self, app: AsyncApp, _desk: Desk) -> None:
        app.command(COMMAND)(self.take)

    async def stop(self) -> None:
        await self.sweeping.stop()

    async def take(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Acknowledge at once, for Slack waits three seconds; the answer comes when it is there."""
        await ack()
        with self._desk.at_work():
            await self._answer(body)

    async def _answer(self, body: Mapping[str, Any]) -> None:
        place = Place(user=_text(body, "user_id"), channel=_text(body, "channel_id"))
        responder = Responder(self._desk, place, _text(body, "response_url"))
        command = read_command(_text(body, "text"))
        try:
            said = await self._said(body, place, responder, command)
        except LeakwatchError as error:
            said = saying(self._desk.spoken(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave silence
            log_fault(error)
            said = saying(self._desk.catalogue.text(FAULT))
        if said is not None:
            await responder.say(said)

    async def _said(
        self, body: Mapping[str, Any], place: Place, responder: Responder, command: Command
    ) -> Reply | None:
        now = self._desk.backing.now()
        if not self._allowance.take(place.user, now=now):
            return saying(self._desk.catalogue.text(N_("Not so fast: wait a minute, please.")))
        request = _Request(
            who=await asked_by(self._desk, place.user),
            command=command,
            responder=responder,
            channel_name=_text(body, "channel_name"),
        )
        logger.info("triage.command", extra={"act": command.act.value, "actor": request.who.id})
        return await self._acts[command.act](request)

    async def _help(self, request: _Request) -> Reply:
        return self._answers.help(request.command)

    async def _status(self, request: _Request) -> Reply:
        seen = await self._operations.overview()
        await self._enter(request, "status.view", "status")
        if request.who.reviewer is None:
            return self._answers.counts(seen.findings)
        cases, campaigns = await self._desk.with_record(_casework, self._chores)
        counted = self._casework.counts(cases, campaigns, today=self._desk.today())
        return self._answers.status(seen, casework=counted)

    async def _sources(self, request: _Request) -> Reply:
        request.who.require()
        views = await self._operations.views()
        await self._enter(request, "sources.view", f"{len(views)} sources")
        return self._answers.sources(views)

    async def _findings(self, request: _Request) -> Reply:
        actor = request.who.require()
        query = read_query(request.command.argument, sources=self._desk.backing.settings.sources)
        found = not_about(actor, await self._desk.with_record(_found, query))
        await self._enter(request, "findings.list", f"{len(found)} findings")
        return self._answers.findings(found, query)

    async def _cases(self, request: _Request) -> Reply:
        actor, today = request.who.require(), self._desk.today()
        cases, _campaigns = await self._desk.with_record(_casework, self._chores)
        found = chosen(cases, request.command.argument, actor=actor, today=today)
        await self._enter(request, "cases.list", f"{len(found)} cases")
        return self._casework.cases(found, today=today)

    async def _campaigns(self, request: _Request) -> Reply:
        request.who.require()
        _cases, campaigns = await self._desk.with_record(_casework, self._chores)
        await self._enter(request, "campaigns.list", f"{len(campaigns)} campaigns")
        return self._casework.campaigns(campaigns)

    async def _show(self, request: _Request) -> Reply:
        number = read_label(request.command.argument)
        return await card(self._desk, number, user=request.responder.place.user)

    async def _sweep(self, request: _Request) -> Reply | None:
        actor = require_sweeper(request.who.require())
        name = read_name(request.command.argument)
        if not name:
            return saying(
                self._desk.catalogue.text(N_("Name a source, or say all: /leakwatch sweep NAME"))
            )
        chosen = await self._operations.choose(None if name.casefold() == ALL else name)
        chosen = self.sweeping.free(chosen)
        if not chosen.sources:
            return self._answers.refused(chosen.refused)
        alone = len(chosen.sources) == 1
        subject = chosen.sources[0] if alone else f"{len(chosen.sources)} sources"
        try:
            await self._enter(request, "sweep.start", subject)
        except LeakwatchError:
            self.sweeping.give_back(chosen.sources)
            raise
        screen = Screen(self._desk, request.responder, channel=await self._ours(request))
        self.sweeping.begin(chosen, screen, actor=actor.id)
        return None

    async def _ours(self, request: _Request) -> str | None:
        """The channel somebody stands in, if alerts go there: others have no business with sweeps."""
        channel, places = request.responder.place.channel, self._operations.places()
        if channel in places:
            return channel
        name = request.channel_name
        if name == _ANY_PRIVATE:
            name = await self._name_of(channel)
        return channel if name and f"#{name}" in places else None

    async def _name_of(self, channel: str) -> str:
        """What a private channel is called; empty when the app is not in it."""
        try:
            shown = await self._desk.api.read(
                lambda client: client.conversations_info(channel=channel), channel=channel
            )
        except NotifyError:
            return ""
        return _text(shown["channel"], "name")

    async def _enter(self, request: _Request, act: str, subject: str) -> None:
        """In the audit trail, before anything is shown. Raises RecordError."""
        await self._desk.with_record(_enter, act, request.who.id, subject, self._desk.backing.now())


def _found(record: Record, query: Query) -> tuple[LoggedFinding, ...]:
    return record.findings.list(
        kind=query.kind,
        status=query.status,
        severity=query.severity,
        source=query.source,
        text=query.text or None,
    )


def _casework(_record: Record, chores: Chores) -> tuple[tuple[Case, ...], tuple[Campaign, ...]]:
    return tuple(chores.cases()), tuple(chores.campaigns())


def _enter(record: Record, act: str, actor: str, subject: str, now: datetime) -> None:
    record.audit.append(act, actor=actor, subject=subject, reason=None, now=now)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
