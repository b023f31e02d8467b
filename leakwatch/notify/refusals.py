"""What Slack's `ok: false` means for an alert, and what a person can do about it.

The codes are those of https://docs.slack.dev/reference/methods for the methods called here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from leakwatch.errors import N_, NotifyError, NotifyRefused, NotifyUnclear


class About(StrEnum):
    """What a code is about, and with it how far the trouble goes."""

    SIGN_IN = "sign_in"  #: the token: nothing goes out to any channel until the token is replaced
    SCOPE = "scope"  #: one sort of call is not allowed anywhere
    CHANNEL = "channel"  #: this channel takes nothing; others do
    MESSAGE = "message"  #: this message is not taken; others are
    LATER = "later"  #: nothing was done; the same call may pass later
    UNCLEAR = "unclear"  #: nobody knows whether it was done
    OTHER = "other"  #: a code nobody has written down yet


_INVITE = N_("Slack ({code}): invite the app to {channel} with /invite")
_CHANNEL = N_(
    "Slack ({code}): the app sees no channel {channel}: check its name; into a private one, /invite it"
)
_ARCHIVED = N_("Slack ({code}): {channel} is archived: name another channel")
_THREADS = N_("Slack ({code}): {channel} takes no message of this form: name another channel")
_BUSY = N_("Slack ({code}): {channel} is being moved: it is tried again")
_TOKEN = N_("Slack ({code}): the token is not valid: install the app again and set the new token")
_SORT = N_("Slack ({code}): this is no bot token (xoxb-…): set that of the installed app")
_SCOPE = N_(
    "Slack ({code}): the app lacks {needed}: add it by `leakwatch slack manifest`, reinstall"
)
_SOME_SCOPE = N_(
    "Slack ({code}): the app lacks a permission: compare it with `leakwatch slack manifest`, reinstall"
)
_POLICY = N_("Slack ({code}): the workspace does not let the app post to {channel}: ask its admins")
_NETWORK = N_("Slack ({code}): the workspace refuses calls from this network: ask its admins")
_OURS = N_("Slack ({code}) refuses this message: report it with `leakwatch --version`: {detail}")
_CALL = N_("Slack ({code}) does not take this call: is base_url Slack, and leakwatch up to date?")
_ABSENT = N_("Slack ({code}): the message is not there any more")
_FIXED = N_("Slack ({code}): the message can no longer be changed: the workspace's rules forbid it")
_WHO = N_("Slack ({code}): nobody of that id is in {channel}: check slack in reviewers.yaml")
_LATER = N_("Slack cannot take the message now ({code}): it is tried again")
_UNCLEAR = N_("Slack ({code}): it is not known whether the message arrived")
_OTHER = N_("Slack refuses this for {channel}: {code} {detail}")

#: What it is about → words → codes
_CODES: Mapping[About, Mapping[str, tuple[str, ...]]] = {
    About.SIGN_IN: {
        _TOKEN: (
            "account_inactive",
            "invalid_auth",
            "not_authed",
            "team_not_found",
            "token_expired",
            "token_revoked",
            "two_factor_setup_required",
            "user_removed_from_team",
        ),
        _SORT: ("not_allowed_token_type",),
        _NETWORK: ("access_denied", "accesslimited"),
    },
    About.SCOPE: {
        _SCOPE: ("missing_scope", "no_scope"),
        _CALL: (
            "deprecated_endpoint",
            "invalid_arg_name",
            "invalid_arguments",
            "invalid_array_arg",
            "invalid_charset",
            "invalid_cursor",
            "invalid_form_data",
            "invalid_json",
            "invalid_limit",
            "invalid_post_type",
            "invalid_ts_latest",
            "invalid_ts_oldest",
            "invalid_types",
            "json_not_object",
            "limit_required",
            "method_deprecated",
            "missing_argument",
            "missing_post_type",
            "unknown_method",
            "upgrade_required",
        ),
    },
    About.CHANNEL: {
        _INVITE: ("not_in_channel",),
        _CHANNEL: ("channel_not_found", "invalid_channel"),
        _ARCHIVED: ("channel_is_archived", "is_archived"),
        _THREADS: (
            "channel_type_not_supported",
            "messages_tab_disabled",
            "method_not_supported_for_channel_type",
            "restricted_action_non_threadable_channel",
            "restricted_action_thread_only_channel",
        ),
        _WHO: ("user_not_found", "user_not_in_channel", "user_not_visible", "users_not_found"),
        _POLICY: (
            "ekm_access_denied",
            "enterprise_is_restricted",
            "no_permission",
            "org_login_required",
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_locked",
            "slack_connect_blocked",
            "team_access_not_granted",
        ),
    },
    About.MESSAGE: {
        # the ts that is passed on came from a receipt, so an "invalid" one is that of no message
        _ABSENT: (
            "cannot_reply_to_message",
            "invalid_thread_ts",
            "message_not_found",
            "thread_not_found",
        ),
        _FIXED: (
            "cant_delete_message",
            "cant_update_message",
            "compliance_exports_prevent_deletion",
            "edit_window_closed",
            "is_inactive",
        ),
        _OURS: (
            "as_user_not_supported",
            "attachment_payload_limit_exceeded",
            "block_mismatch",
            "duplicate_message_not_found",
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_metadata_format",
            "invalid_metadata_schema",
            "markdown_text_conflict",
            "metadata_must_be_sent_from_app",
            "metadata_too_large",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_text",
            "too_many_attachments",
            "too_many_contact_cards",
        ),
    },
    About.LATER: {
        _LATER: (
            "message_limit_exceeded",
            "rate_limited",
            "ratelimited",
            "request_timeout",
            "service_unavailable",
            "team_added_to_org",
            "update_failed",
        ),
        _BUSY: ("external_channel_migrating",),
    },
    # "It's possible some aspect of the operation succeeded before the error was raised."
    About.UNCLEAR: {_UNCLEAR: ("fatal_error", "internal_error", "unknown_error")},
}
_ROWS: Mapping[str, tuple[About, str]] = {
    code: (about, words)
    for about, rows in _CODES.items()
    for words, codes in rows.items()
    for code in codes
}
#: There is nothing to answer to, to edit or to take back.
GONE = frozenset(_CODES[About.MESSAGE][_ABSENT])
#: The same for every channel: it is no use to try the next one.
EVERYWHERE = frozenset(
    code for code, (kind, _) in _ROWS.items() if kind in {About.SIGN_IN, About.SCOPE}
)


def about(code: str) -> About:
    """How far the trouble behind `code` goes."""
    return _ROWS[code][0] if code in _ROWS else About.OTHER


def words_of(code: str, *, needed: str = "") -> str:
    """The message of `code`, with places for {code}, {channel}, {needed} and {detail}."""
    words = _ROWS[code][1] if code in _ROWS else _OTHER
    return _SOME_SCOPE if words is _SCOPE and not needed else words


def refusal(
    code: str,
    *,
    channel: str,
    needed: str = "",
    detail: str = "",
    retry_after: float | None = None,
) -> NotifyError:
    """The error that `code` stands for; a code nobody knows needs a person, not a thousand repeats.

    Its `values` have the `code`, and under `about` what the code is about.
    """
    values: dict[str, Any] = {"code": code, "channel": channel, "about": about(code)}
    match about(code):
        case About.UNCLEAR:
            return NotifyUnclear(words_of(code), **values)
        case About.LATER:
            return NotifyError(words_of(code), retry_after=retry_after, **values)
        case _:
            words = words_of(code, needed=needed)
            return NotifyRefused(words, needed=needed, detail=detail, **values)
