"""Whether a letter may be approved or leave as it stands; pure but for the watchlist it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from leakwatch.casework.letter_days import days_in
from leakwatch.casework.letter_fields import CONTROL
from leakwatch.casework.letter_template import MARK
from leakwatch.casework.second import require_second
from leakwatch.config import Phrase
from leakwatch.config.addresses import is_mail
from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    FOR_STAFF,
    OUTSIDE,
    Letter,
    LetterCheck,
    LetterKind,
    LetterText,
    Reviewer,
)

#: Characters of a subject; longer ones are cut by mail programs.
_LONGEST_SUBJECT = 200
#: What people write where something is to be filled in, and what is left of a template.
_BLANK = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|[○〇●◯]{2,}|[_\uff3f]{3,}"
    r"|(?<![A-Za-z])(?:X{3,}|x{3,}|TODO|TBD)(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that keeps a letter from leaving."""

    message: str
    values: Mapping[str, object]

    @property
    def phrase(self) -> Phrase:
        return Phrase(self.message, self.values)


_URL = re.compile(r"https?://[^\s<>\"]+")

#: Whether a text names somebody of the roster, or something that may not leave.
Tells = Callable[[str], bool]


def faults(
    kind: LetterKind,
    text: LetterText,
    *,
    company: str,
    signer: Iterable[str],
    today: date,
    tells: Tells,
) -> tuple[Fault, ...]:
    """Everything that is wrong with what a letter says, named; none of its words is repeated."""
    whole = f"{text.subject}\n{text.recipient}\n{text.body}"
    found = [*_empty(text), *_marks(whole)]
    if CONTROL.search(whole) or "\n" in text.subject or "\n" in text.recipient:
        found.append(_fault(N_("it holds a control character, or a line break in a header")))
    if len(text.subject) > _LONGEST_SUBJECT:
        found.append(
            _fault(N_("its subject is longer than {most} characters"), most=_LONGEST_SUBJECT)
        )
    if "@" in text.recipient and not is_mail(text.recipient):
        found.append(_fault(N_("its recipient is no mail address: leakwatch letters edit --to")))
    if company and company not in text.body:
        found.append(_fault(N_("it does not say that it is from {company}"), company=company))
    found += _late(text, today)
    for own in filter(None, signer):  # who signs may be on the roster himself
        whole = whole.replace(own, " ")
    if kind is LetterKind.TAKEDOWN:  # a host knows the addresses of its own pages
        whole = _URL.sub(" ", whole)
    found += _telling(kind, whole, tells)
    return tuple(found)


def answer_day(text: LetterText, language: str) -> str:
    """The day by which a text that was edited asks for an answer: the latest that stands in it."""
    found = days_in(text.body, language)
    return max(found).isoformat() if text.answer_by and found else text.answer_by


def require_faultless(label: str, found: Iterable[Fault]) -> None:
    """Raises UsageError that says the first fault; preview and show list them all."""
    for one in found:
        raise UsageError(
            N_("{label} cannot be approved or leave: {fault}"), label=label, fault=one.phrase
        )


def approval(actor: Reviewer, reviewers: Iterable[Reviewer], judge: LetterCheck) -> LetterCheck:
    """That `actor` did not write it, under any of his entries, and that `judge` has no objection."""
    entered = tuple(reviewers)

    def check(letter: Letter, text: LetterText) -> None:
        require_second(actor, letter.author, entered)
        judge(letter, text)

    return check


def _empty(text: LetterText) -> Iterator[Fault]:
    for part, name in (
        (text.subject, N_("its subject is empty: leakwatch letters edit --subject")),
        (text.recipient, N_("it says nobody who gets it: leakwatch letters edit --to")),
        (text.body, N_("it has no text: leakwatch letters edit --text FILE")),
    ):
        if not part.strip():
            yield _fault(name)


def _marks(whole: str) -> Iterator[Fault]:
    missing = tuple(dict.fromkeys(MARK.findall(whole)))
    if missing:
        yield _fault(
            N_(
                "empty fields: {fields}: leakwatch letters edit --set FIELD=TEXT, or --renew once the"
                " configuration has them"
            ),
            fields=", ".join(missing),
        )
    blank = _BLANK.search(_URL.sub(" ", whole))
    if blank is not None:
        yield _fault(N_("something is still to be filled in: {blank}"), blank=blank[0])


def _late(text: LetterText, today: date) -> Iterator[Fault]:
    if text.answer_by and date.fromisoformat(text.answer_by) <= today:
        yield _fault(
            N_("it asks for an answer by {day}, which is not to come: write a later day"),
            day=text.answer_by,
        )


def _telling(kind: LetterKind, whole: str, tells: Tells) -> Iterator[Fault]:
    """That it names nobody, and nothing inner, to readers who are not of casework."""
    if kind in OUTSIDE and tells(whole):
        yield _fault(
            N_("it names somebody of the roster or an inner term: nobody outside may read it")
        )
    if kind in FOR_STAFF and tells(whole):  # it goes through Slack and into every mailbox
        yield _fault(N_("it names somebody of the roster or an inner term: it is for all staff"))


def _fault(message: str, **values: object) -> Fault:
    return Fault(message=message, values=values)
