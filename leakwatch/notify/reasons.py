"""Why a sweep was not clean, in words, and what can be done: one row for every name there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify.inert import inert

#: What stands behind the colon of a reason, such as a field of a definition.
_DETAIL_LIMIT = 40

_LATER = N_("nothing to do unless it stays so: the next sweep tries again")
_LOOK = N_("open the page in a browser and compare it with the definition")
_SELECTORS = N_("compare the selectors of the definition with the page")
_ASK = N_("do not work around it: ask the operator, use an API, or make the source manual")
_REPORT = N_("run leakwatch --verbose sweep and report what it says: this is a fault of ours")
_ADDRESS = N_("check the address in the definition")
_LIMITS = N_("raise the limit in the definition if the place is meant to be so large")
_SLOWER = N_("ask more slowly: raise politeness.delay, or sweep less often")

#: name → (what happened, what to do)
_WORDS: dict[str, tuple[str, str]] = {
    "all_gone": (N_("every link of the listing led to a page that is not there"), _SELECTORS),
    "blocked": (N_("the site refuses us"), _ASK),
    "bomb": (
        N_("an answer swells to more than 200 times its size"),
        N_("the page is built to harm: leave it out of the source"),
    ),
    "bot_wall": (N_("a page that keeps programs out stood in place of the page"), _ASK),
    "broken_document": (N_("a feed, sitemap or answer is not well-formed"), _LATER),
    "broken_encoding": (N_("an answer could not be unpacked"), _LATER),
    "browser_lost": (N_("the browser ended in the middle of a page"), _LATER),
    "callback_error": (N_("the spider failed on a page"), _REPORT),
    "canary_failed": (
        N_("a canary is not where it was: we do not see what is known to be there"),
        N_("look whether the canary itself is gone; if not, the definition no longer fits"),
    ),
    "canary_unseen": (
        N_("a canary was not looked at"),
        N_("see the other reasons; a kind without queries cannot have a canary with one"),
    ),
    "closed_by_spider": (N_("the spider ended the sweep"), _LOOK),
    "connection_failed": (N_("no connection to the site"), _LATER),
    "connection_lost": (N_("the site broke off the connection"), _LATER),
    "connection_refused": (N_("nobody listens at that address"), _ADDRESS),
    "consent_wall": (
        N_("a page that asks for consent stood in place of the page"),
        N_("nobody consents by a program: use an API or a feed, or make the source manual"),
    ),
    "daily_budget": (
        N_("the requests of today are used up"),
        N_("sweep less often, or raise politeness.per_day"),
    ),
    "died": (
        N_("the sweep died: out of memory, out of time, or killed"),
        N_("raise limits.memory of the source, or lower limits.pages"),
    ),
    "dns": (N_("the site's name is not known"), _ADDRESS),
    "download_error": (N_("a page could not be fetched"), _LATER),
    "empty_page": (N_("a page is empty"), _LOOK),
    "engine_error": (N_("the crawler complained"), _REPORT),
    "field_missing": (N_("fewer pages than promised have the field {detail}"), _SELECTORS),
    "gave_up": (N_("the site refused several times in a row, so we left"), _ASK),
    "guard_refused": (
        N_("a link leads into a private network and was not followed"),
        N_("name the network under allow_private if it is your own"),
    ),
    "ignored": (N_("a page was left out"), _LATER),
    "incomplete": (N_("an answer ended in the middle"), _LATER),
    "incomplete_answer": (N_("an answer says itself that it is not whole"), _LATER),
    "interrupted": (N_("the sweep was killed before it came to an end"), _LATER),
    "layout_changed": (N_("not one selector of the definition finds anything"), _SELECTORS),
    "login_wall": (N_("a page that asks for a login stood in place of the page"), _ASK),
    "low_volume": (
        N_("far less was seen than usual"),
        N_("look whether the place has become smaller; after three sweeps that is the usual"),
    ),
    "memory_limit": (
        N_("the browser took more memory than the source may have"),
        N_("raise limits.memory of the source, or lower limits.pages"),
    ),
    "maintenance": (N_("the site is down for maintenance or overloaded"), _LATER),
    "needs_javascript": (
        N_("the page is empty without JavaScript"),
        N_("look for its API or feed, or have it read in a browser (browser: in the definition)"),
    ),
    "negative_failed": (
        N_("something was found where nothing can be: what the site answers means nothing"),
        N_('teach the definition what "not there" looks like (marks.gone), or check the query'),
    ),
    "no_canary": (
        N_("nothing was seen, and no canary says whether that is true"),
        N_("add a canary to the definition"),
    ),
    "no_identity": (N_("pages do not say their own id"), _SELECTORS),
    "no_links": (N_("the listing has no links"), _SELECTORS),
    "no_pages": (N_("not one page came"), _LATER),
    "not_recorded": (
        N_("the recording does not hold an address that the definition asks for"),
        N_("record the source once more"),
    ),
    "not_rendered": (
        N_("what browser.wait_for names did not show in time"),
        N_("compare browser.wait_for with the page, or raise browser.timeout"),
    ),
    "not_text": (N_("a page is no text"), _LOOK),
    "offsite": (N_("a link leads to somebody else's site"), _ADDRESS),
    "page_limit": (N_("the limit of pages was reached"), _LIMITS),
    "part_refused": (N_("a page in the browser asked for something that it may not have"), ""),
    "proxy_refused": (
        N_("the company's proxy refused"),
        N_("check network.proxy, and whether the proxy lets the site through"),
    ),
    "quarantine_ended": (N_("the rest is over: it is swept as often as before"), ""),
    "quiet_hours": (N_("its quiet hours began"), _LATER),
    "rate_limited": (N_("the API lets us ask no more for now"), _SLOWER),
    "recording_full": (N_("a recording holds no more"), N_("record fewer pages")),
    "redirect_refused": (
        N_("a redirect leads into a private network, and was not followed"),
        _LOOK,
    ),
    "refused": (
        N_("the sweep could not start"),
        N_("run leakwatch sweep by hand and read what it says"),
    ),
    "result_limit": (
        N_("there are more results than the place hands out"),
        N_("ask for less at a time: name fewer entries in query.of, or use since"),
    ),
    "retry_after": (N_("the site asks us to come back later"), _SLOWER),
    "robots_refused": (
        N_("robots.txt forbids the page"),
        N_("keep away, or ask the operator for leave"),
    ),
    "sighting_error": (N_("a page could not be judged"), _REPORT),
    "soft_404": (N_("a page says that it does not exist"), _LOOK),
    "start_error": (N_("the spider could not begin"), _REPORT),
    "stopped": (N_("somebody stopped the sweep"), ""),
    "time_limit": (N_("the time was up"), _LIMITS),
    "timeout": (N_("a page did not come in time"), _LATER),
    "tls": (
        N_("the certificate cannot be trusted"),
        N_("check network.ca_file, and whether a proxy opens connections"),
    ),
    "too_large": (N_("an answer is larger than the limit"), _LIMITS),
    "too_many_redirects": (N_("redirects without end"), _LOOK),
    "unexpected": (N_("a page in the browser asked for a host that nothing on it names"), ""),
    "unknown_encoding": (N_("an answer is packed in a way we did not ask for"), _LATER),
    "unknown_file": (
        N_("a file in the folder is of a kind that is not read"),
        N_("save it as CSV, HTML or text, or take it out of the folder"),
    ),
    "unknown_item": (N_("the spider yielded something that is no sighting"), _REPORT),
}
#: By the number of the answer; the rest by its first digit.
_STATUS: dict[str, tuple[str, str]] = {
    "401": (N_("the site asks for a login ({detail})"), _ASK),
    "403": (N_("the site forbids us the page ({detail})"), _ASK),
    "404": (N_("the page is not there ({detail})"), _ADDRESS),
    "407": (
        N_("the company's proxy asks for a login ({detail})"),
        N_("set the credentials of network.proxy"),
    ),
    "410": (N_("the page is gone for good ({detail})"), _ADDRESS),
    "429": (N_("the site says that we ask too often ({detail})"), _SLOWER),
    "451": (N_("the page is withheld for legal reasons ({detail})"), _ASK),
    "3": (N_("the site answered with a redirect that leads nowhere ({detail})"), _LOOK),
    "4": (N_("the site did not take our request ({detail})"), _LOOK),
    "5": (N_("the site has trouble of its own ({detail})"), _LATER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for people, in one language."""

    words: str
    remedy: str = ""


def has_words(name: str) -> bool:
    return _row(name) is not None


def of_reason(name: str, catalogue: Catalogue) -> Reason:
    """A reason of a report in words; its name where an older version left one that is no more."""
    row, detail = _row(name), _detail(name)
    if row is None:
        return Reason(words=inert(name, _DETAIL_LIMIT))
    words, remedy = row
    return Reason(
        words=catalogue.text(words, detail=detail), remedy=catalogue.text(remedy) if remedy else ""
    )


def in_words(names: Iterable[str], catalogue: Catalogue) -> str:
    """Reasons behind one another, without what to do."""
    return "; ".join(of_reason(name, catalogue).words for name in names)


def _row(name: str) -> tuple[str, str] | None:
    if not name.startswith("http_"):
        return _WORDS.get(name.partition(":")[0])
    status = name.removeprefix("http_")
    return _STATUS.get(status) or _STATUS.get(status[:1])


def _detail(name: str) -> str:
    kind, _, rest = name.partition(":")
    return inert(rest or kind.removeprefix("http_"), _DETAIL_LIMIT)
