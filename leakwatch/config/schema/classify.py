"""Answers to `watchlist classify`, written ahead in a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from leakwatch.config.schema.base import Entry, Id
from leakwatch.models import Confidentiality, Listed, Military


class AnswerEntry(Entry):
    id: Annotated[Id, Field(description="Id of the term.")]
    listed: Annotated[
        Listed,
        Field(description="Whether a list of critical technology of a major country has it."),
    ]
    military: Annotated[Military, Field(description="Whether it could be put to military use.")]
    confidentiality: Annotated[
        Confidentiality, Field(description="How confidential it is, by interview.")
    ]
    reasons: Annotated[str, Field(description="Why, in words.")] = ""
    lower: Annotated[bool, Field(description="Whether its sensitivity may be lowered.")] = False


class AnswersFile(Entry):
    terms: Annotated[tuple[AnswerEntry, ...], Field(description="One answer for each term.")] = ()
