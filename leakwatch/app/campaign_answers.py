"""What platforms answered: read from what came, and recorded under the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from leakwatch.app.campaigning import circumstances
from leakwatch.app.watch import Watch
from leakwatch.casework.answers import AnswersRead
from leakwatch.casework.answers_mail import read_mail
from leakwatch.casework.answers_table import read_table
from leakwatch.casework.campaign_lines import decision
from leakwatch.casework.campaigns import act_named
from leakwatch.casework.platform_names import PlatformNames
from leakwatch.models import AnswerFile, CampaignLine, LineAnswer, Reviewer

#: How a mail begins, or ends its name; everything else that came is read as a table.
_MAIL = ("message/rfc822", ".eml")


def record_answers(
    watch: Watch,
    number: int,
    answers: Sequence[LineAnswer],
    *,
    actor: Reviewer,
    now: datetime,
    file: AnswerFile | None = None,
    reason: str | None = None,
) -> tuple[CampaignLine, ...]:
    """Record what platforms said: all of it or nothing. Raises what its rules raise."""
    campaign = watch.record.campaigns.get(number)
    given = circumstances(
        watch,
        campaign,
        actor=actor,
        now=now,
        reason=reason,
        answers=answers,
        written=file is not None,
    )
    return watch.record.campaigns.answer(
        number,
        answers,
        actor=actor.id,
        decide=decision(act_named("answer"), given),
        now=now,
        file=file,
        reason=reason,
    )


def read_answers(
    watch: Watch, number: int, platform: str | None, file: AnswerFile, *, now: datetime
) -> AnswersRead:
    """What a table or a mail says; nothing is recorded yet.

    Raises AnswersRefused with every row of a table that cannot be taken, and UsageError.
    """
    campaign = watch.record.campaigns.get(number)
    names = PlatformNames(campaign, watch.settings.sources)
    today = watch.day(now)
    if not is_mail(file):
        return read_table(
            file.content,
            file=file.name,
            campaign=campaign,
            names=names,
            today=today,
            platform=platform,
        )
    return read_mail(
        file.content,
        file=file.name,
        campaign=campaign,
        names=names,
        today=today,
        zone=watch.zone,
        own=_own_domains(watch),
    )


def is_mail(file: AnswerFile) -> bool:
    return file.media_type == _MAIL[0] or file.name.lower().endswith(_MAIL[1])


def _own_domains(watch: Watch) -> Collection[str]:
    """Mail domains of ours: what comes from there is no platform's answer."""
    addresses = [watch.settings.casework.sender.mail, watch.settings.contact]
    addresses += [one.email or "" for one in watch.settings.reviewers]
    hosts = {address.rpartition("@")[2].lower() for address in addresses if "@" in address}
    return hosts | {domain for one in watch.watchlist.companies for domain in one.domains}
