"""What kinds, severities, outcomes and subjects are called in an alert."""

from __future__ import annotations

from collections.abc import Sequence

from leakwatch import score
from leakwatch.errors import N_
from leakwatch.locale import Catalogue, named
from leakwatch.models import COMPANY, UNKNOWN, Outcome, Severity
from leakwatch.notify.inert import inert

KINDS = named.KINDS
SEVERITIES = named.SEVERITIES
#: Found by the eye before a word is read.
MARKS = {
    Severity.LOW: "⚪",
    Severity.MEDIUM: "🟡",
    Severity.HIGH: "🟠",
    Severity.CRITICAL: "🔴",
}
#: How a sweep ended, where nothing is said of the one before.
SWEPT = named.OUTCOMES
OUTCOMES = {
    **SWEPT,
    Outcome.OK: N_("sees again"),
    Outcome.NONE: N_("sees again, nothing there"),
}
_SUBJECTS = {
    UNKNOWN: N_("one of ours, person unknown"),
    COMPANY: N_("the company"),
}
_NAMED = {
    **{str(key): text for key, text in KINDS.items()},
    **{str(key): text for key, text in SEVERITIES.items()},
    **{str(key): text for key, text in OUTCOMES.items()},
}
_ID_LIMIT = 40
_RULE_LIMIT = 120


def of_key(key: str, catalogue: Catalogue) -> str:
    """A key of `Alert.counts` in words."""
    return catalogue.text(_NAMED[key]) if key in _NAMED else inert(key, _ID_LIMIT)


def of_rule(rule: str, catalogue: Catalogue) -> str:
    """The words of a rule; its name where an older version left one that is no more."""
    try:
        return catalogue.text(score.words(rule))
    except KeyError:
        return inert(rule, _RULE_LIMIT)


def of_subject(subject: str, catalogue: Catalogue) -> str:
    """Whom or what a finding is about, without saying which person: roster ids may be staff numbers."""
    if subject in _SUBJECTS:
        return catalogue.text(_SUBJECTS[subject])
    kind, _, entry = subject.partition(":")
    if kind == "term":
        return catalogue.text(N_("term {term}"), term=inert(entry, _ID_LIMIT))
    return catalogue.text(N_("somebody on the roster"))


def of_entry(entry: str, subject: str, catalogue: Catalogue) -> str:
    """An entry of the watchlist by its id, unless that is the person the finding is about."""
    if subject == f"person:{entry}":
        return catalogue.text(N_("the name"))
    return inert(entry, _ID_LIMIT)


def listed(names: Sequence[str], count: int, catalogue: Catalogue) -> str:
    """`names`, and how many of `count` they leave out."""
    left = count - len(names)
    return "; ".join([*names, *([more(left, catalogue)] if left else [])])


def more(count: int, catalogue: Catalogue) -> str:
    return catalogue.text(N_("and {count} more"), count=count)
