"""The bolt app: who is let in, and which handler takes what."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from leakwatch.triage.desk import Desk
from leakwatch.triage.quiet import quiet_logger

logger = logging.getLogger(__name__)

#: Adds handlers to the app, before the ones that take whatever is left.
Registration = Callable[[AsyncApp, Desk], None]
_ANYTHING = re.compile("")


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
    for register in also:
        register(app, desk)
    _take_the_rest(app)
    return app


def _at_home(desk: Desk) -> Callable[..., Awaitable[Any]]:
    """Let pass what comes from the app's own workspace and from one of its members."""

    async def at_home(
        req: AsyncBoltRequest, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if desk.team is not None and _teams(req.body) == {desk.team}:
            return await next_()
        logger.warning("triage.foreign", extra={"team": _first(_teams(req.body))})
        return BoltResponse(status=200, body="")

    return at_home


def _teams(body: dict[str, Any]) -> set[str]:
    """Every workspace a payload names: where it happened, and whose member it was."""
    team, user = body.get("team"), body.get("user")
    named = [body.get("team_id")]
    named += [team.get("id")] if isinstance(team, dict) else []
    named += [user.get("team_id")] if isinstance(user, dict) else []
    return {one for one in named if isinstance(one, str) and one}


def _first(teams: set[str]) -> str:
    return min(teams, default="")


def _take_the_rest(app: AsyncApp) -> None:
    """Acknowledge what nobody asked for, so that Slack shows no error for it."""

    async def rest(ack: AsyncAck) -> None:
        await ack()

    for register in (app.action, app.view, app.view_closed, app.shortcut, app.command, app.options):
        register(_ANYTHING)(rest)
