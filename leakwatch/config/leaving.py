"""Nothing a definition writes into what leaves may tell of an entry that may not leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote, unquote_plus, urlsplit

from leakwatch.config.load_sources import Definition
from leakwatch.config.mistakes import KeyPath, Mistake, Notice
from leakwatch.config.queries import leaves, plan_queries, published_names
from leakwatch.config.secret import REFERENCE
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Asked, Company, Source, Term, Watchlist

#: With more entries than this only the spellings that are written down are looked for at load; a
#: sweep looks for every one before it begins.
_EVERY_SPELLING = 2_000
#: Letters that a spelling must have to be looked for without blanks and signs.
_RUN_TOGETHER, _RUN_TOGETHER_LATIN = 4, 8
#: Times a text may be percent-encoded over.
_LAYERS = 3
_SIGNS = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True, slots=True)
class Checked:
    definitions: tuple[Definition, ...]
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Notice, ...]


def ask_with(watchlist: Watchlist, definitions: Iterable[Definition]) -> Checked:
    """The definitions with what they ask for, and everything in them that may not leave."""
    sealed = Sealed(watchlist)
    checked: list[Definition] = []
    mistakes: list[Mistake] = []
    warnings: list[Notice] = []
    for definition in definitions:
        source, document = definition.source, definition.document
        if source.query is not None:
            asked, wrong = plan_queries(source.query, watchlist, document)
            mistakes += wrong
            if not asked and not wrong:
                mistakes += _nothing(source, document)
                warnings += _nothing_yet(source)
            source = replace(source, queries=asked)
        mistakes += _told(source, document, sealed)
        checked.append(Definition(source, document))
    return Checked(tuple(checked), tuple(mistakes), tuple(warnings))


class Sealed:
    """The spellings of what may not leave."""

    def __init__(self, watchlist: Watchlist) -> None:
        entries: tuple[Company | Term, ...] = (*watchlist.companies, *watchlist.terms)
        self._entries = [entry for entry in entries if not leaves(entry)]
        self._public = published_names(watchlist)

    def told_by(self, text: str) -> str | None:
        """The id of an entry that somebody who reads `text` learns of, else None."""
        ways = {without(self._public, reading) for reading in readings(text)}
        together = {_together(way) for way in ways}
        for form, entry in self._forms:
            if any(_stands(form, way) for way in ways):
                return entry
            run = _together(form)
            most = _RUN_TOGETHER_LATIN if run.isascii() else _RUN_TOGETHER
            if len(run) >= most and any(run in way for way in together):
                return entry
        return None

    @cached_property
    def _forms(self) -> tuple[tuple[str, str], ...]:
        every = len(self._entries) <= _EVERY_SPELLING
        forms = {
            (form, entry.id): None for entry in self._entries for form in _forms(entry, every=every)
        }
        return tuple(forms)


def without(names: Iterable[str], text: str) -> str:
    """The folded `text` with a line break in place of each of the folded `names`."""
    for name in names:
        text = text.replace(name, "\n")
    return text


def readings(text: str) -> tuple[str, ...]:
    """`text` folded, as it stands and as whoever receives it decodes it, with blanks for signs too."""
    from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy

    layers = [text, _host(text)]
    for decode in (unquote, unquote_plus):
        layer = text
        for _ in range(_LAYERS):
            layer = decode(layer)
            layers.append(layer)
    folded = [fold_key(layer) for layer in dict.fromkeys(layers)]
    return tuple(dict.fromkeys((*folded, *map(_spaced, folded))))


def _host(text: str) -> str:
    """The host of an address as people read it: `xn--…` is how names of other scripts travel."""
    try:
        return (urlsplit(text).hostname or "").encode("ascii").decode("idna")
    except ValueError:
        return ""


def _forms(entry: Company | Term, *, every: bool) -> Iterator[str]:
    from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy

    if isinstance(entry, Company):
        names = (entry.name, *entry.english, *entry.aliases, *entry.weak_aliases)
        yield from map(fold_key, (*names, *entry.former_names))
        return
    if every:
        from leakwatch.match.forms import term_variants  # noqa: PLC0415 - seldom needed

        yield from (variant.form for variant in term_variants(entry) if variant.form)
    else:
        yield from filter(None, map(fold_key, (entry.text, *entry.variants)))


def _spaced(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text).split())


def _together(text: str) -> str:
    return _SIGNS.sub("", text)


def _stands(form: str, text: str) -> bool:
    """Whether `form` stands in `text`; a Latin word is not meant inside a longer one."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        inside = _joined(text[at - 1 : at], form[0]) or _joined(form[-1], text[end : end + 1])
        if not inside:
            return True
        at = text.find(form, at + 1)
    return False


def _joined(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def literals(document: Document) -> Iterator[tuple[KeyPath, str]]:
    """Every text of a definition that leaves as it stands, with its key; secrets left out."""
    for section, key in (("query", "write"), ("query", "join"), ("paging", "cursor")):
        yield (section, key), str(document.get((section, key)) or "")
    start = document.get(("start",))
    for at, url in enumerate(start if isinstance(start, list) else [start]):
        yield ("start", at) if isinstance(start, list) else ("start",), str(url or "")
    headers = document.get(("headers",))
    for name, value in headers.items() if isinstance(headers, dict) else ():
        yield ("headers", name), f"{name}\n{REFERENCE.sub('', str(value))}"
    for path, canary in document.entries("canaries"):
        for key in ("url", "query"):
            yield (*path, key), str(canary.get(key) or "")


def _told(source: Source, document: Document, sealed: Sealed) -> Iterator[Mistake]:
    for path, text in literals(document):
        entry = sealed.told_by(text)
        if entry is not None:
            yield _disclosure(document, path, entry)
    for asked in source.queries:
        entry = sealed.told_by(asked.text)
        if entry is not None:
            yield _disclosure(document, ("query", "of"), entry, asked)


def _disclosure(
    document: Document, path: KeyPath, entry: str, asked: Asked | None = None
) -> Mistake:
    if asked is not None:
        return document.mistake(
            path,
            N_("to ask for {asked} would tell of {entry}, which may not leave"),
            asked=", ".join(asked.entries),
            entry=entry,
            remedy=N_("name the entries one by one, without that one"),
        )
    return document.mistake(
        path,
        N_("this leaves with every request, and tells of {entry}, which may not leave"),
        entry=entry,
        remedy=N_("write something else: a query is a disclosure"),
    )


def _nothing(source: Source, document: Document) -> Iterator[Mistake]:
    if source.enabled:
        yield document.mistake(
            ("query", "of"),
            N_("nothing of this may leave, so there is nothing to ask"),
            remedy=N_("name what may leave, or disable the source"),
        )


def _nothing_yet(source: Source) -> Iterator[Notice]:
    if not source.enabled:
        yield Notice(
            message=N_("{where}: {source} has nothing to ask: nothing under query.of may leave"),
            values={"where": source.where, "source": source.name},
        )
