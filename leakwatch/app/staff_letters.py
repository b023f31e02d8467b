"""The letters of announcements: written, approved, read and marked as sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from leakwatch.app.letters import Wanted, approve_letter, faults_of, prepare
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import SERVICE, valid
from leakwatch.casework.letter_fields import Value
from leakwatch.errors import N_, LeakwatchError, UsageError
from leakwatch.locale import Language, catalogue
from leakwatch.models import (
    Announcement,
    AnnouncementState,
    Letter,
    LetterKind,
    LetterState,
    LetterText,
    Reviewer,
    Role,
)
from leakwatch.text import html_page

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffText:
    """What all staff reads; in several languages one below the other."""

    title: str
    body: str
    language: str
    mark: str  #: why it is not to be handed out yet, in its language; empty once it was published


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """What somebody wrote himself in place of a template."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a letter is to say, before there is one."""

    language: Language
    kind: LetterKind
    text: LetterText


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The letter that somebody, or the calendar, asks for."""

    kind: LetterKind
    language: Language | None = None  #: None: that of the installation
    given: Mapping[str, Value] = field(default_factory=dict)  #: fields typed by hand
    own: OwnText | None = None  #: in place of the template


#: Who writes for the calendar: nobody's second person, and no entry of reviewers.yaml.
_THE_SERVICE = Reviewer(id=SERVICE, role=Role.REVIEWER)
#: A letter that is only looked at belongs to nothing.
_NOTHING_YET = "charter"
#: Read from a wall, at arm's length.
_STYLE = (
    "body{font:13pt/1.8 'Hiragino Sans','Noto Sans CJK JP','Noto Sans JP',Meiryo,sans-serif;"
    "max-width:40em;margin:2em auto;padding:0 1.5em;color:#111}"
    "h1{font-size:1.5em;line-height:1.4;border-bottom:2px solid #111;padding-bottom:.3em}"
    "p{white-space:pre-wrap;overflow-wrap:anywhere}"
    ".mark{border:3px solid #b00;color:#b00;font-weight:bold;padding:.3em .8em}"
    "footer{margin-top:3em;font-size:.8em;color:#555}"
    "@media print{body{margin:0;max-width:none;padding:0}p{orphans:3;widows:3}"
    # on every sheet: the second one lies on the table without the first
    ".mark{position:fixed;bottom:0;right:0;margin:0;background:#fff}}"
    "@page{size:A4;margin:22mm 20mm}"
)
_BETWEEN = "\n\n――――――――\n\n"


def letters_about(watch: Watch, one: Announcement) -> tuple[Letter, ...]:
    """Letters of an announcement that were not withdrawn, oldest first."""
    return valid(watch.record.letters.of(one.label))


def text_of(watch: Watch, one: Announcement) -> StaffText | None:
    """Its text as the letters say it now; None without a letter. Raises SealError."""
    letters = letters_about(watch, one)
    texts = [watch.record.letters.text(letter.number) for letter in letters]
    if not texts:
        return None
    language: Language = "ja" if letters[0].language == "ja" else "en"
    return StaffText(
        title=" / ".join(text.subject for text in texts),
        body=_BETWEEN.join(text.body.strip() for text in texts),
        language=language,
        mark=catalogue(language).text(message) if (message := mark_of(one)) else "",
    )


def mark_of(one: Announcement) -> str | None:
    """What is said of an announcement that was not published, as a catalogue message."""
    if one.published_at is not None:
        return None
    if one.state is AnnouncementState.DRAFT:
        return N_("DRAFT: not approved yet, not to be handed out")
    if one.state is AnnouncementState.CLOSED:
        return N_("NEVER PUBLISHED: closed before, not to be handed out")
    return N_("NOT PUBLISHED YET: approved, not to be handed out before it is")


def page_of(watch: Watch, one: Announcement) -> str:
    """Its text as a page to print and put up. Raises UsageError without one, and SealError."""
    told = text_of(watch, one)
    if told is None:
        raise UsageError(
            N_("{label} has no text yet: leakwatch awareness write {label}"), label=one.label
        )
    paragraphs = (escape(part) for part in told.body.split("\n\n"))
    body = "".join(f"<p>{part}</p>\n" for part in paragraphs)
    heading = f"<h1>{escape(told.title)}</h1>\n"
    if told.mark:
        heading = f'<p class="mark">{escape(told.mark)}</p>\n{heading}'
    foot = f"<footer>{escape(one.label)}</footer>\n"
    title = f"[{told.mark}] {told.title}" if told.mark else told.title
    return html_page(title, heading + body + foot, style=_STYLE, language=told.language)


def approve_letters(watch: Watch, one: Announcement, *, actor: Reviewer, now: datetime) -> None:
    """Approve those that nobody has.

    Raises PermissionDenied for their author under any entry, UsageError for one that is not whole,
    and SealError.
    """
    for letter in letters_about(watch, one):
        if letter.state is LetterState.DRAFT:
            approve_letter(watch, letter.number, actor=actor, now=now)


def mark_sent(
    watch: Watch, one: Announcement, *, by_hand: bool, actor: Reviewer, now: datetime
) -> None:
    """They left with the announcement: in the outbox, or to be printed (`by_hand`)."""
    for letter in letters_about(watch, one):
        if letter.state is LetterState.APPROVED:
            watch.record.letters.mark_sent(
                letter.number, by_hand=by_hand, actor=actor.id, check=_as_it_is, now=now
            )


def try_letter(watch: Watch, one: Announcement, *, now: datetime) -> Letter | None:
    """The service's letter for a draft; None when it lacks something, which the log says."""
    asked = Asked(kind=LetterKind(one.kind))
    try:
        return write_letter(watch, one, asked, actor=_THE_SERVICE, now=now)
    except LeakwatchError as error:
        logger.warning(
            "announcement.no_letter",
            extra={"announcement": one.label, "error": type(error).__name__},
        )
        return None


