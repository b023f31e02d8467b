"""Letters as people handle them: drafted, edited, approved, sent, recorded as sent by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leakwatch.app.letter_files import mail_of
from leakwatch.app.letter_writing import Wanted, number_in, written
from leakwatch.app.watch import Watch
from leakwatch.casework.letter_check import approval, leaving, require_writer
from leakwatch.casework.letters import Written
from leakwatch.errors import N_, LeakwatchError, NotifyUnclear, UsageError
from leakwatch.models import Letter, Reviewer
from leakwatch.notify import Mailer
from leakwatch.review import require_reader

#: Days after which the dates in a letter are no longer those of its leaving.
_FRESH = timedelta(days=14)


def draft_letter(
    watch: Watch, wanted: Wanted, *, actor: Reviewer | None, now: datetime
) -> tuple[Letter, Written]:
    """Write a letter; what is missing stands in it as a gap, and is named.

    Raises UsageError, ConfigMistakes, PermissionDenied and SealError.
    """
    known = require_writer(require_reader(actor, subject=subject_of(watch, wanted.about)))
    result, text, language = written(watch, wanted, now=now)
    letter = watch.record.letters.draft(
        wanted.kind, language, about=wanted.about, text=text, author=known.id, now=now
    )
    return letter, result


def redraft_letter(
    watch: Watch,
    number: int,
    *,
    to: str,
    fields: Mapping[str, str],
    actor: Reviewer | None,
    now: datetime,
) -> tuple[Letter, Written]:
    """Write a letter anew from its text, as a new version. Raises as `draft_letter` does."""
    before, known = _mine(watch, number, actor)
    wanted = Wanted(
        kind=before.kind,
        about=before.about,
        language=before.language,
        to=to or watch.record.letters.text(number).recipient,
        fields=fields,
    )
    result, text, _ = written(watch, wanted, now=now)
    return watch.record.letters.revise(number, text, author=known.id, now=now), result


def edit_letter(
    watch: Watch,
    number: int,
    *,
    actor: Reviewer | None,
    now: datetime,
    subject: str | None = None,
    to: str | None = None,
    body: str | None = None,
) -> Letter:
    """A new version in somebody's own words. Raises UsageError, VerdictError and SealError."""
    _, known = _mine(watch, number, actor)
    text = watch.record.letters.text(number)
    changed = replace(
        text,
        subject=text.subject if subject is None else subject,
        recipient=text.recipient if to is None else to.strip(),
        body=text.body if body is None else body,
    )
    if changed == text:
        raise UsageError(N_("{letter}: nothing would change"), letter=f"L-{number}")
    return watch.record.letters.revise(number, changed, author=known.id, now=now)


def approve_letter(watch: Watch, number: int, *, actor: Reviewer | None, now: datetime) -> Letter:
    """Let a letter leave. Raises PermissionDenied, UsageError, VerdictError and SealError."""
    _, known = _mine(watch, number, actor)
    check = approval(known, watch.settings.reviewers)
    return watch.record.letters.approve(number, actor=known.id, check=check, now=now)


async def send_letter(
    watch: Watch, number: int, *, actor: Reviewer | None, now: datetime
) -> Letter:
    """Hand a letter to the company's mail server.

    Raises NotifyUnclear when it may have been taken: it stays `sending` until somebody says how it
    ended. Raises NotifyError, UsageError, VerdictError and PermissionDenied when it was not.
    """
    letter, known = _mine(watch, number, actor)
    settings = watch.settings
    if settings.mail is None:
        raise UsageError(
            N_(
                "no mail server is configured (mail in leakwatch.yaml): send it by hand, then"
                " leakwatch letters sent {letter}"
            ),
            letter=letter.label,
        )
    _require_fresh(watch, number, now=now)
    mailer = Mailer(settings.mail, settings.network)
    text = watch.record.letters.begin_sending(
        number, actor=known.id, check=leaving(by_mail=True), now=now
    )
    try:
        sender = settings.casework.sender
        await mailer.post(mail_of(letter, text, sender, envelope=settings.mail.sender, now=now))
    except NotifyUnclear:
        raise
    except LeakwatchError:
        watch.record.letters.not_sent(number, actor=known.id, now=now)
        raise
    return watch.record.letters.mark_sent(
        number, by_hand=False, actor=known.id, check=leaving(by_mail=True), now=now
    )


def record_sent(
    watch: Watch,
    number: int,
    *,
    on: date | None,
    actor: Reviewer | None,
    now: datetime,
) -> Letter:
    """A letter that left by post, form or somebody's own mail. Raises UsageError, VerdictError."""
    letter, known = _mine(watch, number, actor)
    day = on or watch.today(now)
    if day > watch.today(now) or day < letter.created_at.astimezone(_zone(watch)).date():
        raise UsageError(
            N_(
                "{letter} was written on {written} and cannot have left on {day}: write when it did"
            ),
            letter=letter.label,
            written=letter.created_at.astimezone(_zone(watch)).date().isoformat(),
            day=day.isoformat(),
        )
    sent_at = now if day == watch.today(now) else datetime.combine(day, time(12), _zone(watch))
    return watch.record.letters.mark_sent(
        number,
        by_hand=True,
        actor=known.id,
        check=leaving(by_mail=False),
        now=now,
        sent_at=sent_at,
    )


def record_not_sent(watch: Watch, number: int, *, actor: Reviewer | None, now: datetime) -> Letter:
    """A letter whose sending broke off, and that did not arrive. Raises VerdictError."""
    _, known = _mine(watch, number, actor)
    return watch.record.letters.not_sent(number, actor=known.id, now=now)


def withdraw_letter(
    watch: Watch, number: int, *, reason: str | None, actor: Reviewer | None, now: datetime
) -> Letter:
    """A letter that is not to be sent. Raises UsageError, VerdictError and SealError."""
    letter, known = _mine(watch, number, actor)
    if not (reason or "").strip():
        raise UsageError(N_("{label}: this needs a reason: --reason TEXT"), label=letter.label)
    return watch.record.letters.withdraw(number, actor=known.id, reason=reason or "", now=now)


def subject_of(watch: Watch, about: str) -> str | None:
    """Whom a letter about that label concerns, so that he does not handle it himself."""
    if about.startswith("C-"):
        return watch.record.cases.get(number_in(about)).subject
    return None


def _mine(watch: Watch, number: int, actor: Reviewer | None) -> tuple[Letter, Reviewer]:
    letter = watch.record.letters.get(number)
    return letter, require_writer(require_reader(actor, subject=subject_of(watch, letter.about)))


def _require_fresh(watch: Watch, number: int, *, now: datetime) -> None:
    version = watch.record.letters.versions(number)[-1]
    if now - version.at > _FRESH:
        raise UsageError(
            N_(
                "{letter} was written on {day}, so its dates are old: leakwatch letters redraft {letter}"
            ),
            letter=f"L-{number}",
            day=version.at.astimezone(_zone(watch)).date().isoformat(),
        )


def _zone(watch: Watch) -> ZoneInfo:
    return ZoneInfo(watch.settings.timezone)
