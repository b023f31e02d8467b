"""The methods about people, and about the app itself."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from leakwatch.demo.slack.params import Method, Params, Refusal, Reply, flag
from leakwatch.demo.slack.people import User, Usergroup
from leakwatch.demo.slack.workspace import APP_ID, BOT_ID, BOT_USER, TEAM_ID, Workspace

_numbers = count(1)


def auth_test(_workspace: Workspace, _params: Params) -> Reply:
    return {
        "url": "https://stand-in.example/",
        "team": "Stand-in",
        "user": "leakwatch",
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, params: Params) -> Reply:
    """A WebSocket's address, good for one connection."""
    ticket = f"ticket-{next(_numbers)}"
    workspace.tickets[ticket] = str(params["token"])
    base = workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{base}link/?ticket={ticket}&app_id={APP_ID}"}


def user_info(workspace: Workspace, params: Params) -> Reply:
    user = workspace.user(str(params.get("user", "")))
    if user is None:
        raise Refusal("user_not_found")
    return {"user": _person(user)}


def list_usergroups(workspace: Workspace, params: Params) -> Reply:
    disabled, users = flag(params, "include_disabled"), flag(params, "include_users")
    groups = [one for one in workspace.usergroups if disabled or not one.disabled]
    return {"usergroups": [_group(one, users=users) for one in groups]}


def list_usergroup_users(workspace: Workspace, params: Params) -> Reply:
    wanted = params.get("usergroup")
    group = next((one for one in workspace.usergroups if one.id == wanted), None)
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.users)}


METHODS: Mapping[str, Method] = {
    "apps.connections.open": Method(
        run=open_connection, scopes=("connections:write",), app_level=True
    ),
    "auth.test": Method(run=auth_test),
    "usergroups.list": Method(run=list_usergroups, scopes=("usergroups:read",)),
    "usergroups.users.list": Method(run=list_usergroup_users, scopes=("usergroups:read",)),
    "users.info": Method(run=user_info, scopes=("users:read",)),
}


def _person(user: User) -> Reply:
    return {
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.name,
        "tz": "Asia/Tokyo",
        "tz_offset": 32_400,
        "profile": {"real_name": user.name, "display_name": user.name, "team": TEAM_ID},
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "updated": 0,
    }


def _group(group: Usergroup, *, users: bool) -> Reply:
    return {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": group.handle,
        "handle": group.handle,
        "user_count": len(group.users),
        "date_delete": 1 if group.disabled else 0,
        **({"users": list(group.users)} if users else {}),
    }
