"""What a campaign has brought, in numbers, and which platforms the next one asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leakwatch.casework.campaign_lines import is_overdue
from leakwatch.models import AnswerKind, Campaign, CampaignLine, LineState, Shows, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTotals:
    """Platforms, but for `registrants`; asked = answered + waiting + silent."""

    platforms: int = 0
    asked: int = 0
    answered: int = 0
    none: int = 0
    number: int = 0
    relayed: int = 0
    refused: int = 0
    waiting: int = 0  #: their time is not over
    silent: int = 0  #: their time is over, or nobody waits any more
    withdrawn: int = 0  #: not asked after all
    registrants: int = 0  #: people, as far as platforms said a number


def totals(campaign: Campaign, *, today: date) -> CampaignTotals:
    lines = campaign.lines
    asked = [line for line in lines if line.sent_on is not None]
    said = [line for line in asked if line.answer is not None]
    silent = [line for line in asked if _silent(line, today)]
    kinds = [line.answer for line in said]
    return CampaignTotals(
        platforms=len(lines),
        asked=len(asked),
        answered=len(said),
        none=kinds.count(AnswerKind.NONE),
        number=kinds.count(AnswerKind.NUMBER),
        relayed=kinds.count(AnswerKind.RELAYED),
        refused=kinds.count(AnswerKind.REFUSED),
        waiting=len(asked) - len(said) - len(silent),
        silent=len(silent),
        withdrawn=sum(
            line.state is LineState.CLOSED and line.sent_on is None and line.answer is None
            for line in lines
        ),
        registrants=sum(line.count or 0 for line in said),
    )


def _silent(line: CampaignLine, today: date) -> bool:
    return line.answer is None and (line.state is LineState.CLOSED or is_overdue(line, today))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A platform that a campaign may ask."""

    source: Source
    before: CampaignLine | None = None  #: what became of it in the last campaign


def propose(sources: Iterable[Source], *, before: Campaign | None = None) -> tuple[Proposal, ...]:
    """Platforms to ask: those no program reads, then others that show registrations, by name.

    A place that no program reads is proposed though it is switched off: that is about sweeps.
    """
    chosen = [
        one
        for one in sources
        if one.manual is not None
        or (one.enabled and one.shows is Shows.PROFILE)
        or (before is not None and before.line(one.name) is not None)
    ]
    chosen.sort(key=lambda one: (one.manual is None, one.name))
    return tuple(
        Proposal(source=one, before=before.line(one.name) if before else None) for one in chosen
    )


def same_operator(sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """Operators of several of `sources`, with their names: one inquiry may be enough."""
    found: dict[str, list[str]] = {}
    for one in sources:
        if one.inquiries.operator:
            found.setdefault(one.inquiries.operator, []).append(one.name)
    return {operator: tuple(names) for operator, names in found.items() if len(names) > 1}
