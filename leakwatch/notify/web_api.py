"""Slack's Web API through slack_sdk, every failure turned into one of a notifier's three errors."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from leakwatch.config import Network, SlackSettings
from leakwatch.errors import N_, NotifyError, NotifyUnclear
from leakwatch.notify.asking import NOT_SENT
from leakwatch.notify.inert import inert
from leakwatch.notify.refusals import refusal
from leakwatch.notify.wire import proxy_for, tls_context

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

#: Seconds a look-up waits for Slack's rate limit, no longer: the outbox tries again anyway.
_PATIENCE = 10
_DETAIL_LIMIT = 300
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500


class WebApi:
    """Two clients of one token: posts are never repeated here, all else is, a little."""

    def __init__(
        self,
        settings: SlackSettings,
        network: Network,
        *,
        timeout: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._host, self._clock = settings.base_url, clock
        #: How far Slack's clock was behind ours when it last answered; negative: ahead.
        self.behind = timedelta()
        self._poster = client_for(settings, network, timeout=timeout)
        self._patient = client_for(settings, network, timeout=timeout)
        self._patient.retry_handlers = [
            AsyncConnectionErrorRetryHandler(),
            _ShortRateLimit(),
            AsyncServerErrorRetryHandler(),
        ]

    async def post(self, call: Call, *, channel: str) -> AsyncSlackResponse:
        """A call that must not be made twice.

        Raises NotifyError (nothing was done), NotifyUnclear (it may have been done) or
        NotifyRefused (needs a person).
        """
        return await self._ask(self._poster, call, channel=channel)

    async def read(self, call: Call, *, channel: str) -> AsyncSlackResponse:
        """A call that changes nothing. Raises NotifyError (try again) or NotifyRefused."""
        return await self._repeatable(call, channel=channel)

    async def edit(self, call: Call, *, channel: str) -> AsyncSlackResponse:
        """A call that ends the same however often it is made. Raises as `read`."""
        return await self._repeatable(call, channel=channel)

    async def _repeatable(self, call: Call, *, channel: str) -> AsyncSlackResponse:
        try:
            return await self._ask(self._patient, call, channel=channel)
        except NotifyUnclear as error:
            message = N_("{host} does not answer ({code})")
            raise NotifyError(message, host=self._host, code=error.values["code"]) from error

    async def _ask(self, client: AsyncWebClient, call: Call, *, channel: str) -> AsyncSlackResponse:
        try:
            response = await call(client)
        except SlackApiError as error:
            raise self._answered(error, channel=channel) from error
        except aiohttp.ClientConnectorCertificateError as error:
            message = N_("{host}: its certificate is not trusted: is network.ca_file set?")
            raise NotifyError(message, code="untrusted", host=self._host) from error
        except NOT_SENT as error:
            message = N_("{host} cannot be reached ({reason}): look at network and proxy")
            reason = type(error).__name__
            raise NotifyError(
                message, code="unreachable", host=self._host, reason=reason
            ) from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise self._unclear(type(error).__name__) from error
        self._compare_clocks(response)
        return response

    def _compare_clocks(self, response: AsyncSlackResponse) -> None:
        """By the header that every answer bears (RFC 9110)."""
        headers = {name.lower(): value for name, value in dict(response.headers).items()}
        try:
            theirs = parsedate_to_datetime(str(headers.get("date", "")))
        except ValueError:
            return
        if theirs.tzinfo is not None:
            self.behind = self._clock() - theirs

    def _answered(self, error: SlackApiError, *, channel: str) -> NotifyError:
        """The error behind an answer that is not `ok: true`."""
        response = error.response
        if not isinstance(response, AsyncSlackResponse):  # the body was cut short or is no JSON
            return self._unclear("not_json")
        status, data = response.status_code, response.data
        body: dict[str, Any] = data if isinstance(data, dict) else {}
        if status == _TOO_MANY:
            return refusal("ratelimited", channel=channel, retry_after=_retry_after(response))
        if status >= _SERVER_ERROR or (status == _OK and "error" not in body):
            return self._unclear(f"http_{status}")
        if "error" not in body:
            message = N_("{host} answers {status}: is that Slack? Look at base_url and the proxy")
            return NotifyError(message, code=f"http_{status}", host=self._host, status=status)
        return refusal(
            str(body["error"]),
            channel=channel,
            needed=str(body.get("needed", "")),
            detail=_detail(body),
            retry_after=_retry_after(response),
        )

    def _unclear(self, code: str) -> NotifyUnclear:
        message = N_("{host} gave no clear answer ({code}): the message may have arrived")
        return NotifyUnclear(message, host=self._host, code=code)


class _ShortRateLimit(AsyncRateLimitErrorRetryHandler):
    """The SDK's own handler sleeps as long as it is told, be it an hour."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(
            state=state, request=request, response=response, error=error
        )
        return limited and response is not None and _asks_for_little(response)


def _asks_for_little(response: HttpResponse) -> bool:
    asked = [
        value
        for name, values in response.headers.items()
        if name.lower() == "retry-after"
        for value in values
    ]
    return bool(asked) and asked[0].isdecimal() and int(asked[0]) <= _PATIENCE


def client_for(settings: SlackSettings, network: Network, *, timeout: int) -> AsyncWebClient:
    """Slack's own client, going out as `network` says; it repeats nothing by itself.

    Raises ConfigError when the network's CA file cannot be read.
    """
    proxy = proxy_for(settings.base_url, network)
    client = AsyncWebClient(
        token=settings.token,
        base_url=settings.base_url,
        timeout=timeout,
        ssl=tls_context(network.ca_file),
        proxy=proxy,
        logger=_quiet_logger(),
        retry_handlers=[],
    )
    client.proxy = proxy  # the SDK puts the ambient variables' proxy where none was given
    return client


def _quiet_logger() -> logging.Logger:
    """The SDK writes whole messages, and the proxy with its password, at DEBUG."""
    quiet = logging.getLogger("leakwatch.notify.slack_sdk")
    quiet.setLevel(logging.WARNING)
    return quiet


def _retry_after(response: AsyncSlackResponse) -> float | None:
    headers = {name.lower(): value for name, value in dict(response.headers).items()}
    value = str(headers.get("retry-after", ""))
    return float(value) if value.isdecimal() else None


def _detail(body: dict[str, Any]) -> str:
    messages = (body.get("response_metadata") or {}).get("messages") or body.get("errors") or []
    return inert("; ".join(str(message) for message in messages), _DETAIL_LIMIT)
