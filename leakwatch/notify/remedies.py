"""Why a channel did not take an alert, in words, and what can be done: for alarms and lists."""

from __future__ import annotations

from collections.abc import Iterable

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify.inert import inert
from leakwatch.notify.reasons import Reason
from leakwatch.notify.refusals import EVERYWHERE, GONE, About, about, words_of

__all__ = ["EVERYWHERE", "GONE", "has_words", "in_channel", "of_code"]

_CHANNEL_LIMIT, _CODE_LIMIT = 90, 60
_UNCLEAR = "unclear"
_MEDIA = {"": N_("the default channel"), "mail": N_("mail"), "slack": N_("Slack, every channel")}

_AGAIN = N_("nothing to do: it is tried again")
_LOOK = N_("look into the channel; then: leakwatch notify requeue NUMBER [--absent]")
_NETWORK = N_("check network.proxy and whether the company's network lets it through")
_CA = N_("set network.ca_file to the company's own authority, if it opens connections")
_THREAD = N_("nothing to do unless that message is sent after all: it then says the newest")

#: name → (what happened, what to do)
_WORDS: dict[str, tuple[str, str]] = {
    "file": (
        N_("a file cannot be written"),
        N_("check that its folder is there and may be written to"),
    ),
    "held": (N_("it waits for an earlier message to the same channel"), _AGAIN),
    "http": (
        N_("the other side answers {code}"),
        N_("check the address in the configuration, and the proxy"),
    ),
    "interrupted": (N_("the service ended in the middle of sending"), _AGAIN),
    "no_answer": (N_("the connection broke off, or no answer came in time ({code})"), _NETWORK),
    "no_history": (N_("that medium cannot be asked what it has taken"), _LOOK),
    "no_list": (N_("what answers is not Slack, or was cut short"), _NETWORK),
    "no_receipt": (N_("what answers is not Slack, or was cut short"), _NETWORK),
    "no_mail": (
        N_("a route sends mail, and no mail server is configured"),
        N_("set mail in leakwatch.yaml, or name another channel in routing.yaml"),
    ),
    "no_webhook": (
        N_("a route names a webhook that is not configured"),
        N_("set it under webhooks in leakwatch.yaml, or name another channel in routing.yaml"),
    ),
    "no_mail_address": (
        N_("that is no mail address"),
        N_("check the address in routing.yaml"),
    ),
    "not_json": (N_("what answers is not Slack, or was cut short"), _NETWORK),
    "not_offered": (
        N_("the mail server does not offer what mail.security asks for"),
        N_("check mail.security and mail.port"),
    ),
    "parent_dead": (N_("the message that it edits was refused"), _THREAD),
    "parent_lost": (N_("the message that it edits is not in the outbox any more"), _THREAD),
    "parent_unknown": (N_("nobody knows whether the message that it edits arrived"), _THREAD),
    "requeued": (N_("somebody had it sent again"), _AGAIN),
    "sealed": (
        N_("its text is sealed, and the key that opens it is missing"),
        N_("give the sealing key again; leakwatch doctor says where it is looked for"),
    ),
    "slow_history": (N_("looking through the channel takes too long"), _AGAIN),
    "smtp": (
        N_("the mail server refuses it ({code})"),
        N_("check mail.user, mail.sender and the address in routing.yaml"),
    ),
    "too_much_to_read": (
        N_("more was written since than is looked through"),
        N_("give the channel by its id; a channel for alerts alone is looked through best"),
    ),
    "unreachable": (N_("no connection"), _NETWORK),
    "untrusted": (N_("the certificate is not trusted"), _CA),
    "variable_unset": (
        N_("a secret that the configuration names is not set"),
        N_("set the variable for the service, or name its file with _FILE"),
    ),
}


def has_words(code: str) -> bool:
    return about(code) is not About.OTHER or _name(code) in _WORDS


def in_channel(channel: str, catalogue: Catalogue) -> str:
    """A channel for people; of a mail address only what is nobody's own."""
    if channel in _MEDIA:
        return catalogue.text(_MEDIA[channel])
    if channel.startswith("mail:"):
        domain = inert(channel.rpartition("@")[2], _CHANNEL_LIMIT)
        return catalogue.text(N_("mail to {domain}"), domain=f"…@{domain}")
    return inert(channel, _CHANNEL_LIMIT) or catalogue.text(_MEDIA[""])


def of_code(code: str, catalogue: Catalogue, *, channel: str = "") -> Reason:
    """The error of an outbox entry in words; its name where nobody has written any down."""
    kind, _, cause = code.partition(":")
    if kind == _UNCLEAR:
        text = N_("it may have arrived, and nobody can say")
        known = of_code(cause, catalogue, channel=channel).words if cause else ""
        words = "; ".join(filter(None, (catalogue.text(text), known)))
        return Reason(words=words, remedy=catalogue.text(_LOOK))
    shown = inert(code, _CODE_LIMIT)
    if about(code) is not About.OTHER:
        values = {
            "code": shown,
            "channel": in_channel(channel, catalogue),
            "needed": "",
            "detail": "",
        }
        words = catalogue.text(words_of(code), **values).rstrip(" :：")
        return Reason(words=words)
    if _name(code) in _WORDS:
        words, remedy = (catalogue.text(text) for text in _WORDS[_name(code)])
        return Reason(words=words.format(code=shown), remedy=remedy)
    return Reason(words=shown)


def is_undecided(codes: Iterable[str]) -> bool:
    """Whether one of `codes` says that a message may have arrived."""
    return any(code.partition(":")[0] == _UNCLEAR for code in codes)


def _name(code: str) -> str:
    """The row of a code; those that hold a number (`http_404`) or name an exception share one."""
    if code.endswith("Error"):
        return "no_answer"
    kind, _, number = code.partition("_")
    return kind if number.isdecimal() else code
