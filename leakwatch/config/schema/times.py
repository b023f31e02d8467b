"""Time zones."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from leakwatch.config.mistakes import nearest
from leakwatch.config.schema.base import rule
from leakwatch.errors import N_


def _known_timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a directory
        from zoneinfo import available_timezones  # noqa: PLC0415 - reads the whole directory

        close = nearest(text, available_timezones()) or "Asia/Tokyo"
        raise rule(N_("a time zone, as in {example}"), example=close) from error
    return text


Timezone = Annotated[str, AfterValidator(_known_timezone)]
