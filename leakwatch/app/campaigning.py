"""Campaigns as people lead them: started and moved on, with everything a rule asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from leakwatch.app.cases import require_owner
from leakwatch.app.watch import Watch
from leakwatch.casework.campaign_lines import LETTERS, decision, left
from leakwatch.casework.campaigns import (
    Circumstances,
    LineAct,
    Need,
    act_named,
    closing_act,
    named,
    require_asker,
)
from leakwatch.casework.reasons import require_reason
from leakwatch.errors import N_, UsageError, VerdictError
from leakwatch.locale.names import Names
from leakwatch.models import (
    UNKNOWN,
    Campaign,
    CampaignLine,
    Letter,
    LineAnswer,
    LineState,
    Reviewer,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to be, as it was asked for."""

    name: str
    grounds: str
    begins: date
    ends: date
    platforms: tuple[str, ...]
    owner: str
    before: int | None = None


def start_campaign(watch: Watch, plan: Plan, *, actor: Reviewer, now: datetime) -> Campaign:
    """Start what was planned. Raises UsageError, PermissionDenied and SealError."""
    require_asker(actor)
    _require_texts(plan)
    _require_period(plan, today=watch.day(now))
    _require_platforms(watch, plan.platforms)
    require_owner(watch, plan.owner, subject=UNKNOWN, now=now)
    return watch.record.campaigns.start(
        plan.name.strip(),
        plan.begins,
        plan.ends,
        plan.grounds.strip(),
        plan.platforms,
        owner=plan.owner,
        actor=actor.id,
        now=now,
        before=plan.before,
    )


def add_platforms(
    watch: Watch, number: int, platforms: Sequence[str], *, actor: Reviewer, now: datetime
) -> Campaign:
    """Put forward more platforms of a campaign. Raises UsageError and PermissionDenied."""
    require_asker(actor)
    _require_platforms(watch, platforms)
    return watch.record.campaigns.add(number, platforms, actor=actor.id, now=now)


def _require_texts(plan: Plan) -> None:
    for option, text in (("NAME", plan.name), ("--grounds", plan.grounds)):
        if not text.strip():
            raise UsageError(
                N_("{option} is empty: say what is asked, and on which grounds"), option=option
            )


def _require_period(plan: Plan, *, today: date) -> None:
    if plan.ends <= today:
        raise UsageError(
            N_("{day} is not to come: write a later day than {today}, as YYYY-MM-DD"),
            day=plan.ends.isoformat(),
            today=today.isoformat(),
        )
    if plan.begins > plan.ends:
        raise UsageError(
            N_("the campaign would end on {ends}, before it begins on {begins}"),
            ends=plan.ends.isoformat(),
            begins=plan.begins.isoformat(),
        )


def _require_platforms(watch: Watch, platforms: Sequence[str]) -> None:
    if not platforms:
        raise UsageError(
            N_("a campaign asks at least one platform: leakwatch campaigns propose shows them")
        )
    for platform in platforms:
        watch.source(platform)
    twice = sorted({one for one in platforms if platforms.count(one) > 1})
    if twice:
        raise UsageError(N_("{platforms} stand there twice"), platforms=", ".join(twice))


def circumstances(
    watch: Watch,
    campaign: Campaign,
    *,
    actor: Reviewer,
    now: datetime,
    reason: str | None = None,
    due: date | None = None,
    answers: Sequence[LineAnswer] = (),
    written: bool = False,
) -> Circumstances:
    """Everything a decision on a line of `campaign` rests on, as of now."""
    settings = watch.settings
    return Circumstances(
        actor=actor,
        reviewers=settings.reviewers,
        today=watch.day(now),
        zone=settings.zone,
        deadlines=settings.casework.deadlines,
        calendar=settings.routing,
        letters={
            line.platform: watch.record.letters.of(campaign.line_label(line.platform))
            for line in campaign.lines
        },
        answers={one.platform: one for one in answers},
        written=written,
        reason=reason,
        due=due,
    )


def move_line(
    watch: Watch,
    number: int,
    platform: str,
    act: LineAct,
    *,
    actor: Reviewer,
    now: datetime,
    reason: str | None = None,
    due: date | None = None,
) -> CampaignLine:
    """Carry out `act` on one line, if it may be. Raises what its rules raise.

    What a letter asks for is due on the day it names.
    """
    campaign = watch.record.campaigns.get(number)
    given = circumstances(watch, campaign, actor=actor, now=now, reason=reason, due=due)
    line = campaign.line(platform)
    if due is None and line is not None and act.name in LETTERS:
        letter = left(LETTERS[act.name], line, given)
        given = replace(given, due=_answer_by(watch, letter, today=given.today))
    return watch.record.campaigns.move(
        number,
        platform,
        act.name,
        actor=actor.id,
        decide=decision(act, given),
        now=now,
        reason=reason,
    )


def _answer_by(watch: Watch, letter: Letter | None, *, today: date) -> date | None:
    """The day that a letter itself names for the answer, while it is to come."""
    if letter is None or not watch.record.vault.is_open:
        return None
    written = watch.record.letters.text(letter.number).answer_by
    day = date.fromisoformat(written) if written else None
    return day if day is not None and day > today else None


def lines_for(campaign: Campaign, platform: str | None, act: LineAct) -> tuple[str, ...]:
    """Platforms an act on a whole campaign is for; the one that is named, else all it may follow.

    Raises VerdictError when there is none.
    """
    if platform is not None:
        return (platform,)
    found = tuple(line.platform for line in campaign.lines if line.state in act.after)
    if not found:
        raise VerdictError(
            N_("{act} is possible for no line of {campaign}: they are {states}"),
            act=named(act),
            campaign=campaign.label,
            states=Names.sorted(line.state for line in campaign.lines),
        )
    return found


def close_lines(
    watch: Watch,
    number: int,
    platform: str | None,
    *,
    actor: Reviewer,
    now: datetime,
    reason: str | None,
) -> tuple[CampaignLine, ...]:
    """End one line, or all of them: each in the way that its state asks for."""
    campaign = watch.record.campaigns.get(number)
    lines = [
        line
        for line in campaign.lines
        if (platform is None and line.state is not LineState.CLOSED) or line.platform == platform
    ]
    if not lines and platform is None:
        raise VerdictError(N_("{campaign} is closed already"), campaign=campaign.label)
    acts = {line.platform: _closing(line, platform) for line in lines}
    unreasoned = [one for one, act in acts.items() if Need.REASON in act.needs]
    if unreasoned:  # before any of them is closed
        require_reason(reason, ", ".join(map(campaign.line_label, unreasoned)))
    acts = acts or {platform or "": act_named("close")}
    return tuple(
        move_line(watch, number, one, act, actor=actor, now=now, reason=reason)
        for one, act in acts.items()
    )


def _closing(line: CampaignLine, named: str | None) -> LineAct:
    """How a line ends; one that has, and is named, is left to the rules to refuse."""
    if line.state is LineState.CLOSED and named is not None:
        return act_named("close")
    return closing_act(line.state)
