"""Letters of a story: drafted by one reviewer, approved by the other, produced and sent by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from leakwatch.app.letter_files import mail_of, page_of, plain_of
from leakwatch.app.letter_writing import Wanted
from leakwatch.app.letters import approve_letter, draft_letter, record_sent
from leakwatch.app.story_stage import LEAD, REVIEWER, Stage
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Letter, LetterKind, LetterState

#: What is typed, for it is known to nobody but whoever writes.
FIELDS: Mapping[LetterKind, Mapping[str, str]] = {
    LetterKind.HR_CONTACT: {"person": "納富様"},
    LetterKind.GUIDELINE: {"guideline": "https://intranet.novaceram.example/guideline"},
}
_TO = {
    LetterKind.HR_CONTACT: "m.noudomi@novaceram.example",
    LetterKind.STAFF_NOTICE: "all@novaceram.example",
}


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
            record_sent(watch, drafted.number, on=None, actor=reviewer, now=stage.now)
        approved = approve_letter(watch, drafted.number, actor=lead, now=stage.now)
        files = produce(stage, watch, approved)
        sent = record_sent(watch, drafted.number, on=None, actor=reviewer, now=stage.now)
    stage.expect(
        N_("{letter} about {about} ({kind}): by {author}, approved by {approver}, sent by hand"),
        right=sent.state is LetterState.SENT and all(file.stat().st_size for file in files),
        letter=sent.label,
        about=about,
        kind=kind.value,
        author=sent.author,
        approver=sent.approver or "-",
    )
    return sent


def draft(stage: Stage, watch: Watch, kind: LetterKind, about: str) -> Letter:
    """Written from the company's text; a gap in it is a step that went wrong."""
    wanted = Wanted(
        kind=kind,
        about=about,
        language=stage.language,
        to=_TO.get(kind, ""),
        fields=FIELDS.get(kind, {}),
    )
    letter, result = draft_letter(
        watch, wanted, actor=stage.reviewer(watch, REVIEWER), now=stage.now
    )
    if result.missing:
        stage.expect(
            N_("{letter} lacks {fields}"),
            right=False,
            letter=letter.label,
            fields=", ".join(result.missing),
        )
    return letter


def produce(stage: Stage, watch: Watch, letter: Letter) -> tuple[Path, ...]:
    """Its mail, its text and its page to print, beside the installation."""
    folder = stage.world.directory / "letters"
    folder.mkdir(mode=0o700, exist_ok=True)
    text = watch.record.letters.text(letter.number)
    now = stage.now.astimezone(UTC)
    mail = mail_of(letter, text, watch.settings.casework.sender, now=now)
    contents = {
        ".eml": mail.as_bytes(),
        ".txt": plain_of(text).encode(),
        ".html": page_of(letter, text).encode(),
    }
    files = tuple(folder / f"{letter.label}{ending}" for ending in contents)
    for file, content in zip(files, contents.values(), strict=True):
        file.touch(mode=0o600)
        file.write_bytes(content)
    return files
