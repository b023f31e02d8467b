"""`reviewers.yaml`: who may see and judge findings."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from leakwatch.config.schema.base import Date, Entry, Id, Mail, Text, rule
from leakwatch.errors import N_
from leakwatch.models import Role


def _slack_user(text: str) -> str:
    if not re.fullmatch(r"[UW][A-Z0-9]{5,20}", text):
        raise rule(N_("a Slack member id, as in {example}"), example="U0ABC1DEF")
    return text


class AwayEntry(Entry):
    begins: Annotated[Date, Field(alias="from", description="First day away, as YYYY-MM-DD.")]
    ends: Annotated[Date, Field(alias="until", description="Last day away, as YYYY-MM-DD.")]


class ReviewerEntry(Entry):
    id: Annotated[Id, Field(description="Stands in the log for this person.")]
    role: Annotated[Role, Field(description="What this person may do.")]
    email: Annotated[Mail | None, Field(description="Mail address.")] = None
    slack: Annotated[
        Annotated[str, AfterValidator(_slack_user)] | None,
        Field(description="Slack member id (not the display name)."),
    ] = None
    os_user: Annotated[
        Text | None, Field(description="Login name on the machine leakwatch runs on.")
    ] = None
    roster_id: Annotated[
        Id | None, Field(description="Own id on the roster: nobody judges a finding about himself.")
    ] = None
    deputy: Annotated[
        Id | None, Field(description="Id of the reviewer who takes what this one may not.")
    ] = None
    valid_from: Annotated[
        Date | None, Field(alias="from", description="First day in this role, as YYYY-MM-DD.")
    ] = None
    valid_until: Annotated[
        Date | None, Field(alias="until", description="Last day in this role, as YYYY-MM-DD.")
    ] = None
    away: Annotated[
        tuple[AwayEntry, ...],
        Field(description="Days of absence: reminders and calls go to the deputy."),
    ] = ()


class ReviewersFile(Entry):
    reviewers: Annotated[
        tuple[ReviewerEntry, ...], Field(description="Everybody who may see findings.")
    ] = ()
