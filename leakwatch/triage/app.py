"""The bolt app: who is let in, and which handler takes what."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from leakwatch.errors import N_
from leakwatch.notify.actions import PREFIX
from leakwatch.notify.inert import inert
from leakwatch.triage.buttons import Buttons
from leakwatch.triage.desk import FAULT, Desk, log_fault
from leakwatch.triage.envelope import read_click
from leakwatch.triage.quiet import quiet_logger
from leakwatch.triage.readers import Readers
from leakwatch.triage.submissions import Submissions

logger = logging.getLogger(__name__)

#: Adds handlers to the app, before the ones that take whatever is left.
Registration = Callable[[AsyncApp, Desk], None]
_ANYTHING = re.compile("")
_ID_LIMIT = 40


def build_app(desk: Desk, *, also: Iterable[Registration] = ()) -> AsyncApp:
    """The app with all its handlers; asks Slack nothing and connects to nothing by itself."""

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        # bolt makes a client per request that obeys ambient proxy variables
        context["client"] = desk.client
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id,
            bot_token=desk.slack.token,
        )

    app = AsyncApp(
        logger=quiet_logger(),
        name=quiet_logger().name,  # bolt sets up a logger of this name, filter and all
        client=desk.client,
        before_authorize=_at_home(desk),
        authorize=authorize,
        request_verification_enabled=False,  # Socket Mode: nothing comes in from outside
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    Buttons(desk).register(app)
    Submissions(desk).register(app)
    Readers(desk).register(app)
    for register in also:
        register(app, desk)
    _take_the_rest(app, desk)
    app.error(_failed(desk))
    return app


def _at_home(desk: Desk) -> Callable[..., Awaitable[Any]]:
    """Let pass what happened in the app's own workspace; nothing before that one is known."""

    async def at_home(
        req: AsyncBoltRequest, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        teams = teams_of(req.body)
        if desk.team is not None and teams == {desk.team}:
            return await next_()
        logger.warning("triage.foreign", extra={"team": inert(min(teams, default=""), _ID_LIMIT)})
        return BoltResponse(status=200, body="")

    return at_home


def teams_of(body: Mapping[str, Any]) -> set[str]:
    """The workspaces a payload names: where it happened and, outside a Grid, whose member it was.

    Members of an Enterprise Grid may be at home in another workspace of it; who may act is decided
    by the user id all the same.
    """
    team, user = body.get("team"), body.get("user")
    named = [body.get("team_id"), team.get("id") if isinstance(team, dict) else None]
    if isinstance(user, dict) and not body.get("enterprise"):
        named.append(user.get("team_id"))
    return {one for one in named if isinstance(one, str) and one}


def _take_the_rest(app: AsyncApp, desk: Desk) -> None:
    """Acknowledge what nobody asked for, so that Slack shows no error for it."""

    async def rest(ack: AsyncAck) -> None:
        await ack()

    async def unknown(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        place = read_click(body).place
        async with desk.answering(place):
            text = N_("leakwatch does not know this button (any more): look for a newer message.")
            await desk.tell(place, desk.catalogue.text(text))

    app.action(re.compile(re.escape(PREFIX)))(unknown)
    for register in (app.action, app.view, app.view_closed, app.shortcut, app.command, app.options):
        register(_ANYTHING)(rest)


def _failed(desk: Desk) -> Callable[..., Awaitable[None]]:
    """A fault of ours: the log gets its kind and place, the user a word; the payload stays out."""

    async def failed(error: Exception, body: Mapping[str, Any]) -> None:
        log_fault(error)
        await desk.tell(read_click(body).place, desk.catalogue.text(FAULT))

    return failed
