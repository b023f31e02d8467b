"""The letters of a campaign, drafted for all its lines by one command."""

from __future__ import annotations

from typing import Annotated

import typer

from leakwatch.cli.campaign_labels import EitherArgument, read_label
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import LetterKind

LanguageOption = Annotated[
    str | None,
    typer.Option("--language", help=_("ja or en; else the platform's, else the installation's.")),
]


def letters(context: typer.Context, label: EitherArgument, language: LanguageOption = None) -> None:
    _draft(session_of(context), label, LetterKind.PLATFORM_INQUIRY, language)


def remind(context: typer.Context, label: EitherArgument, language: LanguageOption = None) -> None:
    _draft(session_of(context), label, LetterKind.REMINDER, language)


def _draft(session: Session, label: str, kind: LetterKind, language: str | None) -> None:
    from leakwatch.app.campaign_letters import draft_letters

    if language not in {None, "ja", "en"}:
        raise UsageError(N_("--language {language}: write ja or en"), language=language)
    number, platform = read_label(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        found = draft_letters(
            watch, number, platform, kind, actor=actor, now=now(), language=language
        )
    terminal = session.terminal
    for one in found:
        terminal.say(
            N_("{letter}: draft about {label} ({language}), to be approved by somebody else"),
            letter=one.letter.label,
            label=one.letter.about,
            language=one.letter.language,
        )
        for fault in one.faults:
            terminal.warn(
                N_("{letter} cannot leave yet: {fault}"),
                letter=one.letter.label,
                fault=fault.phrase.text(terminal.catalogue),
            )
