"""What "gone" may rest on, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leakwatch.casework.case_given import Circumstances
from leakwatch.errors import N_
from leakwatch.locale.names import Names
from leakwatch.models import Absence, Basis, Case, CaseFacts

#: Sweeps that read the pages which showed it, before "gone" is proved.
_SWEEPS = 2


def basis_missing(
    case: Case, facts: CaseFacts, given: Circumstances
) -> tuple[str, Mapping[str, object]] | None:
    """Why "gone" cannot rest on the basis that was given; None: it can."""
    basis = given.basis
    if basis is None:
        return N_("{label}: say what gone rests on: --basis {known}"), {
            "known": Names(tuple(Basis), between=" | ")
        }
    if basis is Basis.SWEEP:
        return _by_sweeps(case, facts, given)
    if given.swept and case.findings:
        return N_(
            "{label}: {source} can be swept, so gone rests on sweeps: two that do not show it and"
            " a look at its page (leakwatch sweep {source})"
        ), {"source": case.source}
    if given.attachment is None:
        return N_("{label}: the basis {basis} needs what was written: --attach FILE"), {
            "basis": basis
        }
    if case.verified_on is not None and facts.repeated:
        return N_("{label}: this very file was kept before: a recheck needs what is said now"), {}
    return None


def _by_sweeps(
    case: Case, facts: CaseFacts, given: Circumstances
) -> tuple[str, Mapping[str, object]] | None:
    unproved = [f"F-{one.number}" for one in facts.findings if not _proved(one.absence)]
    if unproved or not facts.findings:
        return N_(
            "{label}: sweeps do not prove it ({findings}): two clean ones that do not show it and a"
            " look at its page are needed; sweep {source} again"
        ), {"findings": ", ".join(unproved) or "-", "source": case.source}
    since, last = _since(case, given), facts.swept_at
    if since is None or (last is not None and last.astimezone(given.zone).date() >= since):
        return None
    return N_("{label}: no clean sweep since {day}, when it was due: leakwatch sweep {source}"), {
        "day": since.isoformat(),
        "source": case.source,
    }


def _since(case: Case, given: Circumstances) -> date | None:
    """From when on a recheck has to have looked: the last day on which one was due."""
    due = [day for day in case.rechecks if day <= given.today]
    return max(due) if case.verified_on is not None and due else None


def _proved(absence: Absence | None) -> bool:
    return absence is not None and absence.proof is not None and len(absence.sweeps) >= _SWEEPS
