"""Announcements to all staff: proposed by the calendar or somebody, approved, published, closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from leakwatch.app.staff_letters import (
    Asked,
    OwnText,
    approve_letters,
    letters_about,
    mark_sent,
    text_of,
    wording_of,
    write_letter,
)
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import (
    SERVICE,
    AnnouncementAct,
    follow,
    groups,
    require_teller,
)
from leakwatch.casework.letter_fields import Value
from leakwatch.errors import N_, UsageError
from leakwatch.locale import Language
from leakwatch.locale.names import Names
from leakwatch.models import (
    FOR_STAFF,
    Alert,
    AlertKind,
    Announcement,
    AnnouncementState,
    Bulletin,
    Letter,
    LetterKind,
    Reviewer,
)
from leakwatch.notify.blocks_announcement import parts_of
from leakwatch.record.announcements import Check, Copy
from leakwatch.review import require_reader
from leakwatch.workdays import add_business_days

_OCCASION = re.compile(r"([CK])-([1-9][0-9]{0,8})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants announced."""

    kind: LetterKind = LetterKind.GUIDELINE
    occasion: str = ""  #: `K-1` or `C-3`
    title: str = ""
    language: Language | None = None  #: None: that of the installation
    due: date | None = None
    given: Mapping[str, Value] = field(default_factory=dict)  #: fields of the letter
    own: OwnText | None = None  #: in place of the company's template

    @property
    def letter(self) -> Asked:
        return Asked(kind=self.kind, language=self.language, given=self.given, own=self.own)


def announce(watch: Watch, wanted: Wanted, *, actor: Reviewer, now: datetime) -> Announcement:
    """A draft with its letter.

    Raises UsageError for a wrong occasion, day or kind and for a letter that lacks something, and
    PermissionDenied for somebody who may not announce, or whom the case is about.
    """
    require_teller(actor)
    if wanted.kind not in FOR_STAFF:
        raise UsageError(
            N_("{kind} is no letter to the staff: write {known}"),
            kind=wanted.kind,
            known=Names.sorted(FOR_STAFF),
        )
    today = watch.day(now)
    due = wanted.due or add_business_days(
        today, watch.settings.casework.deadlines.plan, watch.settings.routing
    )
    if due < today:
        raise UsageError(
            N_("{day} is over: write today, {today}, or a day to come"),
            day=due.isoformat(),
            today=today.isoformat(),
        )
    occasion = occasion_of(watch, wanted.occasion, actor=actor)
    # what is missing is said before anything is entered
    wording_of(watch, wanted.letter, actor=actor, now=now)
    one = watch.record.announcements.propose(
        title=wanted.title or wanted.kind.value,
        kind=wanted.kind.value,
        author=actor.id,
        now=now,
        occasion=occasion,
        due=due,
    )
    assert one is not None
    write_letter(watch, one, wanted.letter, actor=actor, now=now)
    return one


def occasion_of(watch: Watch, label: str, *, actor: Reviewer) -> str:
    """The label of a case or campaign that there is, as it is written.

    Raises UsageError, and PermissionDenied for a case about the actor himself.
    """
    if not label:
        return ""
    found = _OCCASION.fullmatch(label.strip())
    if found is None:
        message = N_("{label} is neither case nor campaign: write C-3 or K-1")
        raise UsageError(message, label=label)
    number = int(found[2])
    if found[1].upper() == "K":
        return watch.record.campaigns.get(number).label
    case = watch.record.cases.get(number)
    require_reader(actor, subject=case.subject)
    return case.label


def write(
    watch: Watch,
    number: int,
    *,
    actor: Reviewer,
    now: datetime,
    language: Language | None = None,
    given: Mapping[str, Value] | None = None,
    own: OwnText | None = None,
) -> Letter:
    """The letter of a draft that has none, or one more in another language. Raises UsageError."""
    require_teller(actor)
    one = watch.record.announcements.get(number)
    if one.state is not AnnouncementState.DRAFT:
        message = N_("{label} is {state}: letters are written for drafts")
        raise UsageError(message, label=one.label, state=one.state)
    spoken = language or watch.settings.language
    asked = Asked(kind=LetterKind(one.kind), language=spoken, given=given or {}, own=own)
    for letter in letters_about(watch, one):
        if letter.language == spoken:
            raise UsageError(
                N_("{label} has a letter in {language} already: {letter}"),
                label=one.label,
                language=spoken,
                letter=letter.label,
            )
    return write_letter(watch, one, asked, actor=actor, now=now)


