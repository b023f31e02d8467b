"""Whether a letter may be approved, and whether it may leave."""

from __future__ import annotations

import re
from collections.abc import Iterable

from leakwatch.casework.letters import GAP_BEGINS, GAP_ENDS, visible
from leakwatch.casework.second import require_second
from leakwatch.errors import N_, PermissionDenied, UsageError
from leakwatch.models import Letter, LetterCheck, LetterText, Reviewer, Role

_WRITERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
_GAP = re.compile(re.escape(GAP_BEGINS) + r"(.{0,60}?)" + re.escape(GAP_ENDS))
#: What is left of a template, or of somebody's own note to fill in.
_LEFTOVER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|[●◯○]{2,}|X{4,}|TODO|[_＿]{4,}")


def require_writer(actor: Reviewer) -> Reviewer:
    """The actor, if he may write letters. Raises PermissionDenied."""
    if actor.role not in _WRITERS:
        raise PermissionDenied(
            N_("letters are written by the roles {roles}; yours is {role}"),
            roles=", ".join(sorted(role.value for role in _WRITERS)),
            role=actor.role.value,
        )
    return actor


def approval(actor: Reviewer, reviewers: Iterable[Reviewer]) -> LetterCheck:
    """Whether `actor` may let a letter leave: another than its author, and nothing of it open.

    It raises PermissionDenied and UsageError.
    """
    known = tuple(reviewers)

    def check(letter: Letter, text: LetterText) -> None:
        require_writer(actor)
        require_second(actor, letter.author, known)
        require_whole(letter, text)

    return check


def leaving(*, by_mail: bool) -> LetterCheck:
    """Whether a letter may leave: to somebody, approved, and whole. It raises UsageError."""

    def check(letter: Letter, text: LetterText) -> None:
        require_whole(letter, text)
        if by_mail and "@" not in text.recipient:
            raise UsageError(
                N_(
                    "{letter} is to {recipient}, which is no mail address: send it by hand, then"
                    " leakwatch letters sent {letter}"
                ),
                letter=letter.label,
                recipient="-" if not text.recipient else "somebody without one",
            )

    return check


def require_whole(letter: Letter, text: LetterText) -> None:
    """Refuse what has a gap, or is left of a template. Raises UsageError."""
    for part in (text.subject, text.body):
        gaps = list(dict.fromkeys(_GAP.findall(part)))
        if gaps:
            raise UsageError(
                N_("{letter} has empty fields ({fields}): fill them in, then draft it anew"),
                letter=letter.label,
                fields=", ".join(gaps),
            )
        leftover = _LEFTOVER.search(part)
        if leftover:
            raise UsageError(
                N_("{letter} still has {leftover} in it, which was to be filled in"),
                letter=letter.label,
                leftover=leftover.group()[:20],
            )
        if not part.strip():
            raise UsageError(
                N_("{letter} has no subject, or says nothing: edit it"), letter=letter.label
            )
    if "\n" in text.subject or "\r" in text.subject or visible(text.subject) != text.subject:
        raise UsageError(
            N_("the subject of {letter} holds what cannot be seen: write it anew"),
            letter=letter.label,
        )
    if not text.recipient.strip():
        raise UsageError(
            N_("{letter} is to nobody: leakwatch letters edit {letter} --to ADDRESS"),
            letter=letter.label,
        )
