"""What the hits of one sighting say, asked in the words the judges use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlsplit

from leakwatch.match import Matches, part
from leakwatch.models import EntryKind, Hit, Person, Sighting, Watchlist
from leakwatch.text import fold_key, rows

#: Fields that say for whom somebody works, and fields that begin with whose page it is.
EMPLOYER_FIELDS = frozenset({"organisation", "career"})
HEADING_FIELDS = frozenset({"title", "headline"})

#: Characters of a sentence looked at on either side of a name: enough for one with many commas.
SENTENCE = 80
_SENTENCE_ENDS = re.compile(r"[。！？!?\n]|\. ")

#: Occurrences of companies whose sentences are read; a page repeats itself after that.
READ = 12


@cache
def _wording(meaning: str, where: str) -> tuple[str, ...]:
    return tuple(
        word
        for row in rows("surroundings")
        if row[:2] == (meaning, where)
        for word in row[2].split("|")
    )


@dataclass(frozen=True)
class Evidence:
    """`hits` of one sighting against one watchlist."""

    sighting: Sighting
    matches: Matches
    watchlist: Watchlist

    def named(self, kind: EntryKind, *, entry: str | None = None) -> list[Hit]:
        return [
            hit
            for hit in self.matches.hits
            if hit.entry_kind is kind and (entry is None or hit.entry == entry)
        ]

    @cached_property
    def people(self) -> list[Person]:
        """Those on the roster whose names stand here."""
        hits = self.named(EntryKind.PERSON)
        # a surname with an initial fits too many to say that one of them is meant
        ids = {hit.entry for hit in hits if hit.rule != "person_initials"}
        return [person for person in self.watchlist.people if person.id in ids]

    @cached_property
    def companies(self) -> list[Hit]:
        return self.named(EntryKind.COMPANY)

    @cached_property
    def employer(self) -> Hit | None:
        """The most literal naming of a company of the group."""
        order = ("company_named", "former_name", "domain_named", "company_misspelt", "company_weak")
        ranked = sorted(self.companies, key=lambda hit: (order.index(hit.rule), -hit.strength))
        return ranked[0] if ranked else None

    @cached_property
    def own_page(self) -> bool:
        host = (urlsplit(self.sighting.url).hostname or "").rstrip(".")
        domains = [name for company in self.watchlist.companies for name in company.domains]
        return any(host == name or host.endswith("." + name) for name in map(str.lower, domains))

    @cached_property
    def employer_field(self) -> Hit | None:
        return next((hit for hit in self.companies if hit.field in EMPLOYER_FIELDS), None)

    @cached_property
    def other_employer(self) -> bool:
        """The page states an employer, and it is none of ours."""
        stated = fold_key(self.sighting.fields.get("organisation", ""))
        ours = any(hit.field == "organisation" for hit in self.companies)
        silent = any(word in stated for word in _wording("undisclosed", "value"))
        return bool(stated) and not ours and not silent

    @cached_property
    def _sentences(self) -> list[tuple[str, str]]:
        """What stands before and behind each naming of a company, within its sentence, folded."""
        return [_sentence(part(self.sighting, hit.field), hit) for hit in self.companies[:READ]]

    @cached_property
    def says_former(self) -> bool:
        prefixes = _wording("former", "prefix")
        return any(
            before.endswith(prefixes) or _holds(before, after, _wording("former", "sentence"))
            for before, after in self._sentences
        )

    def says(self, meaning: str) -> bool:
        """Whether a sentence that names a company is worded as `employed`, `outsider`, `reported`."""
        words = _wording(meaning, "sentence")
        behind = _wording(meaning, "after")
        return any(
            _holds(before, after, words) or after.startswith(behind)
            for before, after in self._sentences
        )

    def heads(self, hits: Iterable[Hit]) -> Hit | None:
        """The hit that says whose page it is: in the name field, or first in title or headline."""
        return next(
            (
                hit
                for hit in hits
                if hit.field == "name" or (hit.field in HEADING_FIELDS and hit.start == 0)
            ),
            None,
        )

    @cached_property
    def folded(self) -> str:
        """Everything the page says, for titles and years, which no rule looks for."""
        parts = (self.sighting.title, *self.sighting.fields.values(), self.sighting.text)
        return fold_key("\n\n".join(parts))


def _holds(before: str, after: str, words: tuple[str, ...]) -> bool:
    return any(word in before or word in after for word in words)


def _sentence(text: str, hit: Hit) -> tuple[str, str]:
    before = text[max(0, hit.start - SENTENCE) : hit.start]
    after = text[hit.end : hit.end + SENTENCE]
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(before)]
    first = _SENTENCE_ENDS.search(after)
    return (
        fold_key(before[ends[-1] if ends else 0 :]),
        fold_key(after[: first.start() if first else None]),
    )
