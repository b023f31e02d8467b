"""`charter.yaml`: purpose, authority and notice without which nobody is watched by name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from leakwatch.config.schema.base import Date, Entry, whole

#: Ten years: longer than any limitation period the findings could serve.
_LONGEST_RETENTION = 3_650


class CharterFile(Entry):
    """Every key is needed before the gate opens; while one is empty the rest of leakwatch runs."""

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