def approve(watch: Watch, number: int, *, actor: Reviewer, now: datetime) -> Announcement:
    """Approve its letters, as far as nobody has, and the announcement.

    Raises UsageError and PermissionDenied.
    """
    _require_other(watch, number, actor)
    one = watch.record.announcements.get(number)
    if one.state is AnnouncementState.DRAFT:
        approve_letters(watch, one, actor=actor, now=now)
    return watch.record.announcements.approve(
        number, check=_check(watch, AnnouncementAct.APPROVE, actor), actor=actor.id, now=now
    )


def publish(watch: Watch, number: int, *, actor: Reviewer, now: datetime) -> Announcement:
    """Send it to the channel and the addresses of all staff, through the outbox.

    Raises UsageError, PermissionDenied and SealError.
    """
    _require_other(watch, number, actor)
    one, awareness = watch.record.announcements.get(number), watch.settings.casework.awareness
    check = _check(watch, AnnouncementAct.PUBLISH, actor)
    check(one)  # before its text is looked for
    if awareness.mail and watch.settings.mail is None:
        raise UsageError(
            N_("awareness.mail needs a mail server: set mail in leakwatch.yaml, or remove it")
        )
    copies = tuple(_copies(watch, one, now=now))
    published = watch.record.announcements.publish(
        number,
        copies,
        check=check,
        headcount=awareness.headcount,
        smallest=awareness.smallest_group,
        named=_named(watch),
        actor=actor.id,
        now=now,
    )
    mark_sent(watch, one, by_hand=not copies, actor=actor, now=now)
    return published


def close(
    watch: Watch, number: int, *, actor: Reviewer | None, now: datetime, reason: str | None = None
) -> Announcement:
    """Count for the last time. Raises UsageError and PermissionDenied."""
    return watch.record.announcements.close(
        number,
        check=_check(watch, AnnouncementAct.CLOSE, actor),
        group=groups,
        actor=actor.id if actor else SERVICE,
        now=now,
        reason=reason,
    )


def _require_other(watch: Watch, number: int, actor: Reviewer) -> None:
    """Refuse what a case about the actor led to. Raises PermissionDenied."""
    require_teller(actor)
    for subject in subjects_of(watch, f"A-{number}"):
        require_reader(actor, subject=subject)


def _check(watch: Watch, act: AnnouncementAct, actor: Reviewer | None) -> Check:
    """`follow` as the record asks it, within its transaction."""

    def check(one: Announcement) -> AnnouncementState:
        return follow(
            one,
            act,
            actor=actor,
            reviewers=watch.settings.reviewers,
            letters=letters_about(watch, one),
        )

    return check


def _named(watch: Watch) -> bool:
    charter = watch.settings.charter.charter
    return charter is not None and charter.names_readers


def _copies(watch: Watch, one: Announcement, *, now: datetime) -> Iterator[Copy]:
    """One message for the channel, with the rest in its thread, and one for each address."""
    awareness = watch.settings.casework.awareness
    told = text_of(watch, one)
    if told is None:
        raise UsageError(N_("{label} has no text to send"), label=one.label)
    key = f"announcement:{one.label}"
    bulletin = Bulletin(
        label=one.label,
        title=told.title,
        text=told.body,
        language=told.language,
        named=_named(watch),
    )
    if awareness.channel is not None:
        yield from _in_channel(key, awareness.channel, bulletin, now)
    for address in awareness.mail:
        channel = f"mail:{address}"
        alert = _alert(f"{key}@{channel}", channel, bulletin, now)
        yield Copy(alert=alert, channel=channel)


def _in_channel(key: str, channel: str, bulletin: Bulletin, now: datetime) -> Iterator[Copy]:
    for at, part in enumerate(parts_of(bulletin.text)):
        shown = replace(bulletin, text=part, button=at == 0)
        alert = _alert(f"{key}/{at + 1}" if at else key, channel, shown, now)
        yield Copy(alert=alert, channel=channel, parent=key if at else None)


def _alert(key: str, channel: str, bulletin: Bulletin, now: datetime) -> Alert:
    return Alert(
        key=key,
        kind=AlertKind.ANNOUNCEMENT,
        source="",
        channel=channel,
        created_at=now,
        bulletin=bulletin,
    )
