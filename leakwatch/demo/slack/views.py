"""The methods that show views: opened by a click, rewritten, pushed above another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leakwatch.demo.slack.modals import View
from leakwatch.demo.slack.params import (
    Method,
    Params,
    Refusal,
    Reply,
    decoded,
    invalid_arguments,
)
from leakwatch.demo.slack.people import Trigger
from leakwatch.demo.slack.view_checks import check_view
from leakwatch.demo.slack.workspace import APP_ID, BOT_ID, TEAM_ID, Workspace

ABOUT: Mapping[str, Any] = {
    "team_id": TEAM_ID,
    "app_id": APP_ID,
    "app_installed_team_id": TEAM_ID,
    "bot_id": BOT_ID,
}


def open_view(workspace: Workspace, params: Params) -> Reply:
    given = _given(params)
    _check_new(workspace, given)
    user = _triggered_by(workspace, params)
    return {"view": workspace.modals.open(user, given, ABOUT)}


def push_view(workspace: Workspace, params: Params) -> Reply:
    given = _given(params)
    _check_new(workspace, given)
    user = _triggered_by(workspace, params)
    view = workspace.modals.push(user, given, ABOUT)
    if view is None:
        raise Refusal("push_limit_reached")
    return {"view": view}


def update_view(workspace: Workspace, params: Params) -> Reply:
    given = _given(params)
    found = workspace.modals.find(
        view_id=str(params.get("view_id") or ""), external_id=str(params.get("external_id") or "")
    )
    if found is None:
        raise Refusal("not_found")
    _, view = found
    if params.get("hash") and params["hash"] != view["hash"]:
        raise Refusal("hash_conflict")
    workspace.modals.replace(view, given)
    return {"view": view}


METHODS: Mapping[str, Method] = {
    "views.open": Method(run=open_view),
    "views.push": Method(run=push_view),
    "views.update": Method(run=update_view),
}


def _given(params: Params) -> View:
    view: Any = decoded(params.get("view"))
    problems = check_view(view)
    if problems:
        raise invalid_arguments(*problems)
    assert isinstance(view, dict)
    return view


def _check_new(workspace: Workspace, given: View) -> None:
    external_id = given.get("external_id", "")
    if external_id and workspace.modals.find(external_id=external_id):
        raise Refusal("duplicate_external_id")


def _triggered_by(workspace: Workspace, params: Params) -> str:
    state, user = workspace.triggers.use(
        str(params.get("trigger_id") or ""),
        workspace.monotonic(),
        seconds=workspace.trigger_seconds,
    )
    if state is Trigger.UNKNOWN:
        messages = {"messages": ["invalid `trigger_id`"]}
        raise Refusal("invalid_arguments", response_metadata=messages)
    if state is not Trigger.VALID:
        raise Refusal(state.value)
    return user
