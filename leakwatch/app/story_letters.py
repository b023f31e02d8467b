"""Letters of a story: drafted by one reviewer, approved by the other, produced and sent by hand."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from leakwatch.app.letters import Wanted, approve_letter, draft_letter, prepare
from leakwatch.app.letters_leaving import mail_of, mark_sent
from leakwatch.app.story_stage import LEAD, REVIEWER, Stage
from leakwatch.app.watch import Watch
from leakwatch.casework.letter_forms import as_file, as_page, as_text
from leakwatch.errors import N_
from leakwatch.locale.named import LETTERS
from leakwatch.models import FOR_STAFF, Letter, LetterKind, LetterState


def send_letter(stage: Stage, kind: LetterKind, about: str) -> Letter:
    """One letter from draft to "sent by hand", with its three files. Raises LeakwatchError."""
    with stage.open() as watch:
        reviewer, lead = (stage.reviewer(watch, name) for name in (REVIEWER, LEAD))
        drafted = draft(stage, watch, kind, about)
        with stage.refused(
            N_("{letter}: whoever wrote it does not approve it: {why}"), letter=drafted.label
        ):
            approve_letter(watch, drafted.number, actor=reviewer, now=stage.now)
        with stage.refused(
            N_("{letter}: nothing leaves that nobody approved: {why}"), letter=drafted.label
        ):
            mark_sent(watch, drafted.number, on=None, actor=reviewer, now=stage.now)
        approved = approve_letter(watch, drafted.number, actor=lead, now=stage.now)
        files = produce(stage, watch, approved)
        sent = mark_sent(watch, drafted.number, on=None, actor=reviewer, now=stage.now)
    stage.expect(
        N_("{letter} about {about} ({kind}): by {author}, approved by {approver}, sent by hand"),
        right=sent.state is LetterState.SENT and all(file.stat().st_size for file in files),
        letter=sent.label,
        about=about,
        kind=stage.words(LETTERS[kind]),
        author=sent.author,
        approver=sent.approver or "-",
    )
    return sent


def draft(stage: Stage, watch: Watch, kind: LetterKind, about: str) -> Letter:
    """Written from the company's text; a gap in it is a step that went wrong."""
    reviewer = stage.reviewer(watch, REVIEWER)
    wanted = Wanted(kind=kind, about=about, language=stage.language)
    made = prepare(watch, wanted, actor=reviewer, now=stage.now)
    letter = draft_letter(watch, wanted, actor=reviewer, now=stage.now)
    if made.missing or made.faults:
        stage.expect(
            N_("{letter} lacks {fields}"),
            right=False,
            letter=letter.label,
            fields=", ".join(made.missing) or len(made.faults),
        )
    return letter


def produce(stage: Stage, watch: Watch, letter: Letter) -> tuple[Path, ...]:
    """Its mail, its text and its page to print, beside the installation."""
    folder = stage.world.directory / "letters"
    folder.mkdir(mode=0o700, exist_ok=True)
    text = watch.record.letters.text(letter.number)
    contents = {
        ".txt": as_text(letter, text).encode(),
        ".html": as_page(letter, text).encode(),
    }
    if letter.kind not in FOR_STAFF:  # those have no address of their own
        mail = mail_of(watch, letter, text, now=stage.now.astimezone(UTC))
        contents[".eml"] = as_file(mail, unsent=True)
    files = tuple(folder / f"{letter.label}{ending}" for ending in contents)
    for file, content in zip(files, contents.values(), strict=True):
        file.touch(mode=0o600)
        file.write_bytes(content)
    return files
