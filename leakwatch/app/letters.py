"""Letters as people lead them: prepared, drafted, edited, approved by a second one, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from leakwatch.app.cases import require_worker
from leakwatch.app.letter_about import LetterAbout, about_of
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.letter_fields import Value
from leakwatch.casework.letter_files import Found, find_template
from leakwatch.casework.letter_rules import (
    Fault,
    answer_day,
    approval,
    faults,
    require_faultless,
)
from leakwatch.casework.letter_template import fill
from leakwatch.casework.letters import (
    TO_PERSON,
    Earlier,
    fields_of_charter,
    fields_of_letter,
    fields_of_sender,
)
from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    FOR_STAFF,
    OUTSIDE,
    Letter,
    LetterCheck,
    LetterKind,
    LetterState,
    LetterText,
    Reviewer,
    Watchlist,
)
from leakwatch.redact import tells
from leakwatch.review import require_reader
from leakwatch.workdays import add_business_days

_ALL_STAFF = {"ja": "従業員各位", "en": "All employees"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The letter that somebody asks for."""

    kind: LetterKind
    about: str  #: `C-3`, `K-1/visasq`, `A-2` or `charter`
    language: str | None = None  #: None: the platform's, else the installation's
    to: str = ""  #: empty: the mail address on file
    given: Mapping[str, Value] = field(default_factory=dict)  #: fields typed by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the letter would say, and what still keeps it from leaving."""

    kind: LetterKind
    language: str
    about: str
    text: LetterText
    missing: tuple[str, ...]
    faults: tuple[Fault, ...]
    template: Found


def prepare(watch: Watch, wanted: Wanted, *, actor: Reviewer | None, now: datetime) -> Prepared:
    """The letter as it would be drafted; nothing is stored.

    Raises UsageError, ConfigMistakes (the company's template) and PermissionDenied.
    """
    about = about_of(watch, wanted.about, wanted.kind, actor)
    asked = about.source.inquiries if about.source else None
    language = wanted.language or (asked.language if asked else "") or watch.settings.language
    today = watch.day(now)
    template = find_template(watch.settings.directory, wanted.kind, language)
    fields = _fields(watch, wanted, about, language, today)
    filled = fill(template.template, fields)
    day = fields["letter.answer_by"]
    asks = "letter.answer_by" in template.template.fields and isinstance(day, date)
    text = LetterText(
        subject=filled.subject,
        recipient=wanted.to.strip() or _address(about, wanted.kind, language),
        body=filled.body,
        answer_by=day.isoformat() if asks and isinstance(day, date) else "",
    )
    return Prepared(
        kind=wanted.kind,
        language=language,
        about=about.label,
        text=text,
        missing=filled.missing,
        faults=faults_of(watch, wanted.kind, language, text, today=today),
        template=template,
    )


def _fields(
    watch: Watch, wanted: Wanted, about: LetterAbout, language: str, today: date
) -> dict[str, Value]:
    """Everything known, the more particular over the more general, what was typed over all."""
    return {
        **fields_of_sender(watch.settings.casework.sender, watch.watchlist, language),
        **fields_of_charter(watch.settings.charter.charter),
        **about.fields,
        **fields_of_letter(
            about.label,
            today=today,
            answer_by=_answer_by(watch, wanted.kind, today),
            earlier=_earlier(watch, about.label),
        ),
        **wanted.given,
    }


