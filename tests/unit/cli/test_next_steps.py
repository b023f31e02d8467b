from __future__ import annotations

import io

import pytest

from leakwatch.cli.next_steps import after_case, after_letter
from leakwatch.cli.terminal import Terminal
from leakwatch.locale import catalogue
from leakwatch.models import UNKNOWN, CaseState, LetterState
from tests.announced import make_letter
from tests.case_files import make_case


def listening() -> tuple[Terminal, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Terminal(out, err, catalogue("en")), out, err


@pytest.mark.parametrize(
    ("state", "subject", "said"),
    [
        (CaseState.OPEN, "person:E012", "by somebody else: leakwatch cases move C-1 approve"),
        (CaseState.OPEN, UNKNOWN, "leakwatch cases show C-1"),
        (CaseState.INQUIRY, UNKNOWN, "--about C-1; KIND: deregistration_relay | platform_inquiry"),
        (CaseState.NOTICE, UNKNOWN, "leakwatch awareness announce --about C-1"),
        (CaseState.WAITING, UNKNOWN, "leakwatch cases show C-1"),
    ],
)
def test_a_case_that_moved_names_the_next_command_beside_the_result(
    state: CaseState, subject: str, said: str
) -> None:
    terminal, out, err = listening()
    after_case(terminal, make_case(number=1, state=state, subject=subject, approved_by=None))
    assert said in err.getvalue()
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("state", "about", "said"),
    [
        (LetterState.DRAFT, "C-3", "by somebody else: leakwatch letters approve L-7"),
        (LetterState.DRAFT, "A-2", "leakwatch awareness approve A-2"),
        (LetterState.APPROVED, "A-2", "leakwatch awareness publish A-2"),
        (LetterState.APPROVED, "C-3", "leakwatch letters send L-7"),
        (LetterState.SENT, "C-3", "leakwatch cases show C-3"),
        (LetterState.SENT, "K-1/glg", "leakwatch campaigns send K-1"),
        (LetterState.WITHDRAWN, "C-3", ""),
        (LetterState.SENDING, "C-3", ""),
    ],
)
def test_a_letter_names_the_next_command_beside_the_result(
    state: LetterState, about: str, said: str
) -> None:
    terminal, out, err = listening()
    after_letter(terminal, make_letter(number=7, state=state, about=about))
    assert said in err.getvalue()
    assert bool(said) == bool(err.getvalue())
    assert out.getvalue() == ""
