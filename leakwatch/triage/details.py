"""All of a finding that may pass through Slack, for the eyes of one reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Absence, LoggedReason, Suppressed, Watchlist
from leakwatch.notify import kit, phrases
from leakwatch.notify.inert import cut, inert
from leakwatch.triage.deciding import Seen
from leakwatch.triage.words import in_words, moment

#: Lines of each part, as many as a message holds; beyond that the command shows the rest.
_LINES = (12, 8, 5, 3, 1)
_LINE_LIMIT = 200
_EXCERPT_LIMIT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Detailed:
    """One look at a finding."""

    seen: Seen
    excerpt: str = ""  #: as the channel was told it: labels for names, contact data and terms
    absence: Absence | None = None


def details(
    look: Detailed, catalogue: Catalogue, *, zone: tzinfo, watchlist: Watchlist
) -> tuple[kit.Block, ...]:
    """Rules, entries and history; nothing that is sealed, quoted or personal.

    Ids are shown of `watchlist`, which holds no people: theirs may be staff numbers.
    """
    finding, told = look.seen.finding, look.seen.finding.explanation
    shown = _Entries(finding.subject, watchlist, catalogue)
    bare = tuple(LoggedReason(rule=rule, weight=weight) for rule, weight in finding.reasons)
    parts = (
        (N_("Why it is one"), [_reason(one, shown) for one in (told.reasons if told else bare)]),
        (
            N_("Set aside on the same page"),
            [_suppressed(one, shown) for one in (told.suppressed if told else ())],
        ),
        (N_("What became of it"), _history(look, catalogue, zone)),
    )
    named = [(catalogue.text(title), lines) for title, lines in parts if lines]
    head, foot = _head(look, catalogue), _reveal(finding.label, catalogue)
    for most in _LINES:
        middle = [_part(title, lines, catalogue, most=most) for title, lines in named]
        if kit.weight([head, *middle, foot]) <= kit.WEIGHT_LIMIT:
            return (head, *middle, foot)
    return (head, foot)


class _Entries:
    """How entries of the watchlist are called."""

    def __init__(self, subject: str, watchlist: Watchlist, catalogue: Catalogue) -> None:
        self.catalogue, self._subject = catalogue, subject
        kinds = (
            watchlist.companies,
            watchlist.sites,
            watchlist.divisions,
            watchlist.terms,
            watchlist.combinations,
        )
        self._known = {entry.id for kind in kinds for entry in kind}

    def with_entry(self, text: str, entry: str) -> str:
        """`text` and the entry it is about, if that may be said."""
        if entry not in self._known and self._subject != f"person:{entry}":
            return text
        return f"{text} ({phrases.of_entry(entry, self._subject, self.catalogue)})"


def _head(look: Detailed, catalogue: Catalogue) -> kit.Block:
    finding = look.seen.finding
    facts = (
        phrases.of_subject(finding.subject, catalogue),
        catalogue.text(phrases.KINDS[finding.kind]),
        catalogue.text(phrases.SEVERITIES[finding.severity]),
        catalogue.text(N_("{percent} % sure"), percent=min(99, round(finding.score * 100))),
    )
    block = kit.rich_text(
        kit.section(kit.words(finding.label, bold=True), kit.words(" · " + " · ".join(facts)))
    )
    if excerpt := inert(look.excerpt, _EXCERPT_LIMIT):
        block["elements"].append(kit.quotation(excerpt))
    return block


def _part(title: str, lines: Sequence[str], catalogue: Catalogue, *, most: int) -> kit.Block:
    """The last lines of a part, and how many there are before."""
    left = len(lines) - most
    more = [catalogue.text(N_("and {count} more"), count=left)] if left > 0 else []
    shown = [*more, *(cut(line, _LINE_LIMIT) for line in lines[-most:])]
    text = "".join(f"\n• {line}" for line in shown)
    return kit.rich_text(kit.section(kit.words(title, bold=True), kit.words(text)))


def _reveal(label: str, catalogue: Catalogue) -> kit.Block:
    """Names, quotes and links never come here; this is where they are."""
    say = N_("Name, quote and link are shown where leakwatch runs, and the look is logged: ")
    command = f"leakwatch findings show {label} --reveal --reason …"
    return kit.rich_text(kit.section(kit.words(catalogue.text(say)), kit.words(command, code=True)))


def _reason(reason: LoggedReason, shown: _Entries) -> str:
    sign = "+" if reason.weight >= 0 else "−"
    words = phrases.of_rule(reason.rule, shown.catalogue)
    return shown.with_entry(f"{sign}{abs(reason.weight):.1f} {words}", reason.entry)


def _suppressed(one: Suppressed, shown: _Entries) -> str:
    words = phrases.of_rule(one.rule, shown.catalogue)
    return shown.with_entry(f"{words} ×{one.count}", one.entry)


def _history(look: Detailed, catalogue: Catalogue, zone: tzinfo) -> list[str]:
    lines = [in_words(line, catalogue, zone=zone) for line in look.seen.history]
    if look.absence is not None:
        since = moment(look.absence.since, zone)
        lines.append(catalogue.text(N_("not shown since {since}"), since=since))
    return lines
