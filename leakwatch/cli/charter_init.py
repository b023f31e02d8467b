"""`leakwatch charter init`: the charter, question by question or from options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leakwatch.cli.asking import agreed, ask
from leakwatch.cli.charter import day_to_come, read_day
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

_LONGEST_RETENTION = 3_650
#: Key → its question; those from `scope` on may be left empty and are asked for by `check`.
_QUESTIONS: Mapping[str, str] = {
    "purpose": N_("Purpose: why are people watched at all?"),
    "legal_basis": N_("Legal basis: which work rules, agreement or law allows it, which number?"),
    "responsible": N_("Responsible: who answers for it?"),
    "deputy": N_("Deputy: who stands in (somebody else)?"),
    "retention_days": N_("Retention: after how many days are closed findings deleted (1-3650)?"),
    "notice_date": N_("Notice: on which day was the staff told (YYYY-MM-DD)?"),
    "valid_until": N_("Validity: what is the last day on which it holds (YYYY-MM-DD)?"),
    "scope": N_("Scope: what is watched, and what is not? (may be left empty for now)"),
    "authority": N_("Authority: who decided it, when, where does it say so? (may be left empty)"),
    "consultation": N_(
        "Consultation: with which union or representatives was it discussed, how did that end?"
        " (may be left empty)"
    ),
    "consulted_on": N_("On which day was that (YYYY-MM-DD; may be left empty)?"),
    "notice": N_("What was the staff told? (one line; may be left empty)"),
}
_NEEDED = (
    "purpose",
    "legal_basis",
    "responsible",
    "deputy",
    "retention_days",
    "notice_date",
    "valid_until",
)

PurposeOption = Annotated[str | None, typer.Option("--purpose", help=_("Why."))]
BasisOption = Annotated[
    str | None, typer.Option("--legal-basis", help=_("What allows it, with its number."))
]
ResponsibleOption = Annotated[
    str | None, typer.Option("--responsible", help=_("Who answers for it."))
]
DeputyOption = Annotated[str | None, typer.Option("--deputy", help=_("Who stands in."))]
RetentionOption = Annotated[
    str | None, typer.Option("--retention-days", help=_("Days closed findings are kept."))
]
NoticeDateOption = Annotated[
    str | None, typer.Option("--notice-date", help=_("When the staff was told."))
]
ValidityOption = Annotated[
    str | None, typer.Option("--valid-until", help=_("Last day on which it holds."))
]
ScopeOption = Annotated[
    str | None, typer.Option("--scope", help=_("What is watched, and what is not."))
]
AuthorityOption = Annotated[
    str | None, typer.Option("--authority", help=_("Who decided it, and when."))
]
ConsultationOption = Annotated[
    str | None, typer.Option("--consultation", help=_("With whom it was discussed."))
]
ConsultedOption = Annotated[str | None, typer.Option("--consulted-on", help=_("When that was."))]
NoticeOption = Annotated[
    Path | None, typer.Option("--notice-file", help=_("Text of the notice to the staff."))
]


def init(
    context: typer.Context,
    purpose: PurposeOption = None,
    legal_basis: BasisOption = None,
    responsible: ResponsibleOption = None,
    deputy: DeputyOption = None,
    retention_days: RetentionOption = None,
    notice_date: NoticeDateOption = None,
    valid_until: ValidityOption = None,
    scope: ScopeOption = None,
    authority: AuthorityOption = None,
    consultation: ConsultationOption = None,
    consulted_on: ConsultedOption = None,
    notice_file: NoticeOption = None,
    *,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help=_("Ask nothing; options say all."))
    ] = False,
) -> None:
    given = {
        "purpose": purpose,
        "legal_basis": legal_basis,
        "responsible": responsible,
        "deputy": deputy,
        "retention_days": retention_days,
        "notice_date": notice_date,
        "valid_until": valid_until,
        "scope": scope,
        "authority": authority,
        "consultation": consultation,
        "consulted_on": consulted_on,
    }
    _init(session_of(context), given, notice_file, asking=not non_interactive)


def _init(
    session: Session, given: Mapping[str, str | None], notice: Path | None, *, asking: bool
) -> None:
    from leakwatch.config import read_charter, write_charter

    today = now().date()
    if not read_charter(session.directory, today=today).empty:
        write_charter(session.directory, {}, today=today)  # says that there is one already
    answers = _answers(
        session.terminal, {**given, "notice": _text_of(notice)}, today, asking=asking
    )
    if asking and not agreed(
        session.terminal,
        N_("Write {file}? (yes/no)"),
        file=session.directory / "charter.yaml",
    ):
        session.terminal.say(N_("nothing is written"))
        return
    read = write_charter(session.directory, answers, today=today)
    session.terminal.say(N_("{file} is written"), file=read.file)
    if read.state.problem is not None:
        session.terminal.warn(read.state.problem, **read.state.values)
    _note(session)
    session.terminal.say(N_("look it over: leakwatch charter check"))


def _note(session: Session) -> None:
    """Enter the new version with who wrote it, where there is a record to enter it in."""
    from leakwatch.app.chartered import note_charter

    with session.watch() as watch:
        actor = session.actor(watch.settings)
        if actor is not None:
            note_charter(watch, watch.settings.charter, actor=actor.id, now=now())


def _answers(
    terminal: Terminal, given: Mapping[str, str | None], today: date, *, asking: bool
) -> dict[str, object]:
    """Values by key: from options, else asked for. Raises UsageError."""
    answers: dict[str, object] = {}
    for key, question in _QUESTIONS.items():
        read = _reading(key, answers, today)
        text = given[key]
        if text is None and asking:
            text = ask(terminal, question, check=read)
        if text is None and key in _NEEDED:
            raise UsageError(
                N_("{option} is missing: {question}"),
                option=f"--{key.replace('_', '-')}",
                question=terminal.text(question),
            )
        answers[key] = read(text or "")
    return answers


def _reading(key: str, answers: Mapping[str, object], today: date) -> Callable[[str], object]:
    """What makes the value of an answer, or refuses it."""

    def read(text: str) -> object:
        text = text.strip()
        if not text:
            if key in _NEEDED:
                raise UsageError(N_("this cannot be left empty"))
            return None
        if key == "retention_days":
            return _days(text)
        if key == "valid_until":
            return day_to_come(text, today)
        if key in {"notice_date", "consulted_on"}:
            return read_day(text)
        if key == "deputy" and text == answers.get("responsible"):
            raise UsageError(N_("the deputy is somebody else than the responsible person"))
        return text

    return read


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST_RETENTION):
        raise UsageError(
            N_("{text} is no number of days from 1 to {most}"),
            text=text[:20],
            most=_LONGEST_RETENTION,
        )
    return int(text)


def _text_of(file: Path | None) -> str | None:
    """Raises UsageError when it cannot be read as UTF-8."""
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            N_("{file} cannot be read as text in UTF-8: save it so"), file=file
        ) from error
