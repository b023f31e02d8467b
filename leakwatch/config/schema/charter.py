"""`charter.yaml`: purpose, authority and notice without which nobody is watched by name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from leakwatch.config.schema.base import Date, Entry, Id, Text, whole

#: Ten years: longer than any limitation period the findings could serve.
_LONGEST_RETENTION = 3_650


class GroupEntry(Entry):
    id: Annotated[Id, Field(description="The roster names the group by it, in its column group.")]
    reason: Annotated[Text, Field(description="Why these people are watched.")]
    until: Annotated[Date, Field(description="Last day on which they are watched, as YYYY-MM-DD.")]
    approved_by: Annotated[Id, Field(description="Reviewer who approved it; he is reminded.")]


class CharterFile(Entry):
    """The gate: while one of the first seven keys is empty nobody is watched, and the rest runs.

    `charter check` asks for the others as well.
    """

    purpose: Annotated[str, Field(description="Why people are watched at all.")] = ""
    legal_basis: Annotated[
        str, Field(description="Work rules, agreement or law that allows it, with its number.")
    ] = ""
    responsible: Annotated[str, Field(description="Who answers for it.")] = ""
    deputy: Annotated[str, Field(description="Who stands in; somebody else.")] = ""
    retention_days: Annotated[
        Annotated[int, whole(1, _LONGEST_RETENTION)] | None,
        Field(description="Days after which closed findings about people are deleted."),
    ] = None
    notice_date: Annotated[
        Date | None, Field(description="When the staff was told, as YYYY-MM-DD.")
    ] = None
    valid_until: Annotated[
        Date | None, Field(description="Last day on which this charter holds, as YYYY-MM-DD.")
    ] = None
    scope: Annotated[
        str, Field(description="What is watched, and what is not: people, places, times.")
    ] = ""
    authority: Annotated[str, Field(description="Who decided it, when, and where it says so.")] = ""
    notice: Annotated[str, Field(description="What the staff was told, in full.")] = ""
    consultation: Annotated[
        str,
        Field(description="Union or representatives it was discussed with, and how that ended."),
    ] = ""
    consulted_on: Annotated[Date | None, Field(description="When that was, as YYYY-MM-DD.")] = None
    groups: Annotated[
        tuple[GroupEntry, ...], Field(description="Who is watched for what, and until when.")
    ] = ()
    seals_captures: Annotated[
        bool,
        Field(
            description="Whether a page is kept sealed when a finding of severity high or above is"
            " made, before anybody confirmed it."
        ),
    ] = False
    names_readers: Annotated[
        bool,
        Field(description="Whether awareness lists by name who has read an announcement."),
    ] = False
