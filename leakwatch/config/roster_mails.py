"""Mail addresses on the roster: whose they are, here and in `reviewers.yaml`.

Messages name places and ids only: an address is a person's name as often as not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leakwatch.config.mistakes import Mistake
from leakwatch.config.yaml_file import read_document
from leakwatch.errors import N_
from leakwatch.models import Person, Reviewer

_REVIEWERS = "reviewers.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What `reviewers.yaml` says of an address."""

    roster_id: str
    place: str  #: `config/reviewers.yaml:12`


def stated_mails(directory: Path) -> Mapping[str, Stated]:
    """By folded address, for every reviewer who says which roster id he has."""
    file = directory / _REVIEWERS
    document, _ = read_document(file, name=f"{directory.name}/{file.name}")
    found = {}
    for path, entry in document.entries("reviewers"):
        email, roster_id = entry.get("email"), entry.get("roster_id")
        if isinstance(email, str) and isinstance(roster_id, str):
            place = f"{document.file}:{document.line((*path, 'roster_id'))}"
            found[_folded(email)] = Stated(roster_id=roster_id, place=place)
    return found


def mistakes_of(
    stated: Mapping[str, Stated], *, file: str, line: int, roster_id: str, email: str
) -> Iterator[Mistake]:
    """What `reviewers.yaml` says otherwise about the address of a row."""
    known = stated.get(_folded(email))
    if known is not None and known.roster_id != roster_id:
        yield Mistake(
            file=file,
            line=line,
            key="email",
            message=N_("this mail address belongs to {other} in {place}, and here to {own}"),
            values={"other": known.roster_id, "place": known.place, "own": roster_id},
            remedy=N_("correct the id in the one, or the address in the other"),
        )


def same_mails(people: Iterable[Person]) -> tuple[str, ...]:
    """`E002 = E001` for everybody who has the address of somebody before him."""
    first: dict[str, str] = {}
    found = []
    for one in people:
        known = first.setdefault(_folded(one.email), one.id) if one.email else one.id
        if known != one.id:
            found.append(f"{one.id} = {known}")
    return tuple(found)


def contradicted(people: Iterable[Person], reviewers: Iterable[Reviewer]) -> tuple[str, ...]:
    """`hanako (E001, E002)` for reviewers who say E001 and whose address is that of E002."""
    owners = {_folded(one.email): one.id for one in people if one.email}
    return tuple(
        f"{one.id} ({one.roster_id}, {owners[_folded(one.email)]})"
        for one in reviewers
        if one.email
        and one.roster_id is not None
        and owners.get(_folded(one.email), one.roster_id) != one.roster_id
    )


def _folded(email: str) -> str:
    return email.casefold()