def draft_letter(watch: Watch, wanted: Wanted, *, actor: Reviewer | None, now: datetime) -> Letter:
    """Keep it as a draft, gaps and all: nobody can approve it with one. Raises as `prepare`."""
    author = require_worker(actor)
    made = prepare(watch, wanted, actor=actor, now=now)
    return watch.record.letters.draft(
        made.kind, made.language, about=made.about, text=made.text, author=author.id, now=now
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be otherwise; None is left as it is."""

    subject: str | None = None
    to: str | None = None
    body: str | None = None
    given: Mapping[str, Value] | None = None  #: fill in the template anew, with these fields


def edit_letter(
    watch: Watch, number: int, edit: Edit, *, actor: Reviewer | None, now: datetime
) -> Letter:
    """A new version, which nobody has approved. Raises UsageError, VerdictError and others."""
    letter = watch.record.letters.get(number)
    author = require_on(watch, letter, actor)
    text = watch.record.letters.text(number)
    if edit.given is not None:
        wanted = Wanted(
            kind=letter.kind, about=letter.about, language=letter.language, given=edit.given
        )
        made = prepare(watch, wanted, actor=actor, now=now).text
        text = replace(made, recipient=text.recipient or made.recipient)
    changes = {"subject": edit.subject, "recipient": edit.to, "body": edit.body}
    changed = replace(text, **{name: one for name, one in changes.items() if one is not None})
    if edit.body is not None:
        changed = replace(changed, answer_by=answer_day(changed, letter.language))
    if changed == text and edit.given is None:
        raise UsageError(
            N_("{letter}: say what to change: --subject, --to, --text FILE, --set or --renew"),
            letter=letter.label,
        )
    return watch.record.letters.revise(number, changed, author=author.id, now=now)


def approve_letter(watch: Watch, number: int, *, actor: Reviewer | None, now: datetime) -> Letter:
    """Let it leave as it stands.

    Raises PermissionDenied for its author under any entry, and for whom it is about; UsageError
    for a letter with an empty or wrong field.
    """
    known = require_on(watch, watch.record.letters.get(number), actor)
    check = approval(known, watch.settings.reviewers, judge(watch, watch.day(now)))
    return watch.record.letters.approve(number, actor=known.id, check=check, now=now)


def withdraw_letter(
    watch: Watch, number: int, *, actor: Reviewer | None, reason: str, now: datetime
) -> Letter:
    known = require_on(watch, watch.record.letters.get(number), actor)
    return watch.record.letters.withdraw(number, actor=known.id, reason=reason, now=now)


def judge(watch: Watch, today: date) -> LetterCheck:
    """That nothing in a letter keeps it from leaving on `today`."""

    def check(letter: Letter, text: LetterText) -> None:
        found = faults_of(watch, letter.kind, letter.language, text, today=today)
        require_faultless(letter.label, found)

    return check


def faults_of(
    watch: Watch, kind: LetterKind, language: str, text: LetterText, *, today: date
) -> tuple[Fault, ...]:
    sender = watch.settings.casework.sender
    ours = fields_of_sender(sender, watch.watchlist, language)["sender.company"]
    charter = watch.settings.charter.charter
    answers = (charter.responsible, charter.deputy) if charter and kind in FOR_STAFF else ()
    everybody = _with_everybody(watch)
    return faults(
        kind,
        text,
        company=str(ours or ""),
        signer=(sender.name, sender.english.name, sender.mail, *answers),
        today=today,
        tells=lambda written: tells(written, everybody),
    )


def _with_everybody(watch: Watch) -> Watchlist:
    """With those of the roster who are not watched any more: nobody outside reads their names."""
    if not watch.record.vault.is_open:
        return watch.watchlist
    watched = {one.id: one for one in watch.watchlist.people}  # with what their names may read as
    people = tuple(watched.get(one.id, one) for one in watch.record.people.load())
    return replace(watch.watchlist, people=people)


def require_on(watch: Watch, letter: Letter, actor: Reviewer | None) -> Reviewer:
    """The actor, if he may act on this letter. Raises PermissionDenied."""
    known = require_worker(actor)
    for subject in subjects_of(watch, letter.label):
        require_reader(known, subject=subject)
    return known


def _address(about: LetterAbout, kind: LetterKind, language: str) -> str:
    """The mail address on file; empty where none is."""
    if kind in FOR_STAFF:
        return _ALL_STAFF[language]
    if kind in TO_PERSON:
        return (about.person.email if about.person else None) or ""
    return about.source.inquiries.contact if about.source and kind in OUTSIDE else ""


def _answer_by(watch: Watch, kind: LetterKind, today: date) -> date:
    deadlines = watch.settings.casework.deadlines
    days = {
        LetterKind.REMINDER: deadlines.reminder,
        LetterKind.TAKEDOWN: deadlines.takedown,
        LetterKind.HR_CONTACT: deadlines.hr,
    }.get(kind, deadlines.answer)
    return add_business_days(today, days, watch.settings.routing)


def _earlier(watch: Watch, label: str) -> Earlier | None:
    """The newest request about the same that has left."""
    for letter in reversed(watch.record.letters.of(label)):
        asked = letter.kind in OUTSIDE - {LetterKind.REMINDER, LetterKind.CLOSING}
        if asked and letter.state is LetterState.SENT and letter.sent_at is not None:
            text = watch.record.letters.text(letter.number)
            return Earlier(date=watch.day(letter.sent_at), subject=text.subject)
    return None
