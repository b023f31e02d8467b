"""Labels and days of campaigns as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

CampaignArgument = Annotated[str, typer.Argument(metavar="K-NUMBER", help=_("As in K-1."))]
LineArgument = Annotated[str, typer.Argument(metavar="K-NUMBER/PLATFORM", help=_("As in K-1/glg."))]
EitherArgument = Annotated[
    str,
    typer.Argument(
        metavar="K-NUMBER[/PLATFORM]", help=_("One platform, or all of the campaign it fits.")
    ),
]

_LABEL = re.compile(r"[Kk]-?([0-9]{1,9})(?:/([A-Za-z0-9][A-Za-z0-9_.-]*))?|([0-9]{1,9})")


def read_label(label: str) -> tuple[int, str | None]:
    """1 and `glg` of `K-1/glg`; 1 and None of `K-1`. Raises UsageError."""
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        raise UsageError(
            N_("{label} is no campaign: write it as K-1, a platform of it as K-1/glg"), label=label
        )
    return int(match[1] or match[3]), match[2]


def read_campaign(label: str) -> int:
    """1 of `K-1`. Raises UsageError, also for a single platform."""
    number, platform = read_label(label)
    if platform is not None:
        raise UsageError(
            N_("{label} is one platform of a campaign: write {campaign} alone"),
            label=label,
            campaign=f"K-{number}",
        )
    return number


def read_line(label: str) -> tuple[int, str]:
    """1 and `glg` of `K-1/glg`. Raises UsageError, also for a whole campaign."""
    number, platform = read_label(label)
    if platform is None:
        raise UsageError(
            N_("{label} is a whole campaign: say which platform, as in {example}"),
            label=label,
            example=f"K-{number}/glg",
        )
    return number, platform


def read_date(text: str, *, option: str) -> date:
    """A day as YYYY-MM-DD. Raises UsageError that names the option."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == len("2026-01-01") else _no()
    except ValueError as error:
        raise UsageError(
            N_("{option} {found}: write a day that exists as YYYY-MM-DD"), option=option, found=text
        ) from error


def _no() -> date:
    raise ValueError
