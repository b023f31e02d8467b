"""The stand-in as a web application: Slack's manners around the methods, and a page to look at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from leakwatch.demo.slack.methods import METHODS, Method, Refusal
from leakwatch.demo.slack.page import HEADERS, STYLE, page
from leakwatch.demo.slack.workspace import Call, Fault, FaultKind, Workspace

#: A body that promises more than it holds: the server cuts the connection where it ends.
_PROMISED = {"content-length": "1000", "content-type": "application/json"}


def application(workspace: Workspace) -> Starlette:
    """Slack's Web API under `/api/`, and at `/` the channels with their messages."""
    return Starlette(
        routes=[
            Route("/", partial(_show, workspace), methods=["GET"]),
            Route("/style.css", _style, methods=["GET"]),
            Route("/api/{method}", partial(_call, workspace), methods=["GET", "POST"]),
        ]
    )


async def _show(workspace: Workspace, _request: Request) -> Response:
    return HTMLResponse(page(workspace), headers=HEADERS)


async def _style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers=HEADERS)


async def _call(workspace: Workspace, request: Request) -> Response:
    name = request.path_params["method"]
    try:
        params = await _params(request)
        scopes = _scopes(workspace, request, params)
    except Refusal as refusal:
        return JSONResponse(refusal.reply)
    params.pop("token", None)
    agent = request.headers.get("user-agent", "")
    workspace.calls.append(Call(method=name, params=params, user_agent=agent))
    headers = {"x-oauth-scopes": ",".join(scopes)}
    fault = workspace.take_fault(name)
    if fault and not fault.kind.accepts:
        return _faulty(fault, headers)
    waiting = _waiting(workspace, name, params)
    if waiting:
        return _limited(waiting, headers)
    reply = _reply(workspace, name, params, scopes)
    if fault:
        return await _faulty_after(fault, reply, headers)
    return JSONResponse(reply, headers=headers)


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


def _scopes(workspace: Workspace, request: Request, params: Mapping[str, Any]) -> tuple[str, ...]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else str(params.get("token", ""))
    if not token:
        raise Refusal("not_authed")
    if token not in workspace.tokens:
        raise Refusal("invalid_auth")
    return workspace.tokens[token]


def _waiting(workspace: Workspace, name: str, params: Mapping[str, Any]) -> int:
    channel = workspace.channel(str(params.get("channel", "")))
    return workspace.wait_for(channel) if name == "chat.postMessage" and channel else 0


def _reply(
    workspace: Workspace, name: str, params: Mapping[str, Any], scopes: tuple[str, ...]
) -> dict[str, Any]:
    try:
        return {"ok": True, **_method(name, params, scopes).run(workspace, params)}
    except Refusal as refusal:
        return refusal.reply


def _method(name: str, params: Mapping[str, Any], scopes: tuple[str, ...]) -> Method:
    if name not in METHODS:
        raise Refusal("unknown_method", req_method=name)
    method = METHODS[name]
    wanted = method.scopes
    if name == "conversations.list" and "private_channel" in str(params.get("types", "")):
        wanted = ("groups:read",)  # naming a type takes the scope of that type
    if wanted and not set(wanted) & set(scopes):
        raise Refusal("missing_scope", needed=wanted[0], provided=",".join(scopes))
    return method


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
