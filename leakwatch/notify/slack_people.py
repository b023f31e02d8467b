"""The people and user groups a configuration names: whether they are still there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from leakwatch.errors import N_, NotifyError
from leakwatch.notify.channels import Answer
from leakwatch.notify.slack_answers import problem
from leakwatch.notify.web_api import WebApi

#: Codes by which Slack says that it knows nobody of that id, or shows nobody to us.
_NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


async def people(api: WebApi, called: Mapping[str, tuple[str, ...]]) -> AsyncIterator[Answer]:
    """An answer for each id of `called` that is not as it should be, and one when all are.

    Ids of user groups begin with S, those of members with U or W.
    """
    groups = {one: by for one, by in called.items() if one.startswith("S")}
    members = {one: by for one, by in called.items() if not one.startswith("S")}
    wrong = 0
    async for answer in _both(api, groups, members):
        wrong += 1
        yield answer
    if called and not wrong:
        message = N_("{count} members and groups, all there")
        yield Answer(ok=True, about="people", message=message, values={"count": len(called)})


async def _both(
    api: WebApi, groups: Mapping[str, tuple[str, ...]], members: Mapping[str, tuple[str, ...]]
) -> AsyncIterator[Answer]:
    async for answer in _groups(api, groups):
        yield answer
    for member, by in members.items():
        wrong = await _member(api, member, f"{member} ({', '.join(by)})")
        if wrong is None:
            continue
        yield wrong
        if wrong.values.get("code") == "missing_scope":
            return  # it would be said again of everybody


async def _groups(api: WebApi, groups: Mapping[str, tuple[str, ...]]) -> AsyncIterator[Answer]:
    if not groups:
        return
    try:
        listed = await api.read(
            lambda client: client.usergroups_list(include_disabled=True), channel=""
        )
    except NotifyError as error:
        yield _unseen(error, about="user groups")
        return
    known = {str(one["id"]): one for one in listed["usergroups"]}
    for group, by in groups.items():
        about = f"{group} ({', '.join(by)})"
        if group not in known:
            message = N_("there is no user group {group}: copy its id from its page in Slack")
            yield Answer(ok=False, about=about, message=message, values={"group": group})
        elif known[group].get("date_delete"):
            message = N_("the user group {group} is switched off: nobody is called by it")
            yield Answer(ok=False, about=about, message=message, values={"group": group})


async def _member(api: WebApi, member: str, about: str) -> Answer | None:
    """What is wrong with one member; None when nothing is."""
    try:
        shown = await api.read(lambda client: client.users_info(user=member), channel="")
    except NotifyError as error:
        if error.values.get("code") not in _NOBODY:
            return _unseen(error, about=about)
        message = N_("Slack knows nobody of the id {member}: copy the member id from the profile")
        return Answer(ok=False, about=about, message=message, values={"member": member})
    user = shown["user"]
    if user.get("deleted"):
        message = N_("{member} has left the workspace: take the id out")
    elif user.get("is_bot"):
        message = N_("{member} is an app: a reviewer is a person")
    else:
        return None
    return Answer(ok=False, about=about, message=message, values={"member": member})


def _unseen(error: NotifyError, *, about: str) -> Answer:
    """What cannot be looked at for want of a scope is no fault of whom it is about."""
    answer = problem(error, about=about)
    if error.values.get("code") != "missing_scope":
        return answer
    message = N_("cannot be checked without {needed}: paste leakwatch slack manifest, reinstall")
    values = {"needed": error.values.get("needed") or "?", "code": "missing_scope"}
    return Answer(ok=True, note=True, about=about, message=message, values=values)
