"""Entries that get in each other's way: one spelling for two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from leakwatch.errors import N_
from leakwatch.match.remark import Advice
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind

#: Rules whose spellings are known to be several people's or nearly another name's.
_LOOSE = frozenset({"site_region", "person_initials", "company_misspelt"})

#: Spellings of one clash that are told.
_TOLD = 3
#: People with somebody else's name that are told; of a roster of 100,000 every seventh is one.
PEOPLE_TOLD = 50

_Pair = tuple[EntryKind, str, str]  #: kind, the later entry, the earlier one


def shared(every: Iterable[Variant]) -> Iterator[Advice]:
    """One spelling, two entries of one kind: a hit cannot say which is meant."""
    clashes, people = _clashes(every), 0
    for (kind, entry, other), found in clashes.items():
        if kind is EntryKind.PERSON:
            people += 1
            if people <= PEOPLE_TOLD:
                yield _same_name(entry, other)
            continue
        forms = [form for form, _, _ in found]
        yield Advice(
            entry=entry,
            entry_kind=kind,
            message=N_("“{form}” also stands for {other}: a hit cannot tell the two apart"),
            values={"form": ", ".join(forms[:_TOLD]), "other": other},
        )
        yield from _contradicting(entry, other, found)
    if people > PEOPLE_TOLD:
        yield Advice(
            entry="",
            entry_kind=EntryKind.PERSON,
            message=N_("{count} more people have a spelling of their name in common with others"),
            values={"count": people - PEOPLE_TOLD},
        )


def _clashes(every: Iterable[Variant]) -> dict[_Pair, list[tuple[str, int, int]]]:
    """For each pair the spellings in common, with the sensitivity at the one and the other."""
    owners: dict[tuple[EntryKind, str], dict[str, int]] = {}
    for each in every:
        if each.rule not in _LOOSE and each.entry_kind is not EntryKind.PROFILE:
            mine = owners.setdefault((each.entry_kind, each.form), {})
            mine.setdefault(each.entry, each.sensitivity)
    found: defaultdict[_Pair, list[tuple[str, int, int]]] = defaultdict(list)
    for (kind, form), entries in owners.items():
        (first, theirs), *others = entries.items()
        for entry, sensitivity in others:
            found[kind, entry, first].append((form, sensitivity, theirs))
    return found


def _same_name(entry: str, other: str) -> Advice:
    return Advice(
        entry=entry,
        entry_kind=EntryKind.PERSON,
        message=N_(
            "a spelling of this name is also one of {other}: by the name alone a page cannot tell"
            " the two apart; if they are one person, remove one"
        ),
        values={"other": other},
    )


def _contradicting(entry: str, other: str, found: list[tuple[str, int, int]]) -> Iterator[Advice]:
    for form, mine, theirs in found:
        if mine != theirs:
            yield Advice(
                entry=entry,
                entry_kind=EntryKind.TERM,
                message=N_(
                    "“{form}” has sensitivity {mine} here and {theirs} at {other}: keep one entry"
                ),
                values={"form": form, "mine": mine, "theirs": theirs, "other": other},
            )
            return
