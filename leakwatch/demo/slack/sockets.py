"""Socket Mode: the app's open connections, what is sent over them, and what it acknowledges.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from leakwatch.demo.slack.workspace import APP_ID, Workspace
from leakwatch.errors import N_, UsageError

Payload = Mapping[str, Any]

#: What else Slack sends more than once when nobody acknowledges it.
TRIES = {"events_api": 3}
MAX_CONNECTIONS = 10
_HOST = {"host": "stand-in"}
_TOO_MANY = 4_000


class Unanswered(UsageError):
    """Nobody is connected, or nobody acknowledged in time."""


class _Gone(Exception):
    """The connection ended before the app had acknowledged."""


class _Connection:
    def __init__(self, socket: WebSocket, token: str) -> None:
        self.socket, self.token = socket, token
        self.waiting: dict[str, asyncio.Future[Payload]] = {}

    def acknowledge(self, text: str) -> bool:
        """Whether `text` acknowledges something that waits for it."""
        try:
            given = json.loads(text)
        except ValueError:
            return False
        envelope = given.get("envelope_id") if isinstance(given, dict) else None
        waiting = self.waiting.pop(str(envelope), None)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(given.get("payload") or {})
        return True

    def end(self) -> None:
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(_Gone())
        self.waiting.clear()


class Sockets:
    """All connections of the app; envelopes go out over them in turn."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connections: deque[_Connection] = deque()
        self._changed = asyncio.Event()
        self.sent: list[Mapping[str, Any]] = []  #: envelopes, each as often as it was sent
        self.strays = 0  #: messages that acknowledged nothing, or came too late

    @property
    def count(self) -> int:
        return len(self._connections)

    async def serve(self, socket: WebSocket) -> None:
        """One connection from its first to its last byte."""
        token = self._workspace.tickets.pop(socket.query_params.get("ticket", ""), "")
        if not token:
            await socket.close()
            return
        await socket.accept()
        if self.count >= MAX_CONNECTIONS:
            await self._say(socket, {"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close(_TOO_MANY)
            return
        connection = _Connection(socket, token)
        try:
            await self._greet(connection)
            while True:
                if not connection.acknowledge(await socket.receive_text()):
                    self.strays += 1
        except WebSocketDisconnect:
            pass
        finally:
            if connection in self._connections:
                self._connections.remove(connection)
            connection.end()

    async def _greet(self, connection: _Connection) -> None:
        self._connections.append(connection)
        about = {"approximate_connection_time": 18_060, **_HOST}
        hello = {"type": "hello", "num_connections": self.count, "debug_info": about}
        await self._say(connection.socket, {**hello, "connection_info": {"app_id": APP_ID}})
        self._changed.set()

    async def send(self, kind: str, payload: Payload, *, copies: int = 1) -> Payload:
        """Send an envelope until it is acknowledged; what the app said along with that.

        Sent again over another connection when its own ends first, and what Slack repeats after a
        silence is repeated. With `copies` it is delivered so often although it was acknowledged.
        Raises Unanswered when nobody is connected or nobody answers in time.
        """
        answer = await self._sent(kind, payload)
        for _ in range(copies - 1):
            await self._sent(kind, payload)
        return answer

    async def _sent(self, kind: str, payload: Payload) -> Payload:
        envelope = {
            "type": kind,
            "envelope_id": str(uuid4()),
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        for attempt in range(TRIES.get(kind, 1)):
            if kind == "events_api":
                reason = "timeout" if attempt else ""
                envelope |= {"retry_attempt": attempt, "retry_reason": reason}
            try:
                async with asyncio.timeout(self._workspace.ack_seconds):
                    return await self._acknowledged(envelope)
            except TimeoutError:
                continue
        message = N_("the app did not acknowledge {kind} within {seconds} s")
        raise Unanswered(message, kind=kind, seconds=self._workspace.ack_seconds)

    async def _acknowledged(self, envelope: Mapping[str, Any]) -> Payload:
        while True:
            connection = await self._next()
            waiting: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
            connection.waiting[envelope["envelope_id"]] = waiting
            self.sent.append(envelope)
            try:
                await self._say(connection.socket, envelope)
                return await waiting
            except (_Gone, WebSocketDisconnect, RuntimeError):
                continue
            finally:
                connection.waiting.pop(envelope["envelope_id"], None)

    async def _next(self) -> _Connection:
        """The connection whose turn it is; waits for one to open."""
        while not self._connections:
            self._changed.clear()
            await self._changed.wait()
        self._connections.rotate(-1)
        return self._connections[-1]

    async def connected(self, count: int) -> None:
        """Wait until so many connections are open."""
        while self.count < count:
            self._changed.clear()
            await self._changed.wait()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection that it ends, or with `warning` that it soon will.

        Nothing more is sent over it then; the app closes it once it has another one. With
        `link_disabled` (Socket Mode was turned off) it is closed here.
        """
        for connection in list(self._connections):
            await self._say(connection.socket, {"type": "disconnect", "reason": reason})
            if reason == "link_disabled":
                await self._drop(connection)
            elif reason != "warning":
                self._connections.remove(connection)

    async def cut(self) -> None:
        """End every connection without a word."""
        for connection in list(self._connections):
            await self._drop(connection)

    async def _drop(self, connection: _Connection) -> None:
        self._connections.remove(connection)
        connection.end()
        await connection.socket.close()

    @staticmethod
    async def _say(socket: WebSocket, message: Mapping[str, Any]) -> None:
        about = {"debug_info": _HOST} if message["type"] == "disconnect" else {}
        await socket.send_text(json.dumps({**message, **about}, ensure_ascii=False))
