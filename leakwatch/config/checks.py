"""What no single entry can show: ids that repeat or point nowhere, keys that do not go together.

These look at the plain data, so that they speak even where other entries are wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from leakwatch.config.mistakes import SECRET_SHAPES, KeyPath, Mistake, nearest
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

#: Said of a place alone: whatever else is wrong there goes with it.
SECRET_STANDS = N_("a secret stands in this file")

_SECRET = 3  # sensitivity at which a term never leaves


def check_watchlist(document: Document) -> Iterator[Mistake]:
    for key in ("companies", "sites", "divisions", "terms"):
        yield from unique(document, key, "id")
    yield from _one_owner(document)
    yield from _references(document, "divisions", "sites", "sites")
    yield from _references(document, "divisions", "technologies", "terms")
    yield from _combinations(document)
    for path, term in document.entries("terms"):
        if term.get("sensitivity") == _SECRET and term.get("may_leave") is True:
            yield document.mistake(
                (*path, "may_leave"),
                N_("a term of sensitivity 3 may never leave: a query is a disclosure"),
                remedy=N_("remove the line, or lower the sensitivity if it is wrong"),
            )


def _combinations(document: Document) -> Iterator[Mistake]:
    yield from unique(document, "combinations", "id")
    terms = _ids(document, "terms")
    for path, combination in document.entries("combinations"):
        if combination.get("id") in terms:
            yield document.mistake(
                (*path, "id"),
                N_("a term is called {value} too: a finding could not say which is meant"),
                value=combination["id"],
                remedy=N_("give each entry its own"),
            )
        wanted = [*_many(combination, "all"), *_many(combination, "any")]
        if not wanted:
            yield document.mistake(
                path,
                N_("nothing must be there: all and any are both missing"),
                remedy=N_("write what must be there together"),
            )
        for index, item in enumerate(_many(combination, "none")):
            if item in wanted:
                yield document.mistake(
                    (*path, "none", index),
                    N_("{value} must be there and must not"),
                    value=item,
                    remedy=N_("keep one of them"),
                )


def _many(entry: Mapping[str, object], key: str) -> list[object]:
    """A list, or one value that stands for a list of one."""
    value = entry.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """File by file as they were read, by line; of a place with a secret only that is said."""
    found = list(mistakes)
    files = {mistake.file: index for index, mistake in reversed(list(enumerate(found)))}
    secret = {(one.file, one.key) for one in found if one.message == SECRET_STANDS}
    told = [
        one for one in found if one.message == SECRET_STANDS or (one.file, one.key) not in secret
    ]
    return sorted(told, key=lambda one: (files[one.file], one.line or 0))


def check_reviewers(document: Document) -> Iterator[Mistake]:
    for key in ("id", "os_user", "slack"):
        yield from unique(document, "reviewers", key)
    yield from unique(document, "reviewers", "email", fold=str.casefold)
    known = _ids(document, "reviewers")
    for path, entry in document.entries("reviewers"):
        deputy = entry.get("deputy")
        if isinstance(deputy, str) and deputy not in known:
            yield _unknown(document, (*path, "deputy"), deputy, known)
        elif deputy is not None and deputy == entry.get("id"):
            yield document.mistake(
                (*path, "deputy"), N_("nobody is his own deputy"), remedy=N_("name somebody else")
            )
        begin, end = entry.get("from"), entry.get("until")
        if isinstance(begin, str) and isinstance(end, str) and end < begin:
            yield document.mistake((*path, "until"), N_("this is before the first day (from)"))
        yield from _absences(document, path, entry)


def _absences(document: Document, path: KeyPath, entry: Mapping[str, object]) -> Iterator[Mistake]:
    """Each ends after it began, and somebody stands in meanwhile."""
    written = entry.get("away")
    for number, one in enumerate(written if isinstance(written, list) else ()):
        begin, end = (one.get("from"), one.get("until")) if isinstance(one, dict) else (None, None)
        if isinstance(begin, str) and isinstance(end, str) and end < begin:
            where = (*path, "away", number, "until")
            yield document.mistake(where, N_("this is before the first day (from)"))


def unique(
    document: Document, key: str, field: str, *, fold: Callable[[str], str] = str
) -> Iterator[Mistake]:
    """No two entries of the list `key` have the same `field`, however `fold` reads it."""
    first: dict[str, KeyPath] = {}
    for path, entry in document.entries(key):
        value = entry.get(field)
        if not isinstance(value, str):
            continue
        same = fold(value)
        if same in first:
            yield document.mistake(
                (*path, field),
                N_("{value} stands here twice, first in line {first}"),
                value=value,
                first=document.line((*first[same], field)),
                remedy=N_("give each entry its own"),
            )
        first.setdefault(same, path)


def secrets(document: Document) -> Iterator[Mistake]:
    """Tokens written into a file, wherever they stand; what they are is not repeated."""
    for path, value in _texts(document.data, ()):
        if SECRET_SHAPES.search(value):
            yield document.mistake(
                path,
                SECRET_STANDS,
                remedy=N_("revoke it, write {example} instead and set that variable"),
                example="${NAME}",
            )


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key, path)
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _one_owner(document: Document) -> Iterator[Mistake]:
    companies = list(document.entries("companies"))
    owners = [path for path, company in companies if company.get("owner") is True]
    if companies and not owners:
        yield document.mistake(
            ("companies",),
            N_("no company is the owner"),
            remedy=N_("write owner: true at the one leakwatch works for"),
        )
    for path in owners[1:]:
        yield document.mistake(
            (*path, "owner"),
            N_("a second owner; the first is in line {first}"),
            first=document.line((*owners[0], "owner")),
            remedy=N_("leave owner: true at one company only"),
        )


def _references(document: Document, key: str, field: str, target: str) -> Iterator[Mistake]:
    known = _ids(document, target)
    for path, entry in document.entries(key):
        value = entry.get(field)
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, str) and item not in known:
                yield _unknown(document, (*path, field, index), item, known)


def _unknown(document: Document, path: KeyPath, value: str, known: list[str]) -> Mistake:
    return document.mistake(
        path,
        N_("there is no {value}; known ids: {known}"),
        value=value,
        known=", ".join(known) or "-",
        nearest=nearest(value, known),
    )


def _ids(document: Document, key: str) -> list[str]:
    return [str(entry["id"]) for _, entry in document.entries(key) if "id" in entry]
