"""Nothing a definition writes into what leaves may tell of an entry that may not leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from urllib.parse import unquote, unquote_plus, urlsplit

from leakwatch.config.load_sources import Definition
from leakwatch.config.mistakes import KeyPath, Mistake, Notice
from leakwatch.config.queries import leaves, plan_queries, published_names
from leakwatch.config.secret import REFERENCE
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Company, Source, Term, Watchlist

#: With more entries than this only the spellings that are written down are looked for at load; a
#: sweep looks for every one before it begins.
_EVERY_SPELLING = 300
#: Letters that a spelling must have to be looked for without blanks and signs.
_RUN, _LATIN_RUN = 4, 8
#: Times a text may be percent-encoded over.
_LAYERS = 3
_SIGNS = re.compile(r"[^\w]+|_+")


#: Forms are looked up by their first characters, or the whole of a short one.
_HEAD = 6
_HEADS = range(1, _HEAD + 1)
Index = dict[str, list[tuple[str, str]]]


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
        ways = {without(self._public, reading) for reading in decodings(text)}
        found = chain(
            (_found(way, self._spelled, whole=True) for way in ways),
            (_found(way, self._run_together, whole=False) for way in set(map(_together, ways))),
        )
        return next(filter(None, found), None)

    @cached_property
    def _spelled(self) -> Index:
        every = len(self._entries) <= _EVERY_SPELLING
        return _indexed(
            (form, entry.id) for entry in self._entries for form in _forms(entry, every=every)
        )

    @cached_property
    def _run_together(self) -> Index:
        forms = chain.from_iterable(self._spelled.values())
        return _indexed(
            (run, entry)
            for form, entry in forms
            if len(run := _together(form)) >= (_LATIN_RUN if run.isascii() else _RUN)
        )


def _indexed(forms: Iterable[tuple[str, str]]) -> Index:
    found: Index = {}
    for form, entry in dict.fromkeys(forms):
        found.setdefault(form[:_HEAD], []).append((form, entry))
    return found


def _found(text: str, index: Index, *, whole: bool) -> str | None:
    """The first entry of which a form stands in `text`; `whole`: not inside a longer Latin word."""
    for at in range(len(text)):
        heads = {text[at : at + length] for length in _HEADS}
        for form, entry in chain.from_iterable(index.get(head, ()) for head in heads):
            if text.startswith(form, at) and not (whole and _inside(text, at, at + len(form))):
                return entry
    return None


def _inside(text: str, start: int, end: int) -> bool:
    joints = ((text[at - 1 : at], text[at : at + 1]) for at in (start, end))
    return any(
        before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        for before, after in joints
    )


def without(names: Iterable[str], text: str) -> str:
    """The folded `text` with a line break in place of each of the folded `names`."""
    for name in names:
        text = text.replace(name, "\n")
    return text


def decodings(text: str) -> tuple[str, ...]:
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
    found = {path: sealed.told_by(text) for path, text in literals(document)}
    told = {path: entry for path, entry in found.items() if entry is not None}
    yield from (_disclosure(document, path, entry) for path, entry in told.items())
    if any(path[0] == "query" for path in told):
        return  # it stands in every query, which is said already
    for entries in dict.fromkeys(each.entries for each in source.queries):
        texts = [each.text for each in source.queries if each.entries == entries]
        entry = next(filter(None, map(sealed.told_by, texts)), None)
        if entry is not None:
            yield _disclosure(document, ("query", "of"), entry, asked=entries)


def _disclosure(
    document: Document, path: KeyPath, entry: str, *, asked: tuple[str, ...] = ()
) -> Mistake:
    if asked:
        return document.mistake(
            path,
            N_("to ask for {asked} would tell of {entry}, which may not leave"),
            asked=", ".join(asked),
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
