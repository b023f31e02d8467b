"""Namesakes: people of a roster name whom a reviewer knows to work elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.models import Reason, Sighting, person_subject
from leakwatch.score.evidence import Evidence
from leakwatch.score.weights import log_odds
from leakwatch.text import fold_key, stripped


def known_namesake(evidence: Evidence, subject: str) -> Iterator[Reason]:
    """The doubt that the page is a known namesake's, for a case about a person.

    The employer counts by its name, with or without its legal form. Where the page states us as the
    employer it is no namesake's: people change jobs.
    """
    known = [
        namesake.employer
        for namesake in evidence.watchlist.namesakes
        if subject == person_subject(namesake.person)
    ]
    # only then the whole page is read for it
    if not known or evidence.employer_field:
        return
    if any(_stated(employer, evidence.sighting) for employer in known):
        yield Reason(rule="known_namesake", weight=log_odds("known_namesake"))


def _stated(employer: str, sighting: Sighting) -> bool:
    core = stripped(employer)[0] or fold_key(employer)
    parts = (sighting.title, *sighting.fields.values(), sighting.text)
    return bool(core) and core in fold_key("\n\n".join(parts))
