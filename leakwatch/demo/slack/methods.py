"""Every Web API method of the stand-in."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.demo.slack import chat, conversations, directory, views
from leakwatch.demo.slack.params import Method

METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **directory.METHODS,
    **views.METHODS,
}
