"""Letters of a story: drafted by one reviewer, approved by the other, produced and sent by hand."""

from __future__ import annotations

from leakwatch.app.story_stage import LEAD, REVIEWER, Stage
from leakwatch.app.watch import Watch
from leakwatch.casework.second import require_second
from leakwatch.errors import N_
from leakwatch.models import Letter, LetterCheck, LetterKind, LetterText, Reviewer


def send_letter(stage: Stage, watch: Watch, kind: LetterKind, about: str) -> Letter:
    """One letter from draft to "sent by hand", with its file; tells each step."""
    record, lead = watch.record.letters, stage.reviewer(watch, LEAD)
    drafted = record.draft(
        kind,
        stage.language,
        about=about,
        text=written(watch, kind, about),
        author=REVIEWER,
        now=stage.now,
    )
    record.approve(
        drafted.number, actor=LEAD, check=_second(lead, watch.settings.reviewers), now=stage.now
    )
    sent = record.mark_sent(
        drafted.number, by_hand=True, actor=REVIEWER, check=_as_it_is, now=stage.now
    )
    stage.tell(
        N_("{letter} about {about} ({kind}): written by {author}, approved by {approver}, sent"),
        letter=sent.label,
        about=about,
        kind=kind.value,
        author=sent.author,
        approver=sent.approver or "-",
    )
    return sent


def written(watch: Watch, kind: LetterKind, about: str) -> LetterText:
    return LetterText(subject=kind.value, recipient="inquiries@example.com", body=about)


def _second(actor: Reviewer, reviewers: tuple[Reviewer, ...]) -> LetterCheck:
    def check(letter: Letter, _text: LetterText) -> None:
        require_second(actor, letter.author, reviewers)

    return check


def _as_it_is(_letter: Letter, _text: LetterText) -> None:
    """Its approval stands."""
