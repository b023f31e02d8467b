"""What is said to somebody who pressed or submitted something that did not go through."""

from __future__ import annotations

from datetime import tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import HistoryEntry, Status
from leakwatch.triage.deciding import Asked, Ruled, Ruling
from leakwatch.triage.words import in_words


def answer(asked: Asked, ruled: Ruled, catalogue: Catalogue, *, zone: tzinfo) -> str:
    """One kind line; empty when it is done, for the message itself says so then."""
    if ruled.ruling is Ruling.DONE:
        return ""
    if ruled.ruling is Ruling.MISSING:
        return missing(asked.label, catalogue)
    line = ruled.line
    standing = in_words(line, catalogue, zone=zone) if line else "-"
    text = N_("{finding}: you have done that already: {standing}.")
    if ruled.ruling is Ruling.STALE:
        text = _overtaken(asked, line)
    return catalogue.text(text, finding=asked.label, standing=standing)


def missing(label: str, catalogue: Catalogue) -> str:
    text = N_(
        "{finding} is not in the log any more: it was deleted since this message was written."
        " There is nothing left to decide, and nothing was stored."
    )
    return catalogue.text(text, finding=label)


def _overtaken(asked: Asked, line: HistoryEntry | None) -> str:
    if line is None or line.actor is None:
        return N_(
            "{finding} stands otherwise than this message shows: {standing}. Nothing was changed;"
            " the message is brought up to date."
        )
    if asked.act == "take" and line.status is Status.TAKEN:
        return N_(
            "{finding}: {standing}. Nothing was changed; to take it over, use"
            " leakwatch findings set {finding} take"
        )
    return N_(
        "{finding}: somebody was quicker: {standing}. Nothing was changed; the message is brought"
        " up to date."
    )
