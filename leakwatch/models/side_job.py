"""Side jobs the company has approved, and what they settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from leakwatch.errors import N_
from leakwatch.models.actor import Role

#: Verdict of a finding that the register settled; a reviewer's own is `approved`.
BY_REGISTER = "side_job"

#: Those who may give the verdict `approved` on a finding approve a side job.
APPROVERS = frozenset({Role.LEAD, Role.LEGAL})
#: The sensitivity from which nothing is ever settled: what is internal is no side job's topic.
CONFIDENTIAL = 2

#: why → what is said of a finding on somebody who has an approved side job
APPROVALS = {
    "within": N_("an approved side job covers this"),
    "elsewhere": N_("an approved side job exists, but for another platform"),
    "other_time": N_("an approved side job exists, but for other dates"),
    "beyond": N_("an approved side job exists, but this goes beyond its topics"),
    "confidential": N_("an approved side job exists, but what stands here is confidential"),
    "ended": N_("an approved side job covered this until it ended"),
}


class SideJobState(StrEnum):
    PENDING = "pending"  #: entered; its approver has not confirmed it yet
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"  #: ended before its last day


@dataclass(frozen=True, slots=True, kw_only=True)
class SideJobTerms:
    """What was approved."""

    person: str  #: roster id
    platform: str  #: name of a source's definition, or a domain
    topics: tuple[str, ...]  #: ids of terms or divisions, or words
    begins: date
    ends: date  #: last day
    approver: str  #: reviewer id
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideJob:
    number: int
    state: SideJobState
    entered_by: str  #: reviewer id
    entered_at: datetime
    terms: SideJobTerms

    @property
    def label(self) -> str:
        return f"J-{self.number}"

    def holds(self, today: date) -> bool:
        return self.state is SideJobState.APPROVED and self.terms.begins <= today <= self.terms.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the register says of a finding."""

    side_job: int
    why: str  #: a key of `APPROVALS`

    @property
    def label(self) -> str:
        return f"J-{self.side_job}"

    @property
    def settles(self) -> bool:
        return self.why == "within"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideJobUse:
    """A finding the register had something to say of."""

    side_job: int
    finding: int
    why: str  #: a key of `APPROVALS`
    first: datetime
    last: datetime
