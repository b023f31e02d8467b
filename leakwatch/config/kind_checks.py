"""What a definition may and may not say because of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakwatch.config.mistakes import Mistake
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

#: Kinds that visit nobody.
UNVISITED = frozenset({"inbox", "manual"})

#: What may be said of a place that no program reads.
_OF_MANUAL = frozenset(
    {"about", "channel", "enabled", "kind", "manual", "personal_data", "shows", "terms", "title"}
)
#: What may be said of a folder: how and when it is read, and what is in it.
_OF_INBOX = (_OF_MANUAL - {"manual"}) | {
    "expect", "fields", "identity", "ignore", "inbox", "limits", "quarantine_after", "schedule"
}  # fmt: skip
#: Ways from page to page that only the answers of an API show.
_OF_ANSWERS = ("next", "cursor", "link_header", "total", "most")

#: Gaps in `start` that a kind has no value for.
NEVER_FILLED = {
    "directory": ("{since}",),
    "requests": ("{since}",),
    "search": ("{since}",),
    "feed": ("{page}", "{since}"),
    "sitemap": ("{page}", "{since}"),
    "page": ("{page}", "{since}"),
}
_WALKED = frozenset({"directory", "requests"})
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,63}")


def check_kind(document: Document, kind: str) -> Iterator[Mistake]:
    """Mistakes of a definition of that kind, beside keys that only other kinds have."""
    if kind in UNVISITED:
        yield from _unvisited(document, kind)
    if kind == "inbox":
        yield from _columns(document)
    if kind == "manual" and document.get(("inquiries",)) is not None:
        yield document.mistake(
            ("inquiries",),
            N_("a source of the kind manual says below manual whom people ask"),
            remedy=N_("write its keys below manual"),
        )
    if kind == "requests" and document.get(("shows",)) not in {None, "request"}:
        yield document.mistake(
            ("shows",),
            N_("the kind requests shows requests"),
            remedy=N_("write shows: request, or kind: directory"),
        )
    if kind in _WALKED:
        yield from _numbered(document)
    yield from _open_gaps(document, kind)


def _open_gaps(document: Document, kind: str) -> Iterator[Mistake]:
    """Gaps that the kind would leave as they are, and ask the site for braces."""
    written = str(document.get(("start",)) or "")
    for gap in NEVER_FILLED.get(kind, ()):
        if gap in written:
            yield document.mistake(
                ("start",),
                N_("the kind {kind} puts nothing in the place of {gap}"),
                kind=kind,
                gap=gap,
            )


def _unvisited(document: Document, kind: str) -> Iterator[Mistake]:
    allowed = _OF_MANUAL if kind == "manual" else _OF_INBOX
    written = document.get(()) or {}
    for key in written if isinstance(written, dict) else ():
        # Keys that belong to other kinds only, and unknown ones, are told elsewhere.
        if key in _EVERYWHERE and key not in allowed:
            yield document.mistake(
                (key,), N_("a source of the kind {kind} visits nobody: it has no {key}"),
                kind=kind, key=key,
            )  # fmt: skip


#: Keys of definitions that visit a site, whatever their kind.
_EVERYWHERE = frozenset(
    {"allow_private", "browser", "canaries", "domains", "expect", "fields", "headers", "identity"}
    | {"ignore", "limits", "marks", "politeness", "quarantine_after", "schedule", "start"}
)


def _columns(document: Document) -> Iterator[Mistake]:
    columns = document.get(("inbox", "columns"))
    for name in columns if isinstance(columns, dict) else ():
        if not _COLUMN.fullmatch(str(name)):
            yield document.mistake(
                ("inbox", "columns", str(name)),
                N_("a field name: small letters, digits and underscores"),
            )


def _numbered(document: Document) -> Iterator[Mistake]:
    """A listing goes on by numbers or by links, not both."""
    start = document.get(("start",))
    addresses = start if isinstance(start, list) else [start]
    numbered = any("{page}" in one for one in addresses if isinstance(one, str))
    paging = document.get(("paging",))
    if numbered and document.get(("listing", "next")) is not None:
        yield document.mistake(
            ("listing", "next"),
            N_("pages are numbered by {page} in start, or linked by next, not both"),
            page="{page}",
        )
    for key in _OF_ANSWERS if isinstance(paging, dict) else ():
        if document.get(("paging", key)) is not None:
            yield document.mistake(
                ("paging", key),
                N_("this key is for the kind {owner} only, and this source is a {kind}"),
                owner="api",
                kind=str(document.get(("kind",))),
            )
