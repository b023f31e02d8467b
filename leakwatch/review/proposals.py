"""What the dismissals suggest to leave out, and what that would have hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leakwatch.models import (
    EntryKind,
    Excerpt,
    LoggedFinding,
    LoggedReason,
    Status,
    Watchlist,
    person_of,
    person_subject,
    term_subject,
)
from leakwatch.review.outcomes import score_of
from leakwatch.review.precision import JUDGEMENTS, became_of
from leakwatch.review.words import employers_in, longer_word, stands_in
from leakwatch.score import ALERT_FROM, WEIGHTS
from leakwatch.text import fold_key

#: Verdicts that say: this word was not about us.
_NOT_ABOUT_US = frozenset({"not_ours", "public"})
_RIGHT = frozenset({Status.CONFIRMED, Status.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change of the watchlist; nothing but a suggestion."""

    kind: str  #: `not_in`, `weak` or `namesake`
    entry: str  #: id of the term, company or person
    word: str  #: the longer word, the alias or the other employer (empty: not in what is kept)
    dismissed: tuple[int, ...] = ()  #: the findings that suggest it
    hides: tuple[int, ...] = ()  #: findings of the log it would have hidden
    confirmed: tuple[int, ...] = ()  #: those of them that were right


def propose(
    findings: Sequence[LoggedFinding], acts: Mapping[int, str], watchlist: Watchlist
) -> tuple[Proposal, ...]:
    """Proposals from the dismissed among `findings`, those that hide nothing right first.

    Each is held against every finding: as far as the kept excerpts and reasons show, since the pages
    themselves are not kept.
    """
    sources: dict[Proposal, list[int]] = {}
    for finding in findings:
        for proposal in dict.fromkeys(_suggested(finding, became_of(finding, acts), watchlist)):
            sources.setdefault(proposal, []).append(finding.number)
    held = [
        _held_against(findings, acts, replace(proposal, dismissed=tuple(numbers)))
        for proposal, numbers in sources.items()
    ]
    return tuple(sorted(held, key=lambda one: (len(one.confirmed), -len(one.hides), one.entry)))


def _held_against(
    findings: Sequence[LoggedFinding], acts: Mapping[int, str], proposal: Proposal
) -> Proposal:
    hidden = [finding for finding in findings if hides(proposal, finding)]
    right = [one for one in hidden if JUDGEMENTS.get(became_of(one, acts)) in _RIGHT]
    return replace(
        proposal,
        hides=tuple(finding.number for finding in hidden),
        confirmed=tuple(finding.number for finding in right),
    )


def hides(proposal: Proposal, finding: LoggedFinding) -> bool:
    """Whether `finding` would not have been one."""
    match proposal.kind:
        case "not_in":
            return _hides_term(proposal, finding)
        case "weak":
            return _hides_alias(proposal, finding)
        case _:
            return _hides_namesake(proposal, finding)


def _hides_term(proposal: Proposal, finding: LoggedFinding) -> bool:
    found = _excerpts(finding, proposal.entry)
    if not found or not all(stands_in(proposal.word, excerpt) for excerpt in found):
        return False
    rest = [reason for reason in _reasons(finding) if reason.entry != proposal.entry]
    return finding.subject == term_subject(proposal.entry) or score_of(rest) < ALERT_FROM


def _hides_alias(proposal: Proposal, finding: LoggedFinding) -> bool:
    found = [one for one in _excerpts(finding, proposal.entry) if one.rule == "company_named"]
    alias = fold_key(proposal.word)
    if not found or any(fold_key(excerpt.quote) != alias for excerpt in found):
        return False
    weak = WEIGHTS["company_weak"].value
    weighed = [
        replace(reason, weight=min(reason.weight, weak))
        if reason.rule == "company_named" and reason.entry == proposal.entry
        else reason
        for reason in _reasons(finding)
    ]
    return score_of(weighed) < ALERT_FROM


def _hides_namesake(proposal: Proposal, finding: LoggedFinding) -> bool:
    if finding.subject != person_subject(proposal.entry):
        return False
    if not proposal.word:
        return any(reason.rule == "other_employer" for reason in _reasons(finding))
    employer = fold_key(proposal.word)
    return any(employer in _whole(excerpt) for excerpt in finding.excerpts)


def _suggested(finding: LoggedFinding, became: str, watchlist: Watchlist) -> Iterator[Proposal]:
    if became in _NOT_ABOUT_US:
        yield from _longer_words(finding, watchlist)
        yield from _aliases(finding, watchlist)
    elif became == "namesake" and (person := person_of(finding.subject)):
        for employer in _employers(finding.excerpts, watchlist) or [""]:
            yield Proposal(kind="namesake", entry=person, word=employer)


def _longer_words(finding: LoggedFinding, watchlist: Watchlist) -> Iterator[Proposal]:
    terms = {term.id: term for term in watchlist.terms}
    for excerpt in finding.excerpts:
        term = terms.get(excerpt.entry)
        word = longer_word(excerpt) if term and excerpt.entry_kind is EntryKind.TERM else ""
        if not term or not word:
            continue
        known = {fold_key(one) for one in (term.text, *term.variants, *term.not_in)}
        if fold_key(word) not in known:
            yield Proposal(kind="not_in", entry=term.id, word=word)


def _aliases(finding: LoggedFinding, watchlist: Watchlist) -> Iterator[Proposal]:
    """Names of a company, other than its full one, by which it was taken for another."""
    for company in watchlist.companies:
        aliases = {fold_key(alias): alias for alias in (*company.aliases, *company.english)}
        for excerpt in _excerpts(finding, company.id):
            alias = aliases.get(fold_key(excerpt.quote))
            if alias and excerpt.rule == "company_named":
                yield Proposal(kind="weak", entry=company.id, word=alias)


def _employers(excerpts: Iterable[Excerpt], watchlist: Watchlist) -> list[str]:
    """Companies in what is kept of the page, but our own."""
    own = [
        fold_key(name)
        for company in watchlist.companies
        for name in (company.name, *company.aliases, *company.weak_aliases, *company.former_names)
    ]
    text = "\n\n".join(f"{one.before}{one.quote}{one.after}" for one in excerpts)
    return [name for name in employers_in(text) if not any(ours in fold_key(name) for ours in own)]


def _reasons(finding: LoggedFinding) -> tuple[LoggedReason, ...]:
    return finding.explanation.reasons if finding.explanation else ()


def _excerpts(finding: LoggedFinding, entry: str) -> list[Excerpt]:
    return [excerpt for excerpt in finding.excerpts if excerpt.entry == entry]


def _whole(excerpt: Excerpt) -> str:
    return fold_key(f"{excerpt.before}{excerpt.quote}{excerpt.after}")
