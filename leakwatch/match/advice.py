"""Reading a watchlist before it is used: what its entries will look for, and which will make noise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from leakwatch.errors import N_
from leakwatch.match.clashes import shared
from leakwatch.match.combined import word_variants
from leakwatch.match.doubts import everyday, of_combinations, of_context, of_patterns
from leakwatch.match.forms import LONG_ROSTER, all_variants
from leakwatch.match.guards import RISKY_KANJI
from leakwatch.match.remark import Advice
from leakwatch.match.spellings import term_spellings
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import EntryKind, Term, TermKind, Watchlist
from leakwatch.text import is_katakana, is_word

#: A Latin or kana spelling with fewer characters turns up by chance.
SHORT_LETTERS = 3

#: From this sensitivity on a term alerts by itself.
ALERTING = 2


def variants(watchlist: Watchlist, name: str) -> tuple[Variant, ...]:
    """The spellings looked for on behalf of `name`: an entry's id, or any spelling of it."""
    every = (*all_variants(watchlist), *word_variants(watchlist))
    wanted = one_line(name)
    meant = {(each.entry, each.entry_kind) for each in every if wanted == each.form}
    meant |= {(each.entry, each.entry_kind) for each in every if name == each.entry}
    return tuple(each for each in every if (each.entry, each.entry_kind) in meant)


def check_watchlist(watchlist: Watchlist) -> tuple[Advice, ...]:
    """Noisy, duplicate and contradictory entries, in the order of the watchlist."""
    every = tuple(all_variants(watchlist))
    found = [*_unseen(watchlist, every), *shared(every), *_short(every)]
    found += _weak_and_strong(every)
    for term in watchlist.terms:
        found += chain(_of_term(term), of_patterns(term), of_context(term))
    found += [*of_combinations(watchlist), *everyday(watchlist)]
    place = {each: number for number, each in enumerate(_in_order(watchlist))}
    last = len(place)
    found.sort(key=lambda one: place.get((one.entry_kind, one.entry), last))
    return (*found, *_long_roster(watchlist))


def _in_order(watchlist: Watchlist) -> Iterator[tuple[EntryKind, str]]:
    yield from ((EntryKind.COMPANY, each.id) for each in watchlist.companies)
    yield from ((EntryKind.SITE, each.id) for each in watchlist.sites)
    yield from ((EntryKind.DIVISION, each.id) for each in watchlist.divisions)
    yield from ((EntryKind.TERM, each.id) for each in watchlist.terms)
    yield from ((EntryKind.TERM, each.id) for each in watchlist.combinations)
    yield from ((EntryKind.PERSON, each.id) for each in watchlist.people)


def _unseen(watchlist: Watchlist, every: tuple[Variant, ...]) -> Iterator[Advice]:
    """Entries and terms' variants of nothing but blanks and signs that show nothing."""
    looked_for = {(each.entry_kind, each.entry) for each in every}
    for kind, entries in (
        (EntryKind.COMPANY, watchlist.companies),
        (EntryKind.SITE, watchlist.sites),
        (EntryKind.DIVISION, watchlist.divisions),
        (EntryKind.PERSON, watchlist.people),
    ):
        for entry in entries:
            if (kind, entry.id) not in looked_for:
                yield _nothing_left(kind, entry.id)
    for term in watchlist.terms:
        if not all(map(one_line, (term.text, *term.variants))):
            yield _nothing_left(EntryKind.TERM, term.id)


def _nothing_left(kind: EntryKind, entry: str) -> Advice:
    return Advice(
        entry=entry,
        entry_kind=kind,
        message=N_("a spelling of {entry} holds nothing visible: it is not looked for"),
        values={"entry": entry},
    )


def _long_roster(watchlist: Watchlist) -> Iterator[Advice]:
    if len(watchlist.people) > LONG_ROSTER:
        yield Advice(
            entry="",
            entry_kind=EntryKind.PERSON,
            message=N_(
                "the roster holds {count} people: of more than {most} only the common spellings"
                " are looked for"
            ),
            values={"count": len(watchlist.people), "most": LONG_ROSTER},
        )


def _short(every: tuple[Variant, ...]) -> Iterator[Advice]:
    for variant in every:
        if variant.entry_kind in {EntryKind.TERM, EntryKind.COMPANY} and _chancy(variant.form):
            yield Advice(
                entry=variant.entry,
                entry_kind=variant.entry_kind,
                message=N_("“{form}” is so short that it turns up by chance: add context to it"),
                values={"form": variant.form},
            )


def _chancy(form: str) -> bool:
    letters = all(is_word(char) or is_katakana(char) for char in form)
    return len(form) < (SHORT_LETTERS if letters else RISKY_KANJI)


def _weak_and_strong(every: tuple[Variant, ...]) -> Iterator[Advice]:
    strong = {(v.entry, v.form) for v in every if v.rule == "company_named"}
    for variant in every:
        if variant.rule == "company_weak" and (variant.entry, variant.form) in strong:
            yield Advice(
                entry=variant.entry,
                entry_kind=variant.entry_kind,
                message=N_("“{form}” is listed both as an alias and as a weak alias: keep one"),
                values={"form": variant.form},
            )


def _of_term(term: Term) -> Iterator[Advice]:
    forms = {form for form in map(one_line, (term.text, *term.variants)) if form}
    forms |= {other for form in tuple(forms) for other in term_spellings(form)}
    for word in term.not_in:
        if not any(form in one_line(word) for form in forms):
            yield _about(term, N_("“{word}” under not_in holds no spelling of the term"), word)
        if one_line(word) in forms:
            yield _about(
                term, N_("“{word}” stands under not_in and is itself a spelling: remove it"), word
            )
    if term.kind is TermKind.PARAMETER and not term.context:
        yield _about(term, N_("“{word}” is a parameter without context: numbers stand anywhere"))
    if term.sensitivity >= ALERTING and term.kind is TermKind.TECHNOLOGY:
        yield _about(
            term, N_("“{word}” is public technology but alerts by itself: is it sensitivity 1?")
        )


def _about(term: Term, message: str, word: str | None = None) -> Advice:
    values = {"word": word or term.text}
    return Advice(entry=term.id, entry_kind=EntryKind.TERM, message=message, values=values)
