"""What Slack says of an installation: tokens, scopes, channels, people, clock, and a round trip."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.config import Network, SlackSettings
from leakwatch.errors import N_, NotifyError
from leakwatch.notify.channels import Answer
from leakwatch.notify.slack_answers import problem
from leakwatch.notify.slack_people import people
from leakwatch.notify.slack_places import Places
from leakwatch.notify.slack_round_trip import round_trip
from leakwatch.notify.web_api import WebApi

_TIMEOUT = 30
#: More than this between the two clocks and schedules, leases and look-ups go wrong.
_CLOCK_SKEW = timedelta(minutes=5)
#: Of each line one is needed; and what is not possible without.
_ALWAYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("chat:write",), N_("without {scope} nothing can be posted")),
    (
        ("channels:history", "groups:history"),
        N_("without {scope} an alert cannot be looked for before it is sent again"),
    ),
    (("channels:read",), N_("without {scope} no public channel can be found by its name")),
    (("groups:read",), N_("without {scope} no private channel can be found by its name")),
)
_PRESSED = (
    (("commands",), N_("without {scope} there is no /leakwatch, and nothing to report by")),
)
#: For the doctor alone: are the groups and members that the configuration names still there?
_LOOKED_UP = ("usergroups:read", "users:read")
#: What the manifest asks for.
SCOPES = frozenset(
    scope for wanted, _lost in (*_ALWAYS, *_PRESSED) for scope in wanted
) | frozenset(_LOOKED_UP)
_WANTED = {"token": "xoxb-", "app_token": "xapp-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the configuration names of a workspace: each with who names it, such as `routes.urgent`."""

    channels: Mapping[str, tuple[str, ...]]
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: ids of users and groups


def token_shapes(settings: SlackSettings) -> Iterator[Answer]:
    """A word for each token that stands in the other's place, or is of another sort altogether."""
    for name, token in (("token", settings.token), ("app_token", settings.app_token)):
        if token is None or token.startswith(_WANTED[name]):
            continue
        begins = next((one for one in _OTHERS if token.startswith(one)), "")
        values: dict[str, object] = {"name": name, "wanted": f"{_WANTED[name]}…"}
        yield Answer(ok=False, about="token", message=_MIXED_UP[name, begins], values=values)


_NO_TOKEN = N_("slack.{name} does not look like a token of its sort: it begins with {wanted}")
_SOMEBODYS = N_(
    "slack.{name} is a user's token or one that expires: leakwatch needs one that begins with"
    " {wanted}"
)
#: How the tokens begin that are pasted in the place of the right one.
_OTHERS = ("xoxb-", "xapp-", "xoxp-", "xoxe")
_MIXED_UP = {
    **{(name, ""): _NO_TOKEN for name in _WANTED},
    **{(name, begins): _SOMEBODYS for name in _WANTED for begins in ("xoxp-", "xoxe")},
    ("token", "xapp-"): N_(
        "slack.token is an app-level token: that one belongs into app_token; the bot token"
        " ({wanted}) stands under OAuth & Permissions"
    ),
    ("app_token", "xoxb-"): N_(
        "slack.app_token is a bot token: that one belongs into token; the app-level token"
        " ({wanted}) is made under Basic Information"
    ),
}


