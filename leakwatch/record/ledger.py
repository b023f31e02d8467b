"""The page ledger of one sweep: which pages are as they were when they were last judged.

A page counts as unchanged only where nothing that seeing it again could bring is lost: it was
judged under today's watchlist, rules and definition, it is the one page of its one sighting, and
every finding under that sighting's identity is present. All else is read and judged again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from leakwatch import __version__
from leakwatch.extract import meaning_hash
from leakwatch.models import PageNews, PageRead, Recalled, Sighting, Source, Told, Validators
from leakwatch.record.changes import line_hashes, news_of
from leakwatch.record.identity import digest, keyed, sighting_digest
from leakwatch.record.pages import (
    KnownPage,
    Look,
    Present,
    drop_pages,
    note_kept,
    store_pages,
    touch_findings,
)
from leakwatch.record.plan import Plan
from leakwatch.record.sealing import SealedValue, Vault

#: After this a site's word that a page has not changed is no longer taken: it is read again.
_BELIEVED = timedelta(days=30)
#: After this a page is asked for again though what leads to it says that it has not changed.
_SKIPPED = timedelta(days=7)

_Place = tuple[str, str]  #: stored hashes of a page and of a sighting on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sighting that was read, held against the ledger."""

    page: KnownPage  #: as it will be remembered
    known: KnownPage | None  #: as it was
    same: bool  #: it need not be judged again
    news: PageNews | None = None  #: kind `page`: what is new; None: nothing, or nothing to compare


