"""What the hits of one sighting say, asked in the words the judges use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from leakwatch.match import Matches, Mention, Reading, Sentence
from leakwatch.models import EntryKind, Hit, Person, Shows, Sighting, Taken, Watchlist
from leakwatch.score.employer import Cue, Described
from leakwatch.score.employers import Employers
from leakwatch.score.fitting import Fit, Stated, read_stated, who_fits
from leakwatch.score.named import fills_in, since
from leakwatch.score.page_kind import taken_for
from leakwatch.score.reported import is_reported
from leakwatch.score.roster import indexed
from leakwatch.score.wording import (
    UNSAID,
    Relation,
    Worded,
    of_newsroom,
    other_profession,
    recruits,
    worded,
)
from leakwatch.text import fold_key

#: Fields that begin with whose page it is.
HEADING_FIELDS = frozenset({"title", "headline"})

#: Occurrences of companies whose sentences are read; a page repeats itself after that.
READ = 12

_NOT_EMPLOYED = frozenset({Relation.OUTSIDER, Relation.REPORTED})

#: So many things that fit describe nobody else.
MANY_CUES = 3

#: Shorter lines that stand in the title as well may be a name or a post.
SLOGAN = 8

#: In front of a name that heads a page, and how much may stand behind it: a title, a bracket.
_COURTESIES = frozenset({"", "mr.", "ms.", "mrs.", "dr.", "prof."})
_BRACKET = 12


@dataclass(frozen=True)
class Evidence:
    """`hits` of one sighting against one watchlist."""

    sighting: Sighting
    matches: Matches
    watchlist: Watchlist
    otherwise: Shows = Shows.PAGE  #: what a page is read as that does not say what it is

    @cached_property
    def taken(self) -> Taken:
        return taken_for(self.sighting, self.reading, otherwise=self.otherwise)

    @property
    def shows(self) -> Shows:
        return self.taken.shows

    @cached_property
    def reading(self) -> Reading:
        return self.matches.reading or Reading(self.sighting)

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
        ids = dict.fromkeys(hit.entry for hit in hits if hit.rule != "person_initials")
        known = indexed(self.watchlist.people).by_id
        return [known[each] for each in ids or self._only_initials(hits) if each in known]

    def _only_initials(self, hits: list[Hit]) -> list[str]:
        """The one person whose surname and initial head the page; they fit too many to say more."""
        ids = {hit.entry for hit in hits}
        return [*ids] if len(ids) == 1 and self.employer and self.heads(hits) else []

    @cached_property
    def companies(self) -> list[Hit]:
        return self.named(EntryKind.COMPANY)

    @property
    def comparable(self) -> bool:
        """Whether an employer is named, or described where we have something to hold that against."""
        described = self.watchlist.owner.profiles or self.named(EntryKind.PROFILE)
        return bool(self.companies or described)

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
        """A company of the group where the page states the employer."""
        places = {id(each) for each in self._employers.stated}
        return next(
            (
                hit
                for (hit, mention), said in zip(self._mentions, self._worded, strict=True)
                if said.relation not in _NOT_EMPLOYED
                and (id(mention.sentence) in places or mention.sentence.label == "career")
            ),
            None,
        )

    @cached_property
    def _employers(self) -> Employers:
        return Employers(self.reading, self._sentences, tuple(self._mentions))

    @cached_property
    def other_employer(self) -> bool:
        """The page states an employer, and it is none of ours.

        A company that is named as such counts for more than the words around ours. What merely stands
        where the employer belongs may be one more way to say nothing: it counts where nothing
        beside our own name speaks of working there.
        """
        if self._employers.stated:
            return not self._employers.ours_stated
        return not self.says_works_there and self._employers.elsewhere

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return tuple(self.reading.about())

    @cached_property
    def _mentions(self) -> list[tuple[Hit, Mention]]:
        found = ((hit, self.reading.mention(hit)) for hit in self.companies[:READ])
        return [(hit, mention) for hit, mention in found if mention is not None]

    @cached_property
    def _worded(self) -> list[Worded]:
        """How each mention of a company is worded; beside somebody news speak of it is news."""
        told = Worded(Relation.REPORTED, close=True)
        return [
            told if id(mention.sentence) in self._reports else worded(mention)
            for _hit, mention in self._mentions
        ]

    @cached_property
    def _reports(self) -> set[int]:
        """Sentences that speak of somebody on the roster as of somebody else."""
        found = map(self.reading.mention, self.named(EntryKind.PERSON))
        return {id(each.sentence) for each in found if each and is_reported(each)}

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """What the page says the company is to its writer; words beside the name outweigh others."""
        close = frozenset(said.relation for said in self._worded if said.close)
        return close or frozenset(said.relation for said in self._worded) - {UNSAID.relation}

    @cached_property
    def current(self) -> bool:
        """A company of the group stands where the page states the present employer."""
        return any(
            mention.sentence.label == "employer" or since(mention)
            for _hit, mention in self._mentions
        )

    @property
    def says_works_there(self) -> bool:
        """Words right beside the company's name speak of working there."""
        return Worded(Relation.EMPLOYED, close=True) in self._worded

    @property
    def says_former(self) -> bool:
        return Relation.FORMER in self.relations

    def heads(self, hits: Iterable[Hit]) -> Hit | None:
        """The hit that says whose page it is: under a label for names, alone on its line, or first."""
        return next((hit for hit in hits if self._is_heading(hit)), None)

    def _is_heading(self, hit: Hit) -> bool:
        if hit.field == "name" or (hit.field in HEADING_FIELDS and hit.start == 0):
            return not self.names_somebody_else
        mention = self.reading.mention(hit)
        if mention is None:
            return False
        return mention.sentence.label == "name" or (
            not self.names_somebody_else
            and mention.sentence.alone
            and mention.before.strip() in _COURTESIES
            and len(mention.after) <= _BRACKET
        )

    @cached_property
    def other_profession(self) -> bool:
        """Where the page says that its writer works for us, only what stands under a label counts."""
        works = self.says_works_there
        return any(
            other_profession(each) for each in self._sentences if each.label == "name" or not works
        )

    @cached_property
    def news(self) -> bool:
        """News, a press release, or an advertisement for a post at the company."""
        return any(
            (of_newsroom(each) and (each.alone or each.label in {"name", "employer"}))
            or recruits(each)
            for each in self._sentences
        )

    def reported(self, hits: Iterable[Hit]) -> bool:
        """Whether the page speaks of a person as of somebody else, wherever it names them."""
        found = [mention for hit in hits if (mention := self.reading.mention(hit))]
        held = any if self.news else all
        return bool(found) and held(map(is_reported, found))

    @cached_property
    def names_somebody_else(self) -> bool:
        """A label for names stands here, and nobody of the roster under it."""
        named = self.reading.labelled("name")
        ours = {
            id(mention.sentence)
            for hit in self.named(EntryKind.PERSON)
            if (mention := self.reading.mention(hit))
        }
        return bool(named) and not any(id(each) in ours for each in named)

    @cached_property
    def cues(self) -> tuple[tuple[Cue, Hit | None], ...]:
        """What describes an employer that is not named in full, each with the hit behind it."""
        if self.employer and self.employer.rule != "company_weak":
            return ()
        hits = self._placed(self.named(EntryKind.PROFILE))
        described = Described(
            company=self.watchlist.owner,
            sentences=self._body,
            hits=hits,
            this_year=self.sighting.seen_at.year,
            unnamed=not self.other_employer,
        )
        return tuple((cue, _behind(cue, hits)) for cue in described.cues())

    @cached_property
    def well_described(self) -> bool:
        """Our company is described by so much that another one named here is somebody else's.

        Where the page states it under a label for the employer, it is not.
        """
        fitting = sum(cue.rule.startswith("profile_") for cue, _hit in self.cues)
        return fitting >= MANY_CUES and not any(map(fills_in, self.reading.labelled("employer")))

    def _placed(self, hits: Iterable[Hit]) -> tuple[tuple[Hit, Sentence], ...]:
        found = ((hit, self.reading.mention(hit)) for hit in hits)
        return tuple((hit, mention.sentence) for hit, mention in found if mention)

    @cached_property
    def _body(self) -> tuple[Sentence, ...]:
        """Without title and heading: a slogan is no statement about a post."""
        slogans = {
            fold_key(self.sighting.title),
            fold_key(self.sighting.fields.get("headline", "")),
        }
        return tuple(
            each
            for each in self._sentences
            if each.field not in HEADING_FIELDS and each.text not in slogans
        )

    @cached_property
    def stated(self) -> Stated:
        kinds = (EntryKind.DIVISION, EntryKind.SITE)
        hits = [hit for hit in self.matches.hits if hit.entry_kind in kinds]
        named = self.employer is not None and self.employer.rule != "company_weak"
        return read_stated(self._body, self._placed(hits), self.watchlist, named=named)

    @cached_property
    def fit(self) -> Fit:
        return who_fits(self.stated, indexed(self.watchlist.people))


def _behind(cue: Cue, hits: Iterable[tuple[Hit, Sentence]]) -> Hit | None:
    return next((hit for hit, _sentence in hits if hit.rule == cue.rule), None)
