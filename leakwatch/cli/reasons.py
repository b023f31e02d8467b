"""Reasons of an outcome in words, each with what to do about it."""

from __future__ import annotations

import re

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

_LOOK = N_("look at it with leakwatch sources check, and mend the definition")
_LATER = N_("nothing to do now: the next sweep goes on")
_ASK = N_("ask less often (politeness), or ask the site for leave")
_OURS = N_("the lines of the log say where: a fault of leakwatch or of a spider of your own")

#: Name of a reason → what it means, what to do.
WORDS = {
    "blocked": (N_("the site shows a wall instead of its pages"), _ASK),
    "bomb": (
        N_("an answer swells to more than 200 times its size"),
        N_("the page is built to harm: leave it out of the source"),
    ),
    "broken_document": (N_("a feed, sitemap or answer cannot be read"), _LOOK),
    "broken_encoding": (N_("a packed answer is damaged"), _LATER),
    "callback_error": (N_("the spider failed on a page"), _OURS),
    "canary_failed": (
        N_("a canary is not what it should be, so what else is seen cannot be trusted"),
        N_("open its page in a browser; when the page has changed, mend canaries"),
    ),
    "canary_unseen": (N_("a canary was not reached"), _LATER),
    "connection_failed": (N_("the site cannot be connected to"), _LATER),
    "connection_lost": (N_("the connection broke off"), _LATER),
    "connection_refused": (N_("the site refuses connections"), _LATER),
    "daily_budget": (
        N_("the requests of today are used up"),
        N_("sweep less often, or raise politeness.per_day"),
    ),
    "dns": (N_("its name is not found"), N_("check the address in start")),
    "engine_error": (N_("the crawl itself failed"), _OURS),
    "gave_up": (N_("it refused us again and again, so we left"), _ASK),
    "guard_refused": (
        N_("an address is inside the company network, or no address of the web"),
        N_("if the source is your own, name its network under allow_private"),
    ),
    "incomplete": (N_("an answer ended early"), _LATER),
    "interrupted": (N_("the sweep was killed"), _LATER),
    "layout_changed": (N_("the fields of the definition find nothing on a page"), _LOOK),
    "low_volume": (N_("far fewer entries than usual or expected"), _LOOK),
    "no_canary": (
        N_("nothing was seen, and no canary proves that this is so"),
        N_("add a canary: a page with a text that is known to stand there"),
    ),
    "no_identity": (N_("the platform's own id is not found on a page"), _LOOK),
    "no_links": (N_("a listing leads to no entry"), _LOOK),
    "no_pages": (N_("not one page was read"), _LOOK),
    "not_recorded": (
        N_("the recording does not hold an address that the definition asks for"),
        N_("record the source once more"),
    ),
    "not_text": (N_("a page is no text"), _LATER),
    "offsite": (
        N_("a link leads to another site, which is left alone"),
        N_("if its pages belong to the source, name that host under domains"),
    ),
    "page_limit": (N_("the limit of pages was reached"), N_("raise limits.pages, or leave it")),
    "proxy_refused": (N_("the company's proxy refuses"), N_("ask those who run the proxy")),
    "quiet_hours": (N_("its quiet hours began"), _LATER),
    "recording_full": (N_("a recording holds no more"), N_("record fewer pages")),
    "redirect_refused": (N_("a redirect leads inside, or nowhere"), _LOOK),
    "retry_after": (N_("the site asks us to come back later"), _LATER),
    "robots_refused": (
        N_("robots.txt forbids a page"),
        N_("leave the page out, or ask the site for leave"),
    ),
    "sighting_error": (N_("an entry could not be judged"), _OURS),
    "start_error": (N_("the spider could not begin"), _OURS),
    "stopped": (N_("somebody stopped it"), _LATER),
    "time_limit": (N_("its time was up"), N_("raise limits.time, or sweep fewer pages")),
    "timeout": (N_("the site answers too slowly"), N_("raise politeness.timeout, or wait")),
    "tls": (
        N_("its certificate cannot be verified"),
        N_("when a proxy of your company signs it, name its authority in network.ca_file"),
    ),
    "too_large": (N_("a page is larger than the source allows"), N_("raise limits.page_size")),
    "too_many_redirects": (N_("redirects that do not end"), _LOOK),
    "unknown_encoding": (N_("an answer is packed in a way that was not asked for"), _LATER),
}
_STATUS = re.compile(r"http_(\d{3})")


def reason_in_words(terminal: Terminal, name: str) -> str:
    """What `name` means; the name itself where it is of a spider's own."""
    if name in WORDS:
        return terminal.text(WORDS[name][0])
    status = _STATUS.fullmatch(name)
    if status is not None:
        return terminal.text(N_("the site answered {status}"), status=status[1])
    return name


def remedy_in_words(terminal: Terminal, name: str) -> str:
    """What to do about it; empty where nothing general can be said."""
    if name in WORDS:
        return terminal.text(WORDS[name][1])
    status = _STATUS.fullmatch(name)
    if status is None:
        return ""
    if status[1] in {"401", "403", "407", "429", "451"}:
        return terminal.text(_ASK)
    return terminal.text(_LOOK if status[1].startswith("4") else _LATER)
