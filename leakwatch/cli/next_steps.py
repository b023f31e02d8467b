"""What to type next, said beside a result: on standard error, so that no script reads it."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import Case, CaseState, Letter, LetterState

_LOOK = N_("what may follow, and what it lacks: leakwatch cases show {about}")
#: By the state of a letter and the first letter of what it is about; the empty one is the rest.
_LETTERS: Mapping[LetterState, Mapping[str, str]] = {
    LetterState.DRAFT: {
        "A": N_("next, by somebody else: leakwatch awareness approve {about}"),
        "": N_("next, by somebody else: leakwatch letters approve {letter}"),
    },
    LetterState.APPROVED: {
        "A": N_("once the announcement is approved: leakwatch awareness publish {about}"),
        "": N_(
            "next: leakwatch letters send {letter}; by hand: letters export {letter} --as eml, then"
            " letters sent {letter}"
        ),
    },
    LetterState.SENT: {
        "C": _LOOK,
        "K": N_("leakwatch campaigns send {about} notes that it left, as the service does"),
    },
}


def after_case(terminal: Terminal, case: Case) -> None:
    """What a case waits for: a second person, a letter, or what `cases show` names."""
    from leakwatch.casework.cases import LETTERS

    kinds = LETTERS.get(case.state, ()) if case.state is not CaseState.WAITING else ()
    message = _LOOK
    if case.state is CaseState.OPEN and case.on_person and case.approved_by is None:
        message = N_("next, by somebody else: leakwatch cases move {about} approve")
    elif case.state is CaseState.NOTICE:
        message = N_(
            "next: leakwatch awareness announce --about {about}, or leakwatch letters draft KIND"
            " --about {about}; KIND: {kinds}"
        )
    elif kinds:
        message = N_("next: leakwatch letters draft KIND --about {about}; KIND: {kinds}")
    terminal.warn(message, about=case.label, kinds=" | ".join(sorted(kinds)))


def after_letter(terminal: Terminal, letter: Letter) -> None:
    """How a letter goes on, and what goes on once it left; a campaign is named without its line."""
    said = _LETTERS.get(letter.state, {})
    message = said.get(letter.about[:1], said.get(""))
    if message is not None:
        about = letter.about.partition("/")[0]
        terminal.warn(message, letter=letter.label, about=about)
