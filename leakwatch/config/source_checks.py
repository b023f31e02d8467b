"""What a source definition must have, by its kind, and what does not go together in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leakwatch.config import addresses
from leakwatch.config.kind_checks import UNVISITED, check_kind
from leakwatch.config.mistakes import KeyPath, Mistake, Notice, nearest
from leakwatch.config.placeholders import check_placeholders, check_selectors
from leakwatch.config.units import seconds
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Source

KNOWN_KINDS = (
    "directory", "requests", "feed", "sitemap", "search", "api", "page", "inbox", "manual"
)  # fmt: skip

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

_OFTEN = 60  # seconds; a slip of `s` for `h` would hammer a site

#: Keys that only some kinds read.
_OWN_KEYS = {
    "browser": ("directory", "requests", "feed", "sitemap", "search", "page"),
    "complete": ("api",),
    "follow": ("feed", "search", "api"),
    "inbox": ("inbox",),
    "include": ("sitemap",),
    "items": ("search", "api"),
    "link": ("search", "api"),
    "listing": ("directory", "requests"),
    "manual": ("manual",),
    "next": ("search",),
    "paging": ("directory", "requests", "search", "api"),
    "query": ("directory", "requests", "search", "api", "feed"),
    "rate": ("api",),
    "since": ("sitemap", "api"),
}
#: Keys without which a kind means nothing.
_NEEDED = {
    "listing": ("directory", "requests"),
    "items": ("search", "api"),
    "inbox": ("inbox",),
    "manual": ("manual",),
}

#: Names of fields that the rules look at.
FIELD_NAMES = (
    "name",
    "headline",
    "organisation",
    "career",
    "title",
    "years",
    "location",
    "skills",
    "body",
    "reward",
    "period",
    "buyer",
    "published",
    "tags",
)


def check_source(document: Document, *, name: str, user_kinds: bool) -> Iterator[Mistake]:
    """`user_kinds`: spiders of the user's own exist, and their kinds cannot be known here."""
    if not _NAME.fullmatch(name):
        yield document.mistake(
            (),
            N_("a source's file name is its name: small letters, digits and hyphens only"),
            remedy=N_("rename the file"),
        )
    kind = document.get(("kind",))
    if isinstance(kind, str) and kind in KNOWN_KINDS:
        yield from _fit(document, kind)
        yield from check_placeholders(document, kind)
        yield from check_selectors(document, kind)
    elif isinstance(kind, str) and not user_kinds:
        yield document.mistake(
            ("kind",),
            N_("there is no kind {kind}; known: {known}"),
            kind=kind,
            known=", ".join(KNOWN_KINDS),
            nearest=nearest(kind, KNOWN_KINDS),
            remedy=N_("for a spider of your own, name its module under spiders in leakwatch.yaml"),
        )
    yield from _schedule(document)


def _fit(document: Document, kind: str) -> Iterator[Mistake]:
    for key, owners in _OWN_KEYS.items():
        if document.get((key,)) is not None and kind not in owners:
            yield document.mistake(
                (key,),
                N_("this key is for the kind {owner} only, and this source is a {kind}"),
                owner=", ".join(owners),
                kind=kind,
            )
    for key, owners in _NEEDED.items():
        if kind in owners and document.get((key,)) is None:
            yield document.mistake(
                (key,),
                N_("the kind {kind} needs {key}"),
                kind=kind,
                key=key,
                remedy=N_("docs/configuration.md shows it"),
            )
    if kind not in UNVISITED and not document.get(("start",)):
        yield document.mistake(
            ("start",), N_("the kind {kind} needs {key}"), kind=kind, key="start"
        )
    yield from check_kind(document, kind)


def _schedule(document: Document) -> Iterator[Mistake]:
    cron, every = (document.get(("schedule", key)) for key in ("cron", "every"))
    if cron is not None and every is not None:
        yield _at_schedule(document, "every", N_("a schedule has either cron or every, not both"))
    elif isinstance(document.get(("schedule",)), dict) and cron is None and every is None:
        yield document.mistake(
            ("schedule",),
            N_("a schedule needs cron or every"),
            remedy=N_("without a schedule the source is swept by hand only"),
        )
    interval, jitter = seconds(every), seconds(document.get(("schedule", "jitter")))
    if every is not None and interval is not None and jitter is not None and jitter >= interval:
        yield _at_schedule(document, "jitter", N_("the jitter must be shorter than the interval"))


def _at_schedule(document: Document, key: str, message: str) -> Mistake:
    path: KeyPath = ("schedule", key)
    return document.mistake(path, message)


def foreign(source: Source) -> bool:
    """Whether a sweep visits anybody but this machine."""
    return source.visits and not all(addresses.is_loopback(host) for host in source.domains)


def check_built(source: Source, document: Document) -> Iterator[Mistake]:
    """What shows only once the defaults are merged in."""
    if not source.politeness.robots and foreign(source) and not source.allow_private:
        yield document.mistake(
            ("politeness", "robots"),
            N_("robots.txt is obeyed on other people's sites"),
            remedy=N_("remove robots: false here or under defaults in leakwatch.yaml"),
        )


def warn_of(source: Source) -> Iterator[Notice]:
    """What is allowed and probably not meant."""
    if source.timing.every is not None and source.timing.every < _OFTEN and foreign(source):
        yield Notice(
            message=N_("{where}: {source} is swept more often than once a minute"),
            values={"where": source.where, "source": source.name},
        )
    for name, close in doubtful_fields(source.fields):
        yield Notice(
            message=N_("{where}: no rule looks at the field {name}: did you mean {nearest}?"),
            values={"where": source.fields[name].where, "name": name, "nearest": close},
        )


def doubtful_fields(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Field names that look like a slip of one the rules know, with that one."""
    for name in names:
        close = nearest(name, FIELD_NAMES) if name not in FIELD_NAMES else None
        if close is not None:
            yield name, close
