"""What the hits of one sighting say, asked in the words the judges use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from leakwatch.match import Matches, Mention, Reading, Sentence
from leakwatch.models import EntryKind, Hit, Person, Shows, Sighting, Taken, Watchlist
from leakwatch.score.employer import Cue, Described
from leakwatch.score.fitting import Fit, Stated, read_stated, who_fits
from leakwatch.score.page_kind import taken_for
from leakwatch.score.roster import indexed
from leakwatch.score.wording import (
    UNSAID,
    Relation,
    Worded,
    of_newsroom,
    other_profession,
    undisclosed,
    worded,
)
from leakwatch.text import fold_key, has_legal_form

#: Fields that begin with whose page it is.
HEADING_FIELDS = frozenset({"title", "headline"})

#: Occurrences of companies whose sentences are read; a page repeats itself after that.
READ = 12

#: An employer without a label stands among the first lines, beside the name.
_TOP = 12

#: Shorter lines that stand in the title as well may be a name or a post.
SLOGAN = 8

#: A company by its legal form, whoever it is. Folded text.
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\))[^\s、。,()「」/|・:]{1,20}|[^\s、。,()「」/|・:はがのをにで]{1,20}(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|大学)"
    r"|(?:[a-z0-9&.'-]+,? ){1,5}(?:co\.?, ?ltd\.?|inc\.?|corp\.?|corporation|limited|ltd\.?|llc|gmbh)(?![a-z])"
)
#: In front of a name that heads a page, and how much may stand behind it: a title, a bracket.
_COURTESIES = frozenset({"", "mr.", "ms.", "mrs.", "dr.", "prof."})
_BRACKET = 12
#: Beside a name: news, minutes and letters call people so, profiles do not.
_REPORTED_AFTER = re.compile(
    r" ?(?:氏|さんに聞|, ?(?:of|who|the)\b|社長|会長|(?:代表)?取締役|専務|常務|(?:ceo|cto|president)\b)"
    r"|[^。]{0,8}?は「|[^。]{0,60}? (?:wins|won|named|appointed|said|says|told|receives|received|speaks|spoke|explains|gave)\b"
)
_REPORTED_BEFORE = re.compile(
    r"(?:interview(?: with)?:?|names|named|appoints|appointed|president|ceo|according to|honou?rs) $"
)
#: What a field says in place of a name: a trade, a size.
_UNNAMED = re.compile(
    r"メーカー|業界|業$|系$|大手|企業$|会社$|会社員|勤務|社員|manufacturer|maker|industry|sector"
)


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
        places = {id(each) for each in self._stated_employers}
        return next(
            (
                hit
                for hit, mention in self._mentions
                if id(mention.sentence) in places or mention.sentence.label == "career"
            ),
            None,
        )

    @cached_property
    def other_employer(self) -> bool:
        """The page states an employer, and it is none of ours.

        A company that is named as such counts for more than the words around ours. What merely stands
        where the employer belongs may be one more way to say nothing: it counts where nothing
        beside our own name speaks of working there.
        """
        if self._stated_employers:
            return not any(map(self._ours, self._stated_employers))
        if self.says_works_there:
            return False
        return any(map(_fills_in, self.reading.labelled("employer"))) or any(
            map(self._works_elsewhere, self._sentences)
        )

    @cached_property
    def _stated_employers(self) -> list[Sentence]:
        """Companies by their legal form, or ours, under a label for the employer, else near the top."""
        labelled = self.reading.labelled("employer")
        found = [each for each in labelled if self._ours(each) or _COMPANY.search(each.text)]
        return found or [
            each
            for each in self._sentences[:_TOP]
            if each.alone and not each.label and has_legal_form(each.text.strip(" ()"))
        ]

    def _ours(self, sentence: Sentence) -> bool:
        return any(mention.sentence is sentence for _hit, mention in self._mentions)

    def _works_elsewhere(self, sentence: Sentence) -> bool:
        for match in _COMPANY.finditer(sentence.text):
            if self._ours(sentence):
                continue
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            said = worded(Mention(sentence, before, after))
            if said.relation is Relation.EMPLOYED and said.close:
                return True
        return False

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return tuple(self.reading.about())

    @cached_property
    def _mentions(self) -> list[tuple[Hit, Mention]]:
        found = ((hit, self.reading.mention(hit)) for hit in self.companies[:READ])
        return [(hit, mention) for hit, mention in found if mention is not None]

    @cached_property
    def _worded(self) -> list[Worded]:
        return [worded(mention) for _hit, mention in self._mentions]

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """What the page says the company is to its writer; words beside the name outweigh others."""
        close = frozenset(said.relation for said in self._worded if said.close)
        return close or frozenset(said.relation for said in self._worded) - {UNSAID.relation}

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
        return any(map(other_profession, self._sentences))

    @cached_property
    def news(self) -> bool:
        return any(each.alone and of_newsroom(each) for each in self._sentences)

    def reported(self, hits: Iterable[Hit]) -> bool:
        """Whether the page speaks of a person as of somebody else, wherever it names them."""
        found = [mention for hit in hits if (mention := self.reading.mention(hit))]
        return bool(found) and all(
            _REPORTED_AFTER.match(mention.after) or _REPORTED_BEFORE.search(mention.before)
            for mention in found
        )

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
        return read_stated(self._body, self._placed(hits), self.watchlist)

    @cached_property
    def fit(self) -> Fit:
        return who_fits(self.stated, indexed(self.watchlist.people))


def _behind(cue: Cue, hits: Iterable[tuple[Hit, Sentence]]) -> Hit | None:
    return next((hit for hit, _sentence in hits if hit.rule == cue.rule), None)


def _fills_in(sentence: Sentence) -> bool:
    """Whether what stands under a label for the employer may be the name of one."""
    text = sentence.text.strip()
    return len(text) > 1 and not undisclosed(text) and not _UNNAMED.search(text)
