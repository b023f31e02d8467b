"""Letters that left move the lines they are about: nobody has to say it twice."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final

from leakwatch.app.campaigning import circumstances, move_line
from leakwatch.app.watch import Watch
from leakwatch.casework.campaign_lines import LETTERS, left
from leakwatch.casework.campaigns import act_named
from leakwatch.errors import LeakwatchError
from leakwatch.models import Reviewer, Role
from leakwatch.record.cases import ITSELF

logger = logging.getLogger(__name__)

#: leakwatch itself: it approves nothing, and writes down what approved letters show.
_SELF: Final = Reviewer(id=ITSELF, role=Role.REVIEWER)


async def follow_campaigns_due(watch: Watch, *, now: datetime) -> None:
    """Record inquiries and reminders that left, of every open campaign."""
    await asyncio.to_thread(follow_campaigns, watch, now=now)


def follow_campaigns(watch: Watch, *, now: datetime) -> int:
    """How many lines moved; one that may not is logged, and the others still do."""
    moved = 0
    for campaign in watch.record.campaigns.list(open_only=True):
        given = circumstances(watch, campaign, actor=_SELF, now=now)
        for line in campaign.lines:
            for name, kind in LETTERS.items():
                act = act_named(name)
                if line.state not in act.after or left(kind, line, given) is None:
                    continue
                label = campaign.line_label(line.platform)
                try:
                    move_line(watch, campaign.number, line.platform, act, actor=_SELF, now=now)
                except LeakwatchError as error:
                    logger.warning(
                        "campaign.follow", extra={"line": label, "error": type(error).__name__}
                    )
                    continue
                moved += 1
    return moved
