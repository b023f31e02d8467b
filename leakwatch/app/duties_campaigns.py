"""What campaigns ask of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from leakwatch.app.watch import Watch
from leakwatch.models import Campaign, CampaignLine, Duty, LineState
from leakwatch.workdays import add_business_days

#: What a line waits for; the platform's own day is in its `due`.
_WAITING: Final = {
    LineState.SENT: "campaign.answer",
    LineState.ACKNOWLEDGED: "campaign.answer",
    LineState.REMINDED: "campaign.reminder",
}


def duties(watch: Watch, *, today: date) -> Iterator[Duty]:
    """Of each line that is not closed what it waits for; of a campaign past its end, that it is."""
    for campaign in watch.record.campaigns.list(open_only=True):
        for line in campaign.lines:
            duty = _of_line(watch, campaign, line)
            if duty is not None:
                yield duty
        if campaign.ends <= today:
            yield Duty(
                what="campaign.end", label=campaign.label, due=campaign.ends, owner=campaign.owner
            )


def _of_line(watch: Watch, campaign: Campaign, line: CampaignLine) -> Duty | None:
    label, owner = campaign.line_label(line.platform), campaign.owner
    if line.state is LineState.DRAFT:
        # whoever put it forward cannot approve it, so that a lead is asked when it was the owner
        asked = "" if line.asked_by == owner else owner
        return Duty(what="campaign.draft", label=label, due=campaign.begins, owner=asked)
    if line.state is LineState.APPROVED:
        return Duty(what="campaign.approved", label=label, due=campaign.begins, owner=owner)
    if line.state is LineState.ANSWERED:
        said = line.answered_on or campaign.ends
        plan, calendar = watch.settings.casework.deadlines.plan, watch.settings.routing
        due = add_business_days(said, plan, calendar)
        return Duty(what="campaign.close", label=label, due=due, owner=owner)
    if line.state in _WAITING and line.due is not None:
        return Duty(what=_WAITING[line.state], label=label, due=line.due, owner=owner)
    return None
