"""What the report to the board counts of a story, and that it names nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from leakwatch.app.board_report import board_report
from leakwatch.app.story_stage import Stage
from leakwatch.app.watch import Watch
from leakwatch.casework.report import Report
from leakwatch.casework.report_pages import report_html, report_markdown
from leakwatch.errors import N_
from leakwatch.locale import catalogue
from leakwatch.models import CaseState, LetterState

_YEAR = timedelta(days=365)


def report(stage: Stage) -> None:
    """Write it as Markdown and HTML beside the installation, and compare it with the record."""
    with stage.open() as watch:
        told = board_report(
            watch,
            since=stage.now - _YEAR,
            until=stage.now + timedelta(days=1),
            now=stage.now,
            texts=catalogue(stage.language),
        )
        names = [one.surname + one.given for one in watch.record.people.load()]
        gone, sent = _counted(watch)
    for name, figure in told.figures:
        stage.tell(N_("{name}: {figure}"), name=name, figure=figure)
    files = _write(stage, told)
    texts = "".join(file.read_text(encoding="utf-8") for file in files)
    figures = dict(told.figures)
    stage.expect(
        N_("the report counts {cases} cases as gone and {letters} letters as sent"),
        right=figures[stage.words("verified gone")] == str(gone) and sent > gone > 0,
        cases=gone,
        letters=sent,
    )
    stage.expect(
        N_("it names none of {count} people: {files}"),
        right=not any(name in texts for name in names),
        count=len(names),
        files=", ".join(file.name for file in files),
    )


def _counted(watch: Watch) -> tuple[int, int]:
    cases = [one for one in watch.record.cases.list() if one.state is CaseState.CLOSED]
    letters = watch.record.letters.list(state=LetterState.SENT)
    return len([one for one in cases if one.basis is not None]), len(letters)


def _write(stage: Stage, told: Report) -> tuple[Path, ...]:
    contents = {
        "report.md": report_markdown(told),
        "report.html": report_html(told, language=stage.language),
    }
    files = tuple(stage.world.directory / name for name in contents)
    for file, content in zip(files, contents.values(), strict=True):
        file.touch(mode=0o600)
        file.write_text(content, encoding="utf-8")
    return files
