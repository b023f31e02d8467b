"""What is not shown any more: what its own page said when it was asked, and what that proves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leakwatch.errors import N_


class Answer(StrEnum):
    GONE = "gone"  #: the page says that it is not there
    THERE = "there"  #: the page answers as one that is there
    UNKNOWN = "unknown"  #: nobody can tell: blocked, failed, not allowed to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at the place of a finding that a sweep did not show any more."""

    answer: Answer
    how: str  #: a key of `CHECKS`, or the name of an error such as `timeout`
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A sweep that read its source cleanly and to the end, and did not show the finding."""

    sweep: int
    at: datetime | None  #: when it ended; None: the log has no such sweep any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What the log can show for it that a finding is not there any more.

    The proof is whole with two sweeps and a check that answered `gone`.
    """

    since: datetime  #: end of the first sweep that missed it
    sweeps: tuple[Miss, ...]  #: oldest first, each once
    checks: tuple[Check, ...]  #: oldest first
    gone_at: datetime | None  #: when the log called it gone; None: it does not

    @property
    def proof(self) -> Check | None:
        """The check by which it is gone."""
        found = [check for check in self.checks if check.answer is Answer.GONE]
        return found[-1] if found and self.gone_at is not None else None


#: how a check ended → what it means
CHECKS = {
    "http_404": N_("its page is not found (404)"),
    "http_410": N_("its page is gone for good (410)"),
    "redirected": N_("its page leads to another one"),
    "soft_404": N_("its page says that there is nothing"),
    "not_on_page": N_("the page that showed it was read and does not show it"),
    "not_said": N_("its page was read and does not say it any more"),
    "http_200": N_("its page is still there"),
    "moved": N_("its page is still there at a longer address"),
    "wall": N_("its page wants a login, or keeps programs out"),
    "empty": N_("its page is empty"),
    "no_address": N_("there is no address to ask at"),
    "not_asked": N_("the sweep ended before its page was asked"),
}

#: what happened to a finding → what is said of it; verdicts have words of their own
ACTS = {
    "found": N_("found"),
    "edited": N_("the page was edited, with nothing new for us"),
    "lost": N_("some of what was found is not there any more"),
    "reopened": N_("something new was found"),
    "returned": N_("it is back again"),
    "woken": N_("it was set aside until now"),
    "side_job": N_("an approved side job covers this"),
    "side_job_over": N_("no approved side job covers it any more"),
    "missing": N_("a sweep did not show it"),
    "gone": N_("it is gone"),
    "unlisted": N_("not listed any more, its page is still there"),
    "unchecked": N_("not listed any more, its page could not be asked"),
    "superseded": N_("found again with the key"),
    "erased": N_("erased"),
    "expired": N_("deleted, for the time it is kept was over"),
}