class Ledger:
    """Decides from what was loaded, stages what is to be stored; `write` goes with the findings."""

    def __init__(
        self,
        plan: Plan,
        vault: Vault,
        *,
        pages: Sequence[KnownPage],
        present: dict[str, Present],
    ) -> None:
        self._plan, self._vault, self._present = plan, vault, present
        self._keyed = plan.source.personal_data
        self._under, self._definition = (
            judged_under(plan.digests(), vault),
            definition_of(plan.source),
        )
        self._rows = {(page.key, page.sighting): page for page in pages}
        self._on_page: dict[str, list[KnownPage]] = {}
        self._pages_of: dict[str, int] = {}
        for page in pages:
            self._enter(page)
        self._changed: dict[_Place, KnownPage] = {}
        self._kept: dict[int, Look] = {}
        self._touched: set[int] = set()
        self._dropped: set[int] = set()
        self._handled: set[_Place] = set()  # in this sweep
        self._read: dict[_Place, PageRead] = {}  # pages whose sighting is still to come

    def __len__(self) -> int:
        """How much waits to be written."""
        return len(self._changed) + len(self._kept) + len(self._touched) + len(self._dropped)

    def recall(self, url: str, told: Told, *, now: datetime) -> Recalled | None:
        """See `leakwatch.crawl.Memory`."""
        there = self._on_page.get(self._key(url), ())
        if len(there) != 1 or not there[0].content:
            return None
        (page,) = there
        if not self._usable(page) or page.said != self._said(told):
            return None
        fresh = now - page.read_at < _BELIEVED
        validators = _opened(page.validators) if fresh else Validators()
        return Recalled(validators=validators, skip=fresh and self._skips(page, told, now))

    def keep(self, url: str, *, look: Look) -> tuple[str, int]:
        """Take the page as seen: its sighting's stored identity, and how many findings it has."""
        (page,) = self._on_page[self._key(url)]
        return page.sighting, self._keep(page, look)

    def look(self, sighting: Sighting, *, now: datetime) -> Seen:
        """What the ledger says of a page that was read."""
        page = self._as_read(sighting, now)
        known = self._rows.get((page.key, page.sighting))
        same = known is not None and known.content == page.content and self._usable(known)
        news = None
        if self._plan.source.watched:
            compares = known is not None and known.definition == self._definition
            stored = known.lines if known is not None and compares else None
            news = news_of(sighting, page.lines or [], known=stored)
        return Seen(page=page, known=known, same=same and news is None, news=news)

    def keep_read(self, seen: Seen) -> tuple[str, int]:
        """As `keep`, of a page that was read and is the same."""
        page = seen.known
        assert page is not None, "what is the same is known"
        findings = self._keep(page, Look.READ)
        self._handle((page.key, page.sighting))
        return page.sighting, findings

    def judged(self, seen: Seen, *, whole: bool) -> None:
        """The page was judged; not `whole`: something has to be counted anew in each sweep."""
        page, known = seen.page, seen.known
        if not whole:
            page.content = ""
        place = (page.key, page.sighting)
        if known is None:
            self._rows[place] = page
            self._enter(page)
        else:
            for name in ("content", "judged_under", "definition", "judged_sweep", "lines"):
                setattr(known, name, getattr(page, name))
            known.seen_at = known.looked_at = known.read_at = page.read_at
            known.validators, known.said = None, ""  # of the page as it was
            page = known
        self._changed[place] = page
        self._handle(place)

    def learn(self, read: PageRead) -> None:
        """The page gave one sighting and nothing else, so it may be asked for under conditions.

        It takes effect when that sighting was judged or kept, in whatever order the two come: else
        the validators of a page would stand beside the hash of what it was before.
        """
        sighting = self._stored(sighting_digest(self._plan.source.name, read.identity))
        place = (self._key(read.url), sighting)
        self._read[place] = read
        if place in self._handled:
            self._handle(place)

    def _handle(self, place: _Place) -> None:
        self._handled.add(place)
        read, page = self._read.pop(place, None), self._rows[place]
        if read is None or not page.content:
            return
        self._drop_others(page)
        said, validators = self._said(read.told), self._sealable(read.validators)
        if page.said != said or _opened(page.validators) != validators:
            page.said = said
            page.validators = _sealed(validators)
            self._changed[page.key, page.sighting] = page

    def write(self, session: Session, *, now: datetime) -> None:
        """Store what was staged; belongs into the transaction of the findings."""
        rows = list(self._changed.values())
        store_pages(session, self._plan.source.name, rows, keyed=self._keyed)
        for look in Look:
            numbers = [number for number, how in self._kept.items() if how is look]
            note_kept(session, numbers, look, now=now)
        touch_findings(session, self._touched, sweep=self._plan.sweep, now=now)
        drop_pages(session, self._dropped)
        self._changed.clear()
        self._kept.clear()
        self._touched.clear()
        self._dropped.clear()

    def _drop_others(self, page: KnownPage) -> None:
        """What else the page showed once; it shows one sighting now."""
        for other in self._on_page[page.key]:
            if other is not page:
                del self._rows[other.key, other.sighting]
                self._changed.pop((other.key, other.sighting), None)
                self._pages_of[other.sighting] -= 1
                if other.id is not None:
                    self._dropped.add(other.id)
        self._on_page[page.key] = [page]

    @property
    def circumstances(self) -> tuple[str, str]:
        """Under what pages are judged and read now; when either differs nothing is taken over."""
        return self._under, self._definition

    def _keep(self, page: KnownPage, look: Look) -> int:
        if page.id is not None:
            self._kept[page.id] = max(look, self._kept.get(page.id, look))
        numbers = {
            number
            for present in self._findings(page)
            for number, last_sweep in present.findings
            if last_sweep >= page.judged_sweep
        }
        self._touched |= numbers
        return len(numbers)

    def _skips(self, page: KnownPage, told: Told, now: datetime) -> bool:
        """Pages with findings are always asked for: that they are gone is news."""
        if told.changed_at is None or told.changed_at > page.looked_at:
            return False
        return now - page.looked_at < _SKIPPED and not self._findings(page)

    def _usable(self, page: KnownPage) -> bool:
        if (page.judged_under, page.definition) != (self._under, self._definition):
            return False
        if self._pages_of[page.sighting] != 1:
            return False
        return all(present.settled for present in self._findings(page))

    def _findings(self, page: KnownPage) -> list[Present]:
        identities = [page.sighting]
        if not self._keyed and self._vault.is_open:
            identities.append(keyed(self._vault, page.sighting))  # of confidential findings
        return [self._present[one] for one in identities if one in self._present]

    def _enter(self, page: KnownPage) -> None:
        self._on_page.setdefault(page.key, []).append(page)
        self._pages_of[page.sighting] = self._pages_of.get(page.sighting, 0) + 1

    def _as_read(self, sighting: Sighting, now: datetime) -> KnownPage:
        text = sighting.text if sighting.steady is None else sighting.steady
        lines = None
        if self._plan.source.watched:
            lines = [self._stored(one) for one in line_hashes(sighting.title, text)]
        return KnownPage(
            key=self._key(sighting.page),
            sighting=self._stored(sighting_digest(sighting.source, sighting.identity)),
            content=self._stored(meaning_hash(sighting.title, text, sighting.fields)),
            judged_under=self._under,
            definition=self._definition,
            judged_sweep=self._plan.sweep,
            seen_at=now,
            looked_at=now,
            read_at=now,
            lines=lines,
        )

    def _key(self, url: str) -> str:
        return self._stored(digest("page", self._plan.source.name, url))

    def _said(self, told: Told) -> str:
        return self._stored(digest("said", told.said)) if told.said else ""

    def _stored(self, plain: str) -> str:
        return keyed(self._vault, plain) if self._keyed else plain

    def _sealable(self, validators: Validators) -> Validators:
        return validators if self._vault.is_open else Validators()


def _opened(stored: object) -> Validators:
    if stored is None:
        return Validators()
    value = stored.open() if isinstance(stored, SealedValue) else stored
    assert isinstance(value, list)
    return Validators(etag=value[0], last_modified=value[1])


def _sealed(validators: Validators) -> list[str | None] | None:
    """As the sealed column takes it: what a site marks its pages with may point to people."""
    return [validators.etag, validators.last_modified] if validators else None


def judged_under(digests: tuple[str, str], vault: Vault) -> str:
    """Hash over what decides the findings of a page beside the page."""
    state = "open" if vault.is_open else "closed"
    return digest(*digests, __version__, state)


def definition_of(source: Source) -> str:
    """Hash over what decides how a page of `source` is read."""
    single = (source.identity, source.links, source.next, source.items, source.link)
    selectors = [*single, *source.ignore, *(one for _, one in sorted(source.fields.items()))]
    parts = [source.kind, source.shows.value, str(source.personal_data), str(source.follow)]
    parts += [
        "-" if one is None else f"{one.kind.value} {one.expression} {one.attribute}"
        for one in selectors
    ]
    return digest(*parts, *sorted(source.fields), str(source.browser))
