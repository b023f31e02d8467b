"""`{query}`, `{page}` and `{since}` in addresses, and selectors that fit what a kind reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakwatch.config.kind_checks import NEVER_FILLED
from leakwatch.config.mistakes import KeyPath, Mistake, nearest
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_KNOWN = ("query", "page", "since")
#: Keys that fill a placeholder; pages are counted from 1 where `paging` says nothing.
_FILLED_BY = {"query": "query", "page": "paging", "since": "since"}
_NEEDED = ("query", "since")
#: Keys that lead from one page of answers to the next without `{page}`.
_LEADS_ON = (("paging", "next"), ("paging", "link_header"), ("next",), ("listing", "next"))
_OF_ITEMS = ("items", "link", "identity")


def check_placeholders(document: Document, kind: str) -> Iterator[Mistake]:
    starts = list(_starts(document))
    for path, url in starts:
        yield from _unknown(document, path, url)
        yield from _unfilled(document, path, url, kind)
    yield from _unused(document, starts)
    yield from _canaries(document, starts)


def _starts(document: Document) -> Iterator[tuple[KeyPath, str]]:
    written = document.get(("start",))
    if isinstance(written, str):
        yield ("start",), written
    elif isinstance(written, list):
        yield from ((("start", at), url) for at, url in enumerate(written) if isinstance(url, str))


def _unknown(document: Document, path: KeyPath, url: str) -> Iterator[Mistake]:
    for name in dict.fromkeys(_PLACEHOLDER.findall(url)):
        if name not in _KNOWN:
            yield document.mistake(
                path,
                N_("there is no placeholder {name}; known: {known}"),
                name=f"{{{name}}}"[:40],
                known=", ".join(f"{{{known}}}" for known in _KNOWN),
                nearest=nearest(name, _KNOWN),
            )


def _unfilled(document: Document, path: KeyPath, url: str, kind: str) -> Iterator[Mistake]:
    for name in _NEEDED:
        key = _FILLED_BY[name]
        given = document.get((key,))
        gap = "{" + name + "}"
        if gap in url and given is None and gap not in NEVER_FILLED.get(kind, ()):
            yield document.mistake(
                path,
                N_("nothing says what {name} is replaced with"),
                name=f"{{{name}}}",
                remedy=N_("write {key}, or take {name} out"),
                key=key,
            )


def _unused(document: Document, starts: list[tuple[KeyPath, str]]) -> Iterator[Mistake]:
    """What is asked for and has no place in an address."""
    without = {
        name: [path for path, url in starts if "{" + name + "}" not in url] for name in _KNOWN
    }
    if document.get(("query",)) is not None and without["query"]:
        yield _no_place(document, without["query"][0], "query")
    if isinstance(document.get(("since",)), dict) and without["since"]:
        yield _no_place(document, without["since"][0], "since")
    leads_on = any(document.get(path) not in (None, False) for path in _LEADS_ON)
    if isinstance(document.get(("paging",)), dict) and without["page"] and not leads_on:
        yield _no_place(document, without["page"][0], "page")


def _no_place(document: Document, path: KeyPath, name: str) -> Mistake:
    return document.mistake(
        path,
        N_("{key} is given, and {name} has no place in this address"),
        key=_FILLED_BY[name],
        name=f"{{{name}}}",
        remedy=N_("write {name} where it belongs, or remove {key}"),
    )


def _canaries(document: Document, starts: list[tuple[KeyPath, str]]) -> Iterator[Mistake]:
    asked = any("{query}" in url for _path, url in starts)
    for path, canary in document.entries("canaries"):
        for key in ("query", "random"):
            if canary.get(key) not in (None, False) and not asked:
                yield document.mistake(
                    (*path, key),
                    N_("nothing can be asked here: no address under start has {name}"),
                    name="{query}",
                    remedy=N_("use url and contains"),
                )
        url = canary.get("url")
        if isinstance(url, str) and _PLACEHOLDER.search(url):
            yield document.mistake(
                (*path, "url"),
                N_("this address is asked for as it stands, and nothing is replaced in it"),
                remedy=N_("use query instead of url"),
            )


def check_selectors(document: Document, kind: str) -> Iterator[Mistake]:
    """JMESPath reads answers in JSON, the others read pages."""
    if kind == "api":
        yield from _of_api(document)
        return
    fields = document.get(("fields",))
    named: list[KeyPath] = [("fields", name) for name in fields] if isinstance(fields, dict) else []
    for path in (*named, *((key,) for key in _OF_ITEMS)):
        written = document.get(path)
        if isinstance(written, dict) and "json" in written:
            yield document.mistake(
                path, N_("JMESPath is for the kind api: a {kind} reads pages"), kind=kind
            )


def _of_api(document: Document) -> Iterator[Mistake]:
    for key in _OF_ITEMS:
        written = document.get((key,))
        if isinstance(written, dict) and "json" not in written:
            yield document.mistake((key,), N_("the kind api reads JSON: write JMESPath here"))
    fields = document.get(("fields",))
    for name, written in fields.items() if isinstance(fields, dict) else ():
        on_page = isinstance(written, dict) and "json" not in written
        if on_page and document.get(("follow",)) is not True:
            yield document.mistake(
                ("fields", name),
                N_("this selects from an item's page, which is not fetched"),
                remedy=N_("write JMESPath, or follow: true"),
            )