def wording_of(
    watch: Watch, asked: Asked, *, about: str = "", actor: Reviewer, now: datetime
) -> Wording:
    """What a letter about that announcement is to say; without one, what it would say.

    Raises UsageError that names what is missing or wrong, and ConfigMistakes for a template.
    """
    language = asked.language or watch.settings.language
    wanted = Wanted(
        kind=asked.kind, about=about or _NOTHING_YET, language=language, given=asked.given
    )
    made = prepare(watch, wanted, actor=actor, now=now)
    if asked.own is None:
        _require_fields(made.missing)
        text = made.text
    else:
        text = _own(asked.own, recipient=made.text.recipient)
    found = faults_of(watch, asked.kind, language, text, today=watch.day(now))
    for fault in found:
        raise UsageError(fault.message, **fault.values)
    return Wording(language=language, kind=asked.kind, text=text)


def write_letter(
    watch: Watch, one: Announcement, asked: Asked, *, actor: Reviewer, now: datetime
) -> Letter:
    """Draft the letter of `one`. Raises what `wording_of` does, and SealError."""
    wording = wording_of(watch, asked, about=one.label, actor=actor, now=now)
    return watch.record.letters.draft(
        wording.kind,
        wording.language,
        about=one.label,
        text=wording.text,
        author=actor.id,
        now=now,
    )


def _own(own: OwnText, *, recipient: str) -> LetterText:
    if not own.subject.strip() or not own.body.strip():
        raise UsageError(
            N_("an announcement needs a title and a text: give --title, and a file with words")
        )
    body = own.body.replace("\r\n", "\n").strip()
    return LetterText(subject=own.subject.strip(), recipient=recipient, body=body)


def _require_fields(missing: tuple[str, ...]) -> None:
    if missing:
        raise UsageError(
            N_(
                "the letter lacks {fields}: fill in sender in casework.yaml, or give them with"
                " --set NAME=VALUE"
            ),
            fields=", ".join(missing),
        )


def _as_it_is(_letter: Letter, _text: LetterText) -> None:
    """Whether it may leave was asked when the announcement was published."""
