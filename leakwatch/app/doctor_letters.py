"""What doctor says of the company's templates of letters: a broken one shows before it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.casework.letter_files import FOLDER, check_templates
from leakwatch.config import Mistake, Phrase
from leakwatch.errors import N_


def examine_templates(directory: Path) -> Iterator[Check]:
    """One line for each thing that is wrong, and for what is missing or read by nobody."""
    mistakes, notices = check_templates(directory)
    for one in mistakes:
        yield _broken(one)
    for notice in notices:
        yield note("letters", notice.message, **notice.values)
    if not mistakes and not notices:
        own = (directory / FOLDER).is_dir()
        yield good(
            "letters",
            N_("no template is broken or missing")
            if own
            else N_("the packaged templates are used for all letters"),
        )


def _broken(one: Mistake) -> Check:
    place = f"{one.where}: {one.key}" if one.key else one.where
    remedy = one.remedy or N_("correct it: until then its letters cannot be drafted")
    return bad(
        "letters",
        N_("{place}: {problem}; {remedy}"),
        place=place,
        problem=Phrase(one.message, one.values),
        remedy=Phrase(remedy, one.values),
    )
