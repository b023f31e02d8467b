"""What a source is asked with: the watchlist's words that may leave, written into queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leakwatch.config.mistakes import KeyPath, Mistake, nearest
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import Asked, Company, Query, Term, Watchlist

_ALL = ("companies", "terms")
_SECRET = 3  # sensitivity at which a term never leaves, whatever else is written


@dataclass(frozen=True, slots=True)
class _Written:
    """One spelling of one entry as it stands in a query."""

    entry: str
    text: str


def plan_queries(
    query: Query, watchlist: Watchlist, document: Document
) -> tuple[tuple[Asked, ...], tuple[Mistake, ...]]:
    """The queries `query` comes to, in the order of the watchlist, and what is wrong with it.

    Every spelling that leaves stands in exactly one query, alone or with `query.most - 1` others.
    """
    mistakes = list(_unfit(query, watchlist, document))
    written = [each for entry in _chosen(query, watchlist) for each in _spelled(entry, query)]
    long = {each.entry: len(each.text) for each in written if len(each.text) > query.longest}
    mistakes += [
        document.mistake(
            ("query", "longest"),
            N_("{entry} takes {length} characters in a query, and {longest} are the most"),
            entry=entry,
            length=length,
            longest=query.longest,
            remedy=N_("raise longest if the site takes more, or name the entries in of without it"),
        )
        for entry, length in long.items()
    ]
    fitting = [each for each in written if len(each.text) <= query.longest]
    return tuple(_packed(fitting, query)), tuple(mistakes)


def published(entry: Company | Term) -> tuple[str, ...]:
    """The spellings of `entry` that may stand in a query.

    Of a company its official and English names, and an alias that is the official name without its
    legal form: whoever wrote it down said that it is distinctive, and it tells nothing more. Other
    aliases, weak ones and former names are ours to know. Of a term its text and its variants.
    """
    if isinstance(entry, Term):
        return tuple(dict.fromkeys((entry.text, *entry.variants)))
    from leakwatch.text import fold_key, stripped  # noqa: PLC0415 - loads numpy

    core = stripped(entry.name)[0]
    shortened = (alias for alias in entry.aliases if fold_key(alias) == core)
    return tuple(dict.fromkeys((entry.name, *shortened, *entry.english)))


def published_names(watchlist: Watchlist) -> tuple[str, ...]:
    """The companies' names that may leave, longest first, folded.

    A term that stands inside one of them is not told by it: the name is public.
    """
    from leakwatch.text import fold_key  # noqa: PLC0415 - loads numpy

    names = {
        fold_key(name)
        for company in watchlist.companies
        if leaves(company)
        for name in published(company)
    }
    return tuple(sorted(names, key=len, reverse=True))


def leaves(entry: Company | Term) -> bool:
    """Whether `entry` may stand in a query at all."""
    return entry.may_leave and not (isinstance(entry, Term) and entry.sensitivity >= _SECRET)


def _chosen(query: Query, watchlist: Watchlist) -> Iterator[Company | Term]:
    every: tuple[Company | Term, ...] = (*watchlist.companies, *watchlist.terms)
    for entry in every:
        key = "companies" if isinstance(entry, Company) else "terms"
        if leaves(entry) and (key in query.of or entry.id in query.of):
            yield entry


def _unfit(query: Query, watchlist: Watchlist, document: Document) -> Iterator[Mistake]:
    every: tuple[Company | Term, ...] = (*watchlist.terms, *watchlist.companies)
    entries = {entry.id: entry for entry in every}
    may_leave = [name for name, entry in entries.items() if leaves(entry)]
    many = isinstance(document.get(("query", "of")), list)
    for index, name in enumerate(query.of):
        path: KeyPath = ("query", "of", index) if many else ("query", "of")
        if name in _ALL:
            continue
        if name not in entries:
            yield document.mistake(
                path,
                N_("there is no company or term {value}; what may leave: {known}"),
                value=name,
                known=", ".join((*_ALL, *may_leave)),
                nearest=nearest(name, (*_ALL, *may_leave)),
            )
        elif name not in may_leave:
            yield _sealed(document, path, entries[name])


def _sealed(document: Document, path: KeyPath, entry: Company | Term) -> Mistake:
    if isinstance(entry, Term) and entry.sensitivity >= _SECRET:
        return document.mistake(
            path,
            N_("{entry} has sensitivity 3 and may never leave: a query is a disclosure"),
            entry=entry.id,
            remedy=N_("take it out: it is looked for in what is public anyway"),
        )
    return document.mistake(
        path,
        N_("{entry} may not leave: a query is a disclosure"),
        entry=entry.id,
        remedy=N_("take it out, or decide otherwise with may_leave in watchlist.yaml"),
    )


def _spelled(entry: Company | Term, query: Query) -> Iterator[_Written]:
    for spelling in published(entry):
        term = " ".join(spelling.split())
        if '"' in query.write:  # a quotation mark within would end the quotation
            term = " ".join(term.replace('"', " ").split())
        yield _Written(entry.id, query.write.replace("{term}", term))


def _packed(written: list[_Written], query: Query) -> Iterator[Asked]:
    """Greedily: no query is longer, or holds more terms, than it may."""
    joint, batch = query.join or "", list[_Written]()
    for each in written:
        texts = [*(one.text for one in batch), each.text]
        if batch and (len(batch) >= query.most or len(joint.join(texts)) > query.longest):
            yield _asked(batch, joint)
            batch = []
        batch.append(each)
    if batch:
        yield _asked(batch, joint)


def _asked(batch: list[_Written], joint: str) -> Asked:
    return Asked(
        text=joint.join(each.text for each in batch),
        entries=tuple(dict.fromkeys(each.entry for each in batch)),
    )
