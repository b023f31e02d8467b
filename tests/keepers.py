"""How long things are kept in tests, and what is kept beside findings."""

from __future__ import annotations

from dataclasses import replace

from leakwatch.models import (
    Case,
    CaseFacts,
    CaseState,
    KeepingTerms,
    LetterKind,
    LetterText,
)
from leakwatch.record import Record
from tests.logged import NOW, day

TERMS = KeepingTerms(
    days={
        "dismissed": 180,
        "closed": 1095,
        "letters": 1095,
        "evidence": 1095,
        "captures": 14,
        "reasons": 1825,
        "tombstones": 1095,
    },
    people=365,
)
SECRET = "東雲朔太郎様の件"


def open_case(record: Record, *, subject: str = "person:E012", source: str = "platform") -> Case:
    """A case on F-1001 with a letter and an answer that name somebody."""
    case = record.cases.open(
        [1001], source=source, subject=subject, owner="R01", actor="R01", now=NOW, reason=SECRET
    )
    record.letters.draft(
        LetterKind.PLATFORM_INQUIRY,
        "ja",
        about=case.label,
        text=LetterText(subject="照会", recipient="窓口 御中", body=SECRET),
        author="R01",
        now=NOW,
    )
    with record._database.writing() as session:
        record.attachments.keep(
            session,
            SECRET.encode(),
            about=case.label,
            name="answer.txt",
            media_type="text/plain",
            now=NOW,
        )
    return case


def close_case(record: Record, number: int, *, at: int) -> None:
    def closed(case: Case, _facts: CaseFacts) -> Case:
        return replace(case, state=CaseState.CLOSED, closed_at=day(at), due=None)

    record.cases.move(number, "close", actor="R01", decide=closed, now=day(at))
