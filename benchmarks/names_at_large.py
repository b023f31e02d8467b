"""Every spelling of real names at large: it has to find its own entry.

    python -m benchmarks.names_at_large [PEOPLE [COMPANIES]]

All names of the shared corpus (some 90,000 people made of them) and 1,000 companies, unless told
fewer. Each spelling that is generated is put into a neutral sentence and has to give a hit on its
entry, through folding, automaton and rules; one that does not ends it with 1. Then the collisions:
how many different names fold to one key.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from benchmarks.corpus import ABSENT, CORPUS
from benchmarks.names import companies, company_names, given_names, people, surnames
from leakwatch.match import Variant, compile_watchlist, find_hits
from leakwatch.match.forms import all_variants
from leakwatch.models import Company, EntryKind, Person, Shows, Sighting, Watchlist
from leakwatch.text import fold_key, romanised, stripped

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
COMPANIES = 1_000
#: Entries compiled together: some 60,000 spellings.
BATCH = 1_000
#: No sample of misses need be longer to see what they have in common.
SHOWN = 20
OWNER = Company(id="owner", name="翠窯ホールディングス株式会社", owner=True)


@dataclass
class Result:
    entries: Counter[EntryKind] = field(default_factory=Counter)
    spellings: Counter[tuple[EntryKind, str]] = field(default_factory=Counter)
    most: Counter[EntryKind] = field(default_factory=Counter)  #: spellings of one entry
    missed: list[str] = field(default_factory=list)


def measure(result: Result, watchlist: Watchlist) -> None:
    """Look for every spelling of `watchlist`, each in a field of its own."""
    looked_for = [each for each in all_variants(watchlist) if each.entry != OWNER.id]
    sentences = {f"f{number}": _sentence(each) for number, each in enumerate(looked_for)}
    page = Sighting(
        source="names",
        identity="1",
        url="https://names.example/1",
        page="https://names.example/1",
        shows=Shows.PAGE,
        text="",
        fields=sentences,
        seen_at=NOW,
    )
    hits = find_hits(page, compile_watchlist(watchlist)).hits
    found = {(hit.field, hit.entry_kind, hit.entry) for hit in hits}
    per_entry: Counter[tuple[EntryKind, str]] = Counter()
    for number, each in enumerate(looked_for):
        per_entry[each.entry_kind, each.entry] += 1
        result.spellings[each.entry_kind, each.rule] += 1
        if (f"f{number}", each.entry_kind, each.entry) not in found:
            result.missed.append(f"{each.rule} {each.form}")
    for (kind, _), count in per_entry.items():
        result.entries[kind] += 1
        result.most[kind] = max(result.most[kind], count)


def _sentence(variant: Variant) -> str:
    if variant.form.isascii():
        host = "mail.example" if variant.form.endswith("@") else ""
        return f"It says: {variant.form.title()}{host}, and nothing else."
    return f"そこには「{variant.form}」とある。"


def run(people_count: int | None = None, company_count: int = COMPANIES) -> Result:
    result = Result()
    everybody = iter(people(people_count))
    while group := tuple(islice(everybody, BATCH)):
        measure(result, Watchlist(companies=(OWNER,), people=group))
    if company_count:
        measure(result, Watchlist(companies=tuple(companies(company_count))))
    return result


@dataclass(frozen=True)
class Collision:
    what: str
    names: int  #: different ones, as written
    keys: int
    shared: int  #: names that are not alone on their key


def collisions(what: str, names: Iterable[tuple[str, Hashable]]) -> Collision:
    """`names` are (as written, what it becomes)."""
    by_key: defaultdict[Hashable, set[str]] = defaultdict(set)
    for name, key in names:
        by_key[key].add(name)
    sizes = list(map(len, by_key.values()))
    return Collision(what, sum(sizes), len(sizes), sum(size for size in sizes if size > 1))


def all_collisions(drawn: list[Person]) -> Iterator[Collision]:
    families, firsts = surnames(), given_names()
    yield collisions("surnames, folded", ((kanji, fold_key(kanji)) for kanji, _ in families))
    yield collisions("given names, folded", ((kanji, fold_key(kanji)) for kanji, _ in firsts))
    full = [(each.surname + " " + each.given, each) for each in drawn]
    yield collisions(
        "full names, folded", ((name, fold_key(p.surname + p.given)) for name, p in full)
    )
    yield collisions("full names, read aloud", ((name, _reading(p)) for name, p in full))
    yield collisions("full names, passport", ((name, _passport(p)) for name, p in full))
    filers = [name for name, _, _ in company_names()]
    yield collisions("companies, folded", ((name, fold_key(name)) for name in filers))
    yield collisions("companies, bare", ((name, stripped(name)[0]) for name in filers))


def _reading(person: Person) -> tuple[str, str]:
    return fold_key(person.surname_kana or ""), fold_key(person.given_kana or "")


def _passport(person: Person) -> tuple[str, ...]:
    readings = map(romanised, _reading(person))
    return tuple(each[0] if each else "" for each in readings)


def table(result: Result, found: Iterable[Collision]) -> str:
    rows = [f"{'entry and rule':34}{'spellings':>11}{'most':>6}{'mean':>7}"]
    for kind, entries in result.entries.items():
        every = {rule: n for (of, rule), n in result.spellings.items() if of is kind}
        total = sum(every.values())
        head = f"{entries} x {kind}"
        rows.append(f"{head:34}{total:>11}{result.most[kind]:>6}{total / entries:>7.1f}")
        rows += [f"  {rule:32}{n:>11}" for rule, n in every.items()]
    rows.append("")
    rows.append(f"{'collisions':34}{'names':>11}{'keys':>9}{'sharing one':>14}")
    rows += [
        f"{one.what:34}{one.names:>11}{one.keys:>9}{one.shared:>8} {one.shared / one.names:>5.1%}"
        for one in found
    ]
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    if not CORPUS.is_dir():
        print(f"{ABSENT}: {CORPUS}")
        return 0
    count = int(arguments[0]) if arguments else None
    result = run(count, int(arguments[1]) if len(arguments) > 1 else COMPANIES)
    print(table(result, all_collisions(people(count))))
    print(f"\n{len(result.missed)} of {result.spellings.total()} spellings miss their own entry")
    print("\n".join(result.missed[:SHOWN]))
    return bool(result.missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
