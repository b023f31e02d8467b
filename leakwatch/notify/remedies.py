"""Why an entry of the outbox is where it is, in words, and what can be done: by its last error."""

from __future__ import annotations

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify.inert import inert
from leakwatch.notify.reasons import Reason

#: Codes that concern whatever is sent, so that one alarm says it for all channels.
EVERYWHERE = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
#: The message that was to be edited or answered is not there any more.
GONE = frozenset({"message_not_found", "thread_not_found"})

_UNCLEAR = "unclear"
_CODE_LIMIT = 60
_AGAIN = N_("nothing to do: it is tried again by itself")
_TOKEN = N_("install the app again, set the new token, then: leakwatch notify requeue --dead")
_CHANNEL = N_("name another channel, or correct its name, then: leakwatch notify requeue #")
_SHARE = N_("ask the workspace's admins, then: leakwatch notify requeue #")
_OURS = N_("report it with what leakwatch --version says: this is a fault of ours")
_DONE = N_("nothing to do: there is nothing left to edit")
_LOOK = N_("look in the channel; if it is not there: leakwatch notify requeue # --absent")

_NO_TOKEN = N_("the token is not valid")
_NO_CHANNEL = N_("there is no such channel for the app")
_ARCHIVED = N_("the channel is archived")
_POLICY = N_("the workspace does not let the app post there")
_REFUSED = N_("the message is refused as it is")
_NO_MESSAGE = N_("the message is not there any more")

#: code → (what happened, what to do)
_WORDS: dict[str, tuple[str, str]] = {
    "account_inactive": (_NO_TOKEN, _TOKEN),
    "cant_update_message": (N_("the message is another app's"), _DONE),
    "channel_is_archived": (_ARCHIVED, _CHANNEL),
    "channel_not_found": (_NO_CHANNEL, _CHANNEL),
    "edit_window_closed": (N_("the workspace lets nobody edit it any more"), _DONE),
    "ekm_access_denied": (_POLICY, _SHARE),
    "invalid_auth": (_NO_TOKEN, _TOKEN),
    "invalid_blocks": (_REFUSED, _OURS),
    "invalid_blocks_format": (_REFUSED, _OURS),
    "is_archived": (_ARCHIVED, _CHANNEL),
    "message_not_found": (_NO_MESSAGE, _DONE),
    "missing_scope": (
        N_("the app lacks a scope"),
        N_("compare it with leakwatch slack manifest, then: leakwatch notify requeue --dead"),
    ),
    "msg_blocks_too_long": (_REFUSED, _OURS),
    "msg_too_long": (_REFUSED, _OURS),
    "no_permission": (_POLICY, _SHARE),
    "no_text": (_REFUSED, _OURS),
    "not_authed": (_NO_TOKEN, _TOKEN),
    "not_in_channel": (
        N_("the app is not in the channel"),
        N_("invite it with /invite, then: leakwatch notify requeue #"),
    ),
    "org_login_required": (_POLICY, _SHARE),
    "parent_dead": (N_("the message to be edited was refused"), _DONE),
    "parent_lost": (N_("the message to be edited is not known"), _DONE),
    "parent_unknown": (N_("it is not known whether the message to be edited stands there"), _DONE),
    "ratelimited": (N_("the channel asks us to be slower"), _AGAIN),
    "rate_limited": (N_("the channel asks us to be slower"), _AGAIN),
    "restricted_action": (_POLICY, _SHARE),
    "restricted_action_read_only_channel": (_POLICY, _SHARE),
    "team_access_not_granted": (_POLICY, _SHARE),
    "thread_not_found": (_NO_MESSAGE, _DONE),
    "token_expired": (_NO_TOKEN, _TOKEN),
    "token_revoked": (_NO_TOKEN, _TOKEN),
    "unreachable": (
        N_("it cannot be reached"),
        N_("it is tried again by itself; if it stays so, look at network and proxy"),
    ),
    "untrusted": (N_("its certificate is not trusted"), N_("set network.ca_file")),
}


def concerned(channel: str, code: str) -> str:
    """What an alarm about `code` is about: the channel, or the whole medium behind it."""
    if code not in EVERYWHERE:
        return channel
    medium, colon, _ = channel.partition(":")
    return medium if colon or medium == "terminal" else "slack"


def of_error(error: str | None, catalogue: Catalogue) -> Reason:
    """The last error of an entry in words; a code that nobody foresaw stands for itself."""
    if not error:
        return Reason(words="")
    kind, _, code = error.partition(":")
    if kind == _UNCLEAR:
        words = catalogue.text(
            N_("it may have arrived ({code})"), code=inert(code or kind, _CODE_LIMIT)
        )
        return Reason(words=words, remedy=catalogue.text(_LOOK))
    row = _WORDS.get(error)
    if row is None:
        return Reason(words=inert(error, _CODE_LIMIT))
    words, remedy = row
    return Reason(words=catalogue.text(words), remedy=catalogue.text(remedy))
