"""`casework.yaml`: who writes letters, what is due when, what is kept how long, who is told."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from leakwatch.config.schema.base import Channel, Entry, Id, Mail, Many, Text, rule, whole
from leakwatch.errors import N_
from leakwatch.models import FOR_STAFF, LetterKind

Days = Annotated[int, whole(1, 3_650)]
#: A year that has every day there can be.
_LEAP = 2024
#: Slack takes 100 options of a choice; one of them is for nobody's division.
_MOST_DIVISIONS = 99
BusinessDays = Annotated[int, whole(1, 250)]


def _corporate_number(text: str) -> str:
    """13 digits, of which the first checks the others (National Tax Agency's rule)."""
    digits = [int(one) for one in text] if re.fullmatch(r"[0-9]{13}", text) else []
    total = sum(digit * (1 if at % 2 == 0 else 2) for at, digit in enumerate(reversed(digits[1:])))
    if text and (not digits or digits[0] != 9 - total % 9):
        raise rule(N_("a corporate number: 13 digits, the first of which checks the others"))
    return text


class SenderEntry(Entry):
    company: Annotated[str, Field(description="Official name; else the watchlist's owner.")] = ""
    corporate_number: Annotated[
        Annotated[str, AfterValidator(_corporate_number)], Field(description="13 digits.")
    ] = ""
    address: Annotated[str, Field(description="Postal address.")] = ""
    department: Annotated[str, Field(description="Department that writes.")] = ""
    name: Annotated[str, Field(description="Who signs.")] = ""
    mail: Annotated[Mail, Field(description="Mail address for answers.")] = ""
    phone: Annotated[str, Field(description="Telephone number for answers.")] = ""


class DeadlinesEntry(Entry):
    answer: Annotated[BusinessDays, Field(description="A platform's time for an answer.")] = 10
    reminder: Annotated[BusinessDays, Field(description="Its time after a reminder.")] = 5
    legal: Annotated[BusinessDays, Field(description="Time of the legal review.")] = 5
    plan: Annotated[BusinessDays, Field(description="Time to carry out what was planned.")] = 5
    hr: Annotated[BusinessDays, Field(description="Time of a contact by human resources.")] = 10
    takedown: Annotated[BusinessDays, Field(description="A host's time to take it down.")] = 5
    verify: Annotated[BusinessDays, Field(description="From reported gone to verified gone.")] = 10
    warn: Annotated[BusinessDays, Field(description="How long before a due day is reminded.")] = 2


class RetentionEntry(Entry):
    dismissed: Annotated[Days, Field(description="Dismissed findings.")] = 180
    closed: Annotated[Days, Field(description="Closed findings, cases and campaigns.")] = 1_095
    letters: Annotated[Days, Field(description="Letters, after what they belong to ended.")] = 1_095
    evidence: Annotated[Days, Field(description="Evidence, after its case was closed.")] = 1_095
    captures: Annotated[
        Annotated[int, whole(1, 14)],
        Field(description="Captures at finding time that nobody confirmed."),
    ] = 14
    reasons: Annotated[Days, Field(description="Reasons in the audit trail.")] = 1_825
    tombstones: Annotated[
        Days, Field(description="Deleted findings that are the same are not reported anew.")
    ] = 1_095


def _for_staff(kind: LetterKind) -> LetterKind:
    if kind not in FOR_STAFF:
        raise rule(N_("a letter to the staff: {known}"), known=", ".join(sorted(FOR_STAFF)))
    return kind


def _choosable(divisions: dict[str, int]) -> dict[str, int]:
    if len(divisions) > _MOST_DIVISIONS:
        raise rule(
            N_("at most {most} divisions: Slack offers no more to choose from"),
            most=_MOST_DIVISIONS,
        )
    return divisions


def _different(calendar: tuple[AnnouncedEntry, ...]) -> tuple[AnnouncedEntry, ...]:
    days = [(one.month, one.day, one.letter) for one in calendar]
    for one in days:
        if days.count(one) > 1:
            raise rule(
                N_("each day and letter once; {month}-{day} comes twice"), month=one[0], day=one[1]
            )
    return calendar


class AnnouncedEntry(Entry):
    month: Annotated[Annotated[int, whole(1, 12)], Field(description="Month of every year.")]
    day: Annotated[Annotated[int, whole(1, 31)], Field(description="Day of that month.")]
    title: Annotated[Text, Field(description="What the announcement is called.")]
    letter: Annotated[
        Annotated[LetterKind, AfterValidator(_for_staff)], Field(description="Its text.")
    ] = LetterKind.GUIDELINE

    @model_validator(mode="after")
    def check_day(self) -> Self:
        if self.day > monthrange(_LEAP, self.month)[1]:
            raise rule(N_("a day that there is in month {month}"), month=self.month)
        return self


class AwarenessEntry(Entry):
    channel: Annotated[Channel | None, Field(description="Slack channel of all staff.")] = None
    mail: Annotated[Many[Mail], Field(description="Mail addresses of all staff.")] = ()
    smallest_group: Annotated[
        Annotated[int, whole(2, 1_000)],
        Field(description="Divisions with fewer readers are counted together."),
    ] = 10
    headcount: Annotated[
        Annotated[dict[Id, Annotated[int, whole(1, 1_000_000)]], AfterValidator(_choosable)],
        Field(description="Division id to number of people, for the reach."),
    ] = Field(default_factory=dict)
    calendar: Annotated[
        Annotated[tuple[AnnouncedEntry, ...], AfterValidator(_different)],
        Field(description="Days on which the rules are made known."),
    ] = ()


class CaseworkFile(Entry):
    sender: Annotated[SenderEntry, Field(description="Who letters are from.")] = SenderEntry()
    deadlines: Annotated[DeadlinesEntry, Field(description="In business days.")] = DeadlinesEntry()
    rechecks: Annotated[
        tuple[Days, ...], Field(description="Days after which gone is asked after again.")
    ] = (90, 180)
    retention: Annotated[RetentionEntry, Field(description="In days.")] = RetentionEntry()
    awareness: Annotated[AwarenessEntry, Field(description="How the staff is told.")] = (
        AwarenessEntry()
    )
