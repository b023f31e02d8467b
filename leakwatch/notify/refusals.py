"""What Slack's `ok: false` means for an alert, and what a person can do about it."""

from __future__ import annotations

from leakwatch.errors import N_, NotifyError, NotifyRefused, NotifyUnclear

_INVITE = N_("Slack ({code}): invite the app to {channel} with /invite")
_CHANNEL = N_("Slack ({code}): there is no channel {channel} that the app can see: check its name")
_TOKEN = N_("Slack ({code}): the token is not valid: install the app again and set the new token")
_SCOPE = N_(
    "Slack ({code}): the app lacks {needed}: add it by `leakwatch slack manifest`, reinstall"
)
_POLICY = N_("Slack ({code}): the workspace does not let the app post to {channel}: ask its admins")
_OURS = N_("Slack ({code}) refuses this message: report it with `leakwatch --version`: {detail}")
_OTHER = N_("Slack refuses this for {channel}: {code} {detail}")

_REMEDIES = {
    "account_inactive": _TOKEN,
    "channel_is_archived": N_("Slack ({code}): {channel} is archived: name another channel"),
    "channel_not_found": _CHANNEL,
    "ekm_access_denied": _POLICY,
    "invalid_auth": _TOKEN,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_metadata_format": _OURS,
    "invalid_metadata_schema": _OURS,
    "is_archived": N_("Slack ({code}): {channel} is archived: name another channel"),
    "metadata_too_large": _OURS,
    "missing_scope": _SCOPE,
    "msg_blocks_too_long": _OURS,
    "msg_too_long": _OURS,
    "no_permission": _POLICY,
    "no_text": _OURS,
    "not_authed": _TOKEN,
    "not_in_channel": _INVITE,
    "org_login_required": _POLICY,
    "restricted_action": _POLICY,
    "restricted_action_read_only_channel": _POLICY,
    "team_access_not_granted": _POLICY,
    "token_expired": _TOKEN,
    "token_revoked": _TOKEN,
}
#: Slack has done nothing and says so.
_LATER = frozenset(
    {"rate_limited", "ratelimited", "request_timeout", "service_unavailable", "team_added_to_org"}
)
#: "It's possible some aspect of the operation succeeded before the error was raised."
_UNCLEAR = frozenset({"fatal_error", "internal_error"})


#: The message is not there (any more): nothing to edit, nothing to take back.
NO_MESSAGE = frozenset({"message_not_found"})
#: Nothing to answer to.
NO_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})


def refusal(
    code: str,
    *,
    channel: str,
    needed: str = "",
    detail: str = "",
    retry_after: float | None = None,
) -> NotifyError:
    """The error that `code` stands for; a code nobody knows needs a person, not a thousand repeats."""
    if code in _UNCLEAR:
        message = N_("Slack ({code}): it is not known whether the message arrived")
        return NotifyUnclear(message, code=code)
    if code in _LATER:
        message = N_("Slack cannot take the message now ({code}): it is tried again")
        return NotifyError(message, retry_after=retry_after, code=code)
    return NotifyRefused(
        _REMEDIES.get(code, _OTHER), code=code, channel=channel, needed=needed, detail=detail
    )
