"""The line to Slack: Socket Mode, kept up whatever happens, and never in the service's way."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections import OrderedDict
from hashlib import sha256
from types import TracebackType
from typing import Self

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from leakwatch.errors import N_, LeakwatchError, NotifyRefused
from leakwatch.notify import proxy_for
from leakwatch.triage.connection import Connection
from leakwatch.triage.desk import Desk

logger = logging.getLogger(__name__)

#: Seconds between two attempts: doubled up to the limit, with jitter.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
#: A refused token may be allowed again, for instance when Socket Mode is switched on.
_REFUSED_PAUSE = 300.0
#: A connection that lasted this long counts as a good one.
_GOOD_SECONDS = 30.0
#: Seconds for answers that are due when a connection is replaced or the service stops, and for
#: decisions that are being stored then.
_GRACE, _FINISH = 5.0, 10.0
#: Envelopes remembered, so that one that is delivered again is answered again and done once.
_REMEMBERED = 1_000
_OK = 200


class Line:
    """Keeps one WebSocket to Slack open from `start()` to `stop()`.

    Whatever goes wrong is reported once and tried again; nothing is raised.
    """

    def __init__(self, app: AsyncApp, desk: Desk, *, app_token: str) -> None:
        self._app, self._desk, self._app_token = app, desk, app_token
        self._keeper: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._retired: set[asyncio.Task[None]] = set()
        self._answers: OrderedDict[str, asyncio.Task[BoltResponse]] = OrderedDict()
        self._told = ""  # what was reported last, so that it is said once
        self.connected = asyncio.Event()  #: set while envelopes can come in

    def start(self) -> None:
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Close the line once what came over it is done; calling it twice does no harm."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        if self._connection is not None:
            await self._connection.retire(seconds=_GRACE)
            self._connection = None
        await self._desk.finish(seconds=_FINISH)
        await asyncio.gather(*self._retired, return_exceptions=True)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _keep(self) -> None:
        loop, pause = asyncio.get_running_loop(), _FIRST_PAUSE
        while True:
            try:
                connection = await self._opened()
            except NotifyRefused as error:
                self._report(error)
                await asyncio.sleep(_jittered(_REFUSED_PAUSE))
                continue
            except LeakwatchError as error:
                self._report(error)
            except Exception:
                logger.exception("triage.line")
            else:
                since = loop.time()
                await self._hold(connection)
                if connection.reason or loop.time() - since > _GOOD_SECONDS:
                    pause = _FIRST_PAUSE
                    continue
            await asyncio.sleep(_jittered(pause))
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _opened(self) -> Connection:
        """A connection that Slack has greeted. Raises NotifyError and NotifyRefused."""
        if self._desk.team is None:
            await self._desk.find_team()
        url = await self._address()
        connection = Connection(
            url,
            app_token=self._app_token,
            web_client=self._desk.client,
            proxy=proxy_for(url, self._desk.backing.settings.network),
            answer=self._answered,
        )
        await connection.open()
        return connection

    async def _address(self) -> str:
        """Where Slack wants the next WebSocket."""
        try:
            answer = await self._desk.api.read(
                lambda client: client.apps_connections_open(app_token=self._app_token), channel="-"
            )
        except NotifyRefused as error:
            message = N_(
                "Slack ({code}): the app-level token opens no Socket Mode, so buttons and commands"
                " do nothing: create one with connections:write and switch Socket Mode on"
            )
            raise NotifyRefused(message, code=error.values.get("code", "")) from error
        return str(answer["url"])

    async def _hold(self, connection: Connection) -> None:
        """Be connected until it ends; the one before closes behind it."""
        before, self._connection = self._connection, connection
        if before is not None:
            self._retire(before)
        if self._told:
            self._told = ""
            message = N_("Slack's Socket Mode is connected: buttons and commands work")
            self._desk.backing.report("triage.connected", message, {})
        self.connected.set()
        logger.info("triage.connected")
        await connection.over.wait()
        self.connected.clear()
        logger.info("triage.disconnected", extra={"reason": connection.reason})
        if connection.reason in {"", "too_many_websockets"}:
            self._connection = None
            self._retire(connection)

    def _retire(self, connection: Connection) -> None:
        task = asyncio.create_task(connection.retire(seconds=_GRACE))
        self._retired.add(task)
        task.add_done_callback(self._retired.discard)

    async def _answered(self, request: SocketModeRequest) -> BoltResponse:
        """The app's answer to an envelope; to one that comes again, the one it got before."""
        key = _key(request)
        answer = self._answers.get(key)
        if answer is None:
            answer = asyncio.ensure_future(answered(self._app, request))
            self._answers[key] = answer
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        response = await asyncio.shield(answer)
        if response.body:  # the modal is still open: what is sent next may be the same, and meant
            self._answers.pop(key, None)
        return response

    def _report(self, error: LeakwatchError) -> None:
        code = str(error.values.get("code", type(error).__name__))
        if code == self._told:
            return
        self._told = code
        logger.info("triage.line", extra={"error": code})
        self._desk.backing.report("triage.unreachable", error.message, error.values)


async def answered(app: AsyncApp, request: SocketModeRequest) -> BoltResponse:
    """The app's answer, always one that Slack takes: unanswered, it would show our failure."""
    try:
        response: BoltResponse = await run_async_bolt_app(app, request)
    except Exception as error:  # noqa: BLE001 - bolt itself falls over payloads of odd shapes
        logger.error("triage.unreadable", extra={"error": type(error).__name__})  # noqa: TRY400
    else:
        if response.status == _OK:
            return response
    return BoltResponse(status=_OK, body="")


def _key(request: SocketModeRequest) -> str:
    """What a second delivery has in common with the first: all of a click, else the envelope."""
    if request.type != "interactive":
        return request.envelope_id
    payload = json.dumps(request.payload, sort_keys=True)
    return sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()


def _jittered(seconds: float) -> float:
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311 - spreads attempts, protects nothing
