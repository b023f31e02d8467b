"""What "gone" may rest on, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.casework.case_terms import Circumstances
from leakwatch.errors import N_
from leakwatch.models import Absence, Basis, Case, CaseFacts

#: Sweeps that read the pages which showed it, before "gone" is proved.
_SWEEPS = 2


def basis_missing(
    case: Case, facts: CaseFacts, given: Circumstances
) -> tuple[str, Mapping[str, object]] | None:
    """Why "gone" cannot rest on the basis that was given; None: it can."""
    basis = given.basis
    if basis is None:
        return N_("{label}: say what gone rests on: --basis {known}"), {"known": " | ".join(Basis)}
    if basis is Basis.SWEEP:
        return _by_sweeps(case, facts, given)
    if given.swept and case.findings:
        return N_(
            "{label}: {source} can be swept, so gone rests on sweeps: two that do not show it and"
            " a look at its page (leakwatch sweep {source})"
        ), {"source": case.source}
    if given.attachment is None or facts.attachments.get(given.attachment) != case.label:
        return N_("{label}: the basis {basis} needs what was written: --attach FILE"), {
            "basis": basis.value
        }
    if given.attachment == case.attachment:
        return N_("{label}: that is what it rested on before: attach what was written since"), {}
    return None


def _by_sweeps(
    case: Case, facts: CaseFacts, given: Circumstances
) -> tuple[str, Mapping[str, object]] | None:
    unproved = [f"F-{one.number}" for one in facts.findings if not _proved(one.absence)]
    if facts.findings and not unproved:
        return _again(case, facts, given)
    return N_(
        "{label}: sweeps do not prove it ({findings}): two clean ones that do not show it and a look"
        " at its page are needed; sweep {source} again"
    ), {"findings": ", ".join(unproved) or "-", "source": case.source}


def _again(
    case: Case, facts: CaseFacts, given: Circumstances
) -> tuple[str, Mapping[str, object]] | None:
    """Why the sweeps do not reach to the day on which it had to be looked at again."""
    due = [day for day in case.rechecks if day <= given.today]
    if case.verified_on is None or not due:
        return None
    last = facts.clean_sweep
    if last is not None and last.astimezone(given.zone).date() >= max(due):
        return None
    return N_("{label}: no clean sweep since {day}: leakwatch sweep {source}"), {
        "day": max(due).isoformat(),
        "source": case.source,
    }


def _proved(absence: Absence | None) -> bool:
    return absence is not None and absence.proof is not None and len(absence.sweeps) >= _SWEEPS
