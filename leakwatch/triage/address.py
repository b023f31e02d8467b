"""The address that comes with a click or a command: what is said over it one user sees, anywhere."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from leakwatch.config import Network
from leakwatch.notify import proxy_for, tls_context
from leakwatch.triage.quiet import quiet_logger

logger = logging.getLogger(__name__)

_TIMEOUT = 10
_OK = 200
#: Beside the host of the Web API itself, which is another one only in tests.
_SLACK = ".slack.com"


def is_slacks(address: str, base_url: str) -> bool:
    """Whether `address` is one of Slack's: it came from outside, and we are in a company."""
    try:
        parts, own = urlsplit(address), urlsplit(base_url)
        port = parts.port
    except ValueError:
        return False
    if (parts.scheme, parts.hostname, port) == (own.scheme, own.hostname, own.port):
        return True
    host = parts.hostname or ""
    return parts.scheme == "https" and host.endswith(_SLACK) and port is None


async def said_over(
    address: str, content: Mapping[str, Any], network: Network, *, replace: bool = False
) -> bool:
    """Show `content` to the user alone, `replace`: in place of the last; whether it was taken.

    Bolt's own `respond` obeys ambient proxy variables; this one is as the configuration says.
    """
    body = {**content, "response_type": "ephemeral", "replace_original": replace}
    try:
        answer = await _client(address, network).send_dict(body)
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        logger.warning("triage.respond", extra={"error": type(error).__name__})
        return False
    if answer.status_code != _OK:
        logger.warning("triage.respond", extra={"error": f"http_{answer.status_code}"})
    return answer.status_code == _OK


def _client(address: str, network: Network) -> AsyncWebhookClient:
    proxy = proxy_for(address, network)
    client = AsyncWebhookClient(
        address,
        timeout=_TIMEOUT,
        ssl=tls_context(network.ca_file),
        proxy=proxy,
        logger=quiet_logger(),
        retry_handlers=[],
    )
    client.proxy = proxy  # the SDK puts the ambient variables' proxy where none was given
    return client