class SlackSetUp:
    """Asks; changes nothing, but for one message that is posted and deleted on request."""

    def __init__(
        self, settings: SlackSettings, *, network: Network, timeout: int = _TIMEOUT
    ) -> None:
        """Raises ConfigError when the network's CA file cannot be read."""
        self._settings, self._network, self._timeout = settings, network, timeout
        self._api = WebApi(settings, network, timeout=timeout)

    def check(self, named: Named, *, now: datetime, post: bool) -> tuple[Answer, ...]:
        """Every answer; `post` has a message make the round trip. For callers without a loop."""

        async def all_of_them() -> tuple[Answer, ...]:
            return tuple([answer async for answer in self.examine(named, now=now, post=post)])

        return asyncio.run(all_of_them())

    async def examine(self, named: Named, *, now: datetime, post: bool) -> AsyncIterator[Answer]:
        """As `check`, within an event loop; what one step finds wrong hides no other."""
        mixed_up = tuple(token_shapes(self._settings))
        for answer in mixed_up:
            yield answer
        if not any(answer.values["name"] == "token" for answer in mixed_up):
            async for answer in self._bot(named, now=now, post=post):
                yield answer
        if not any(answer.values["name"] == "app_token" for answer in mixed_up):
            async for answer in self._socket():
                yield answer

    async def _bot(self, named: Named, *, now: datetime, post: bool) -> AsyncIterator[Answer]:
        try:
            identity = await self._api.read(lambda client: client.auth_test(), channel="")
        except NotifyError as error:
            yield problem(error, about="token")
            return
        yield _identified(identity)
        pressed = self._settings.app_token is not None
        for answer in (*_scopes_missing(identity, pressed=pressed), *_clocks_apart(identity, now)):
            yield answer
        places = Places(self._api)
        async for answer in places.examine(named.channels):
            yield answer
        async for answer in people(self._api, named.called):
            yield answer
        home = places.ids.get(self._settings.channel)
        if post and home is not None:
            yield await round_trip(self._api, home, channel=self._settings.channel)

    async def _socket(self) -> AsyncIterator[Answer]:
        """Whether the app token opens a connection: one that nobody takes up closes by itself."""
        token = self._settings.app_token
        if token is None:
            message = N_("no app_token: no buttons, no commands; alerts go out all the same")
            yield Answer(ok=True, note=True, about="app_token", message=message)
            return
        api = WebApi(replace(self._settings, token=token), self._network, timeout=self._timeout)
        try:
            opened = await api.read(
                lambda client: client.apps_connections_open(app_token=token), channel=""
            )
        except NotifyError as error:
            yield _no_connection(error)
            return
        ok = str(opened.get("url", "")).startswith(("wss://", "ws://"))
        message = N_("buttons and commands: a connection can be opened")
        if not ok:
            message = N_("Slack opens no connection: switch Socket Mode on in the app's settings")
        yield Answer(ok=ok, about="app_token", message=message)


def _no_connection(error: NotifyError) -> Answer:
    code = str(error.values.get("code", ""))
    if code in {"missing_scope", "invalid_auth", "not_allowed_token_type", "token_revoked"}:
        message = N_(
            "Slack ({code}): the app-level token opens no connection: make one with"
            " connections:write under Basic Information and set it as app_token"
        )
        return Answer(ok=False, about="app_token", message=message, values={"code": code})
    return problem(error, about="app_token")


def _identified(identity: AsyncSlackResponse) -> Answer:
    values = {"user": identity["user"], "team": identity["team"]}
    if not identity.get("bot_id"):
        message = N_("{user} of {team} is a person: leakwatch needs the token of its own app")
        return Answer(ok=False, about="token", message=message, values=values)
    return Answer(
        ok=True, about="token", message=N_("signed in as {user} of {team}"), values=values
    )


def _headers(identity: AsyncSlackResponse) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in dict(identity.headers).items()}


def _scopes_missing(identity: AsyncSlackResponse, *, pressed: bool) -> Iterator[Answer]:
    granted = set(re.split(r"[,\s]+", _headers(identity).get("x-oauth-scopes", "")))
    for wanted, lost in _ALWAYS + (_PRESSED if pressed else ()):
        if not granted & set(wanted):
            scope = " / ".join(wanted)
            yield Answer(ok=False, about=f"scope {scope}", message=lost, values={"scope": scope})


def _clocks_apart(identity: AsyncSlackResponse, now: datetime) -> Iterator[Answer]:
    """A word when this machine's clock is not Slack's, by the header every answer bears (RFC 9110)."""
    try:
        theirs = parsedate_to_datetime(_headers(identity).get("date", ""))
    except ValueError:
        return
    if theirs.tzinfo is None or abs(now - theirs) <= _CLOCK_SKEW:
        return
    yield Answer(
        ok=False,
        about="clock",
        message=N_("this machine's clock is {minutes} minutes off Slack's: set the clock"),
        values={"minutes": round(abs(now - theirs).total_seconds() / 60)},
    )
