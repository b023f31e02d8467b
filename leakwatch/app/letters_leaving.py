"""How letters leave: through the mail server of the alerts, or by hand."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from leakwatch.app.campaign_letters import require_line_ready
from leakwatch.app.letters import judge, require_on
from leakwatch.app.letters_reading import read_letter, require_sight
from leakwatch.app.subjects import case_of
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import SERVICE
from leakwatch.casework.letter_forms import Envelope, as_file, as_mail, as_page, as_text
from leakwatch.casework.letter_rules import require_faultless
from leakwatch.casework.letters import fields_of_sender
from leakwatch.casework.second import require_second
from leakwatch.errors import N_, NotifyError, NotifyUnclear, UsageError, VerdictError
from leakwatch.models import Letter, LetterState, LetterText, Reviewer
from leakwatch.notify.mailer import Mailer

#: What a mail program shows as its sender.
_OURS = ("sender.company", "sender.department")
#: Held while a letter is handed over.
_LOCK = "sending"


class Post(Protocol):
    """What hands a mail to a server: `notify.mailer.Mailer`."""

    async def post(self, letter: EmailMessage) -> None:
        """Raises NotifyError, NotifyUnclear or NotifyRefused."""


def post_of(watch: Watch) -> Post:
    """The mail server of the alerts. Raises UsageError when none is configured."""
    if watch.settings.mail is None:
        raise UsageError(
            N_(
                "no mail server is configured (mail in leakwatch.yaml): export the letter, send it"
                " by hand, and record that with leakwatch letters sent"
            )
        )
    return Mailer(watch.settings.mail, watch.settings.network)


async def send_letter(
    watch: Watch,
    number: int,
    *,
    actor: Reviewer | None,
    post: Post,
    now: datetime,
    again: str | None = None,
) -> Letter:
    """Send an approved letter once; another process that sends now is waited for.

    `again` says why one whose outcome is unclear is sent once more. Raises UsageError for a wrong
    field, VerdictError, and as `Post.post` does: after NotifyUnclear the letter stays `sending`.
    """
    async with _alone(watch.settings.state_dir):
        return await _send(watch, number, actor=actor, post=post, now=now, again=again)


async def _send(
    watch: Watch,
    number: int,
    *,
    actor: Reviewer | None,
    post: Post,
    now: datetime,
    again: str | None,
) -> Letter:
    letter = watch.record.letters.get(number)
    known = require_on(watch, letter, actor)
    _require_ready(watch, letter, known)
    _require_known(letter, again)
    if letter.state is LetterState.SENDING:
        watch.record.letters.not_sent(number, actor=known.id, reason=again, now=now)
    judged, made = judge(watch, watch.day(now)), dict[str, EmailMessage]()

    def check(one: Letter, text: LetterText) -> None:
        judged(one, text)
        made["mail"] = mail_of(watch, one, text, now=now)

    watch.record.letters.begin_sending(number, actor=known.id, check=check, now=now)
    try:
        await post.post(made["mail"])
    except NotifyUnclear:
        raise  # it may have left: a person looks before it is sent again
    except NotifyError:
        watch.record.letters.not_sent(number, actor=known.id, now=now)
        raise
    return watch.record.letters.mark_sent(
        number, by_hand=False, actor=known.id, check=_judged_before, now=now
    )


@asynccontextmanager
async def _alone(state_dir: Path) -> AsyncIterator[None]:
    """A letter that somebody sends at this moment looks like one whose sender died.

    The lock ends with its process, however that ends.
    """
    descriptor = os.open(state_dir / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def mark_sent(
    watch: Watch, number: int, *, on: date | None, actor: Reviewer | None, now: datetime
) -> Letter:
    """Note that it left by hand on a day, or that a mail of unclear outcome did arrive.

    Raises UsageError for a day to come or before the letter was written, and for a wrong field.
    """
    letter = watch.record.letters.get(number)
    known = require_on(watch, letter, actor)
    if letter.state is not LetterState.SENDING:  # else it may have left already
        _require_ready(watch, letter, known)
    today = watch.day(now)
    day = on or today
    written = watch.day(letter.created_at)
    if not written <= day <= today:
        raise UsageError(
            N_("{letter} cannot have left on {day}: write a day from {first} to {today}"),
            letter=letter.label,
            day=day.isoformat(),
            first=written.isoformat(),
            today=today.isoformat(),
        )
    at = now if day == today else datetime.combine(day, time(12), watch.zone)
    by_hand = letter.state is not LetterState.SENDING
    return watch.record.letters.mark_sent(
        number,
        by_hand=by_hand,
        actor=known.id,
        check=judge(watch, day) if by_hand else _judged_before,
        sent_at=max(at, letter.created_at),
        now=now,
    )


def exported(
    watch: Watch, number: int, form: str, *, actor: Reviewer | None, now: datetime
) -> bytes:
    """The newest version as `eml`, `text` or `html`, entered in the audit trail.

    Raises VerdictError for one that nobody has approved, UsageError for an empty or wrong field.
    """
    found = watch.record.letters.get(number)
    if found.state in {LetterState.DRAFT, LetterState.WITHDRAWN}:
        raise VerdictError(
            N_("L-{number} is {state}: only what was approved is written into a file"),
            number=number,
            state=found.state,
        )
    if found.state is LetterState.APPROVED:  # whoever has the file can send it
        _require_ready(watch, found, require_sight(watch, found, actor))
    seen = read_letter(watch, number, act="export", actor=actor, now=now)
    letter, text = seen.letter, seen.text
    require_faultless(letter.label, seen.faults)
    match form:
        case "text":
            return as_text(letter, text).encode()
        case "html":
            return as_page(letter, text).encode()
        case _:
            mail = mail_of(watch, letter, text, now=letter.sent_at or now)
            return as_file(mail, unsent=letter.sent_at is None)


def mail_of(watch: Watch, letter: Letter, text: LetterText, *, now: datetime) -> EmailMessage:
    """The letter as it leaves through the mail server, or as a file for a mail program.

    Raises UsageError when sender or recipient is no mail address.
    """
    sender, server = watch.settings.casework.sender, watch.settings.mail
    ours = fields_of_sender(sender, watch.watchlist, letter.language)
    # a server takes mails of its own address only; answers go to whoever writes
    return as_mail(
        letter,
        text,
        Envelope(
            sender=server.sender if server else sender.mail,
            display=" ".join(str(ours[one]) for one in _OURS if ours[one]),
            reply_to=sender.mail,
            at=now.astimezone(watch.zone),
        ),
    )


def _require_ready(watch: Watch, letter: Letter, actor: Reviewer) -> None:
    """Refuse to let a letter leave that not two people stand behind, or before what it is about.

    Raises VerdictError, PermissionDenied and UsageError.
    """
    require_line_ready(watch, letter)
    case = case_of(watch, letter.about)
    if case is not None and case.on_person and case.approved_by is None:
        raise VerdictError(
            N_("{letter} cannot leave: {case} is about a person, and nobody has approved it yet"),
            letter=letter.label,
            case=case.label,
        )
    if letter.author == SERVICE and letter.approver is not None:
        require_second(actor, letter.approver, watch.settings.reviewers)  # nobody else has seen it


def _require_known(letter: Letter, again: str | None) -> None:
    """Refuse a blind repetition, and one that nothing asks for."""
    unclear = letter.state is LetterState.SENDING
    if unclear and not (again or "").strip():
        raise VerdictError(
            N_(
                "{letter} may have left already: ask the recipient or your mail server, then record"
                " it with leakwatch letters sent {letter}, or send it with --again --reason TEXT"
            ),
            letter=letter.label,
        )


def _judged_before(_letter: Letter, _text: LetterText) -> None:
    """It left: what is wrong with it now changes nothing about that."""
