"""The story that leakwatch is for: platforms are asked, registrants go, the rules are made known again."""

from __future__ import annotations

from datetime import timedelta

from leakwatch.app.campaign_answers import record_answers
from leakwatch.app.campaigning import Plan, move_line, start_campaign
from leakwatch.app.story_cases import SUBJECTS, lead_to_waiting, open_cases, verify_and_close
from leakwatch.app.story_letters import send_letter
from leakwatch.app.story_report import report
from leakwatch.app.story_rules import announce_again
from leakwatch.app.story_stage import LEAD, REVIEWER, SWEPT, Stage
from leakwatch.casework.campaigns import act_named
from leakwatch.errors import N_
from leakwatch.locale.named import ANSWERS
from leakwatch.models import (
    AlertKind,
    AnswerFile,
    AnswerKind,
    Campaign,
    LetterKind,
    LineAnswer,
    LineState,
)

#: The one that a program can read, and three that only answer letters.
RELAYS, COUNTS, LATE, SILENT = SWEPT, "miotsukushi", "kotonoha", "todai-experts"
PLATFORMS = (RELAYS, COUNTS, LATE, SILENT)
#: Profiles of the two registrants on the sample platform.
PROFILES = ("20417", "20561")


def play(stage: Stage) -> None:
    """From the charter to the report. Raises LeakwatchError where nothing can go on."""
    stage.act(N_("1. The charter, and a first look"))
    _charter(stage)
    stage.act(N_("2. The same question to four platforms"))
    campaign = _ask(stage)
    stage.act(N_("3. Two platforms answer, two let the day pass"))
    _answers(stage, campaign)
    stage.act(N_("4. Cases, and letters that two people stand behind"))
    cases = open_cases(stage, campaign.line_label(COUNTS), platform=COUNTS)
    lead_to_waiting(stage, cases)
    stage.act(N_("5. The registrants go"))
    stage.world.world.deregister(*PROFILES)
    verify_and_close(stage, cases)
    stage.act(N_("6. The rules are made known again"))
    announce_again(stage, occasion=campaign.label)
    stage.act(N_("7. What the report counts"))
    report(stage)


def _charter(stage: Stage) -> None:
    people = stage.world.import_people()
    stage.sweep()
    with stage.open() as watch:
        charter = watch.settings.charter.charter
        stage.expect(
            N_("the charter {version} is valid until {until}, and stands in the record"),
            right=charter is not None and bool(watch.record.charters.list()),
            version=charter.version if charter else "-",
            until=charter.valid_until.isoformat() if charter else "-",
        )
        found = [one for subject in SUBJECTS for one in stage.findings(watch, subject)]
        stage.expect(
            N_("of {people} people on the roster, {platform} shows these among others: {labels}"),
            right=len(found) == len(SUBJECTS),
            people=people,
            platform=SWEPT,
            labels=", ".join(one.label for one in found),
        )


def _ask(stage: Stage) -> Campaign:
    with stage.open() as watch:
        reviewer, lead = (stage.reviewer(watch, name) for name in (REVIEWER, LEAD))
        today = watch.day(stage.now)
        plan = Plan(
            name="登録状況の照会",
            grounds="就業規則第38条および第41条",
            begins=today,
            ends=today + timedelta(days=90),
            platforms=PLATFORMS,
            owner=REVIEWER,
        )
        campaign = start_campaign(watch, plan, actor=reviewer, now=stage.now)
        with stage.refused(
            N_("who asked for it cannot approve it himself: {why}"), label=campaign.label
        ):
            move_line(
                watch,
                campaign.number,
                RELAYS,
                act_named("approve"),
                actor=reviewer,
                now=stage.now,
            )
        for platform in PLATFORMS:
            label = campaign.line_label(platform)
            _move(stage, campaign, platform, "approve", actor=LEAD)
            send_letter(stage, LetterKind.PLATFORM_INQUIRY, label)
            _move(stage, campaign, platform, "send", actor=REVIEWER)
        del lead
        asked = watch.record.campaigns.get(campaign.number)
        stage.expect(
            N_("{campaign}: {count} platforms are asked, nobody is named to them"),
            right=all(line.state is LineState.SENT for line in asked.lines),
            campaign=campaign.label,
            count=len(asked.lines),
        )
    return campaign


def _move(stage: Stage, campaign: Campaign, platform: str, act: str, *, actor: str) -> None:
    with stage.open() as watch:
        move_line(
            watch,
            campaign.number,
            platform,
            act_named(act),
            actor=stage.reviewer(watch, actor),
            now=stage.now,
        )


def _answers(stage: Stage, campaign: Campaign) -> None:
    stage.pass_days(6)
    _answer(stage, campaign, COUNTS, AnswerKind.NUMBER, 1)
    _answer(stage, campaign, RELAYS, AnswerKind.RELAYED, None)
    with stage.open() as watch:
        due = watch.record.campaigns.get(campaign.number).lines[-1].due
    assert due is not None
    while stage.now.date() <= due:
        stage.pass_days(1)
    reminded = _reminded(stage, campaign.line_label(SILENT))
    stage.expect(
        N_("{label} let its day pass: {count} reminders reached its owner in Slack"),
        right=reminded > 0 and stage.posted(campaign.line_label(SILENT)),
        label=campaign.line_label(SILENT),
        count=reminded,
    )
    for platform in (LATE, SILENT):
        send_letter(stage, LetterKind.REMINDER, campaign.line_label(platform))
        _move(stage, campaign, platform, "remind", actor=REVIEWER)
    stage.pass_days(3)
    for platform in (LATE, SILENT):
        _answer(stage, campaign, platform, AnswerKind.NONE, None)


def _reminded(stage: Stage, label: str) -> int:
    with stage.open() as watch:
        return sum(
            any(reminder.duty.label == label for reminder in one.alert.reminders)
            for one in watch.record.outbox.list()
            if one.alert.kind is AlertKind.REMINDER
        )


def _answer(
    stage: Stage, campaign: Campaign, platform: str, kind: AnswerKind, count: int | None
) -> None:
    with stage.open() as watch:
        said = LineAnswer(platform=platform, kind=kind, count=count, on=watch.day(stage.now))
        letter = f"{platform}: {kind.value} {count or ''}\n".encode()
        file = AnswerFile(content=letter, name="answer.txt", media_type="text/plain")
        (line,) = record_answers(
            watch,
            campaign.number,
            [said],
            actor=stage.reviewer(watch, REVIEWER),
            now=stage.now,
            file=file,
        )
        stage.expect(
            N_("{label} answers: {answer}"),
            right=line.state is LineState.ANSWERED and (line.answer, line.count) == (kind, count),
            label=campaign.line_label(platform),
            answer=stage.words(ANSWERS[kind]) + (f" ({count})" if count else ""),
        )
