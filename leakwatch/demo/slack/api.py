"""The stand-in as a web application: Slack's manners around the methods, and a page to look at."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from email.utils import formatdate
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute

from leakwatch.demo.slack.faults import Fault, FaultKind
from leakwatch.demo.slack.hands import Hands
from leakwatch.demo.slack.methods import METHODS
from leakwatch.demo.slack.page_routes import Pages
from leakwatch.demo.slack.params import Method, Refusal
from leakwatch.demo.slack.responses import respond
from leakwatch.demo.slack.sockets import Sockets
from leakwatch.demo.slack.workspace import Call, Workspace

#: A body that promises more than it holds: the server cuts the connection where it ends.
_PROMISED = {"content-length": "1000", "content-type": "application/json"}


def application(workspace: Workspace, sockets: Sockets, hands: Hands) -> Starlette:
    """Slack's Web API under `/api/`, Socket Mode, and at `/` a page for people."""
    return Starlette(
        routes=[
            *Pages(workspace, hands).routes(),
            Route("/api/{method}", partial(_call, workspace), methods=["GET", "POST"]),
            Route("/response/{token}", partial(_respond, workspace), methods=["POST"]),
            WebSocketRoute("/link/", sockets.serve),
        ]
    )


async def _call(workspace: Workspace, request: Request) -> Response:
    name = request.path_params["method"]
    headers = _dated(workspace)
    try:
        params = await _params(request)
        token = _token(request, params)
        scopes = _scopes(workspace, token)
    except Refusal as refusal:
        return JSONResponse(refusal.reply, headers=headers)
    params["token"] = token
    said = {key: value for key, value in params.items() if key != "token"}
    agent = request.headers.get("user-agent", "")
    workspace.calls.append(Call(method=name, params=said, user_agent=agent))
    headers["x-oauth-scopes"] = ",".join(scopes)
    waiting = _waiting(workspace, name, params)
    if waiting:
        return _limited(waiting, headers)
    fault = workspace.fault_list.take(name)
    if fault and not fault.kind.accepts:
        return _faulty(fault, headers)
    reply = _reply(workspace, name, params, scopes)
    if fault:
        return await _faulty_after(fault, reply, headers)
    return JSONResponse(reply, headers=headers)


async def _respond(workspace: Workspace, request: Request) -> Response:
    try:
        respond(workspace, request.path_params["token"], await _params(request))
    except Refusal as refusal:
        return JSONResponse(refusal.reply, status_code=404, headers=_dated(workspace))
    return Response("ok", media_type="text/plain", headers=_dated(workspace))


def _dated(workspace: Workspace) -> dict[str, str]:
    return {"date": formatdate(time.time() + workspace.skew, usegmt=True)}


async def _params(request: Request) -> dict[str, Any]:
    """The arguments of a call, from the query, a form or a JSON body."""
    params: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if not body:
        return params
    try:
        if kind == "application/json":
            given = json.loads(body)
        elif kind == "application/x-www-form-urlencoded":
            given = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
        else:
            raise Refusal("invalid_post_type")
    except UnicodeDecodeError as error:
        raise Refusal("invalid_charset") from error
    except ValueError as error:
        raise Refusal("invalid_json") from error
    if not isinstance(given, dict):
        raise Refusal("json_not_object")
    return params | given


def _token(request: Request, params: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else str(params.get("token", ""))
    if not token:
        raise Refusal("not_authed")
    return token


def _scopes(workspace: Workspace, token: str) -> tuple[str, ...]:
    if token in workspace.revoked:
        raise Refusal("token_revoked")
    if token not in workspace.tokens:
        raise Refusal("invalid_auth")
    return workspace.tokens[token]


def _waiting(workspace: Workspace, name: str, params: Mapping[str, Any]) -> int:
    """Whole seconds a call has to wait, because its channel was written to a moment ago."""
    if name not in METHODS or not METHODS[name].paced:
        return 0
    channel = workspace.channel(str(params.get("channel", "")))
    return workspace.wait_for(channel, name) if channel else 0


def _reply(
    workspace: Workspace, name: str, params: Mapping[str, Any], scopes: tuple[str, ...]
) -> dict[str, Any]:
    try:
        method = _method(name, str(params["token"]))
        _check_scopes(_wanted(workspace, name, params), scopes)
        return {"ok": True, **method.run(workspace, params)}
    except Refusal as refusal:
        return refusal.reply


def _method(name: str, token: str) -> Method:
    if name not in METHODS:
        raise Refusal("unknown_method", req_method=name)
    method = METHODS[name]
    if name != "auth.test" and method.app_level != token.startswith("xapp-"):
        raise Refusal("not_allowed_token_type")
    return method


def _wanted(workspace: Workspace, name: str, params: Mapping[str, Any]) -> tuple[str, ...]:
    """The scopes of which one is needed for what is asked about."""
    lists = name in {"conversations.list", "users.conversations"}
    if lists and "private_channel" in str(params.get("types", "")):
        return ("groups:read",)  # naming a type takes the scope of that type
    method, channel = METHODS[name], workspace.channel(str(params.get("channel", "")))
    private = channel is not None and channel.private and channel.member
    return method.private if private and method.private else method.scopes


def _check_scopes(wanted: tuple[str, ...], scopes: tuple[str, ...]) -> None:
    if wanted and not set(wanted) & set(scopes):
        raise Refusal("missing_scope", needed=wanted[0], provided=",".join(scopes))


def _limited(seconds: int, headers: Mapping[str, str]) -> Response:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, status_code=429, headers={**headers, "retry-after": str(seconds)})


def _faulty(fault: Fault, headers: Mapping[str, str]) -> Response:
    if fault.kind is FaultKind.RATE_LIMITED:
        return _limited(fault.retry_after, headers)
    if fault.kind is FaultKind.REFUSED:
        return JSONResponse({"ok": False, "error": fault.code}, headers=dict(headers))
    if fault.kind is FaultKind.CUT:
        return StreamingResponse(_stump(), headers=_PROMISED)
    return HTMLResponse("<html>Internal Server Error</html>", status_code=500)


async def _faulty_after(
    fault: Fault, reply: dict[str, Any], headers: Mapping[str, str]
) -> Response:
    if fault.kind is FaultKind.ERROR_AFTER:
        return HTMLResponse("<html>Internal Server Error</html>", status_code=500)
    if fault.kind is FaultKind.CUT_AFTER:
        return StreamingResponse(_stump(), headers=_PROMISED)
    await asyncio.sleep(fault.seconds)
    return JSONResponse(reply, headers=dict(headers))


async def _stump() -> AsyncIterator[bytes]:
    yield b'{"ok": '
