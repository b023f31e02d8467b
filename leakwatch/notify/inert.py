"""Text of a hostile page made safe to stand in somebody else's message."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

#: Marks on one letter beyond this are no language but a way to paint over neighbouring lines.
_MAX_MARKS = 3
#: Characters read for each character shown: cleaning 100 kB to show 300 characters is wasted.
_LOOK_AHEAD = 4
_BLANKS = re.compile(r"\s+")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
#: Unicode 15, UAX 9: what stands between these cannot turn what stands around them.
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
#: What a longer address is replaced by in a message nobody reads to its end.
MAX_ADDRESS = 1_000


def width(text: str) -> int:
    """Length as Slack may count it: UTF-16 units, which is never less than code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def inert(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` UTF-16 units, nothing in it but what can be seen.

    Control and format characters (escape codes, zero-width and direction marks, tags) are dropped,
    lone surrogates and private characters shown as U+FFFD, blanks made one, and text that runs
    from right to left is isolated from its surroundings. What is cut ends in an ellipsis.
    """
    head = text[: limit * _LOOK_AHEAD]
    clean = _BLANKS.sub(" ", "".join(_visible(head))).strip()
    if not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in clean):
        return cut(clean, limit, more=len(head) < len(text))
    return _ISOLATE + cut(clean, limit - 2, more=len(head) < len(text)) + _END_ISOLATE


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MAX_MARKS or category == "Cf":
            continue
        if category in {"Cs", "Co", "Cn"}:
            kept.append("\ufffd")
        else:
            kept.append(" " if category in {"Cc", "Zl", "Zp"} else char)
    return kept


def cut(text: str, limit: int, *, more: bool = False) -> str:
    """At most `limit` UTF-16 units of `text`; `more` says that something was left off before."""
    if width(text) <= limit and not more:
        return text
    kept = text[: limit - 1]
    while width(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def without_isolates(text: str) -> str:
    """`text` for a terminal, most of which show isolates as boxes."""
    return text.replace(_ISOLATE, "").replace(_END_ISOLATE, "")


def escaped(text: str) -> str:
    """`text` with the three characters escaped that start mentions and links in Slack's mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def address(url: str) -> str | None:
    """`url` as a plain ASCII web address, or None when it is none or is too long to link to.

    User names are dropped (`https://slack.com@evil.example` shows another site than it opens), and
    host names are shown in the form that cannot be mistaken for another script's letters.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (UnicodeError, ValueError):
        return None
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[a-z0-9.:-]+", host):
        return None
    host = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe="/%:=&,;+@~!-._", errors="replace") for part in parts[2:4])
    plain = urlunsplit((parts.scheme, host + port, path, query, ""))
    return plain if len(plain) <= MAX_ADDRESS else None
