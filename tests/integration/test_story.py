"""The story of casework and its bad twin, played on the sample world and looked at from all sides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from leakwatch.app.demonstration import Demonstration
from leakwatch.app.story import PLATFORMS, play
from leakwatch.app.story_stage import LEAD, REVIEWER, Stage, Told
from leakwatch.app.story_twin import REFUSED, RETURNS, play_twin
from leakwatch.locale import catalogue
from leakwatch.models import (
    APPROVALS,
    AlertKind,
    AnswerKind,
    Basis,
    CaseState,
    Kind,
    Letter,
    LetterKind,
    LetterState,
    LineState,
    SideJobState,
    Status,
)
from leakwatch.record import Record

JAPANESE = catalogue("ja")


@dataclass(frozen=True, kw_only=True)
class Played:
    """A story that came to its end, with everything it left behind."""

    stage: Stage
    steps: tuple[Told, ...]
    record: Record
    names: tuple[str, ...]  #: of everybody on the roster

    @property
    def directory(self) -> Path:
        return self.stage.world.directory

    def messages(self) -> str:
        """All that stands in the stand-in Slack's channel."""
        return json.dumps(self.stage.world.slack.messages("#leakwatch"), ensure_ascii=False)

    def letters(self, about: str) -> tuple[Letter, ...]:
        return self.record.letters.of(about)

    def kinds(self, about: str) -> list[LetterKind]:
        return [one.kind for one in self.letters(about)]

    def acts(self, case: int) -> list[str]:
        return [one.act for one in self.record.cases.events(case)]


def played(player: Callable[[Stage], None]) -> Iterator[Played]:
    steps: list[Told] = []
    with Demonstration(language="ja") as world:
        stage = Stage(world, language="ja", hear=steps.append)
        player(stage)
        with stage.open() as watch:
            names = tuple(one.surname + one.given for one in watch.record.people.load())
            yield Played(stage=stage, steps=tuple(steps), record=watch.record, names=names)


@pytest.fixture(scope="module")
def story() -> Iterator[Played]:
    yield from played(play)


@pytest.fixture(scope="module")
def twin() -> Iterator[Played]:
    yield from played(play_twin)


def require_discreet(place: Played) -> None:
    """Nobody is named in Slack, in a step, in a letter to a platform, or in the report."""
    told = "".join(JAPANESE.text(one.message, **one.values) for one in place.steps)
    places = [place.messages(), told]
    places += [
        repr(place.record.letters.text(letter.number))
        for letter in place.record.letters.list()
        if letter.kind is not LetterKind.HR_CONTACT
    ]
    places += [file.read_text(encoding="utf-8") for file in place.directory.glob("report.*")]
    everything = "".join(places)
    assert [name for name in place.names if name in everything] == []


def require_second_actors(place: Played) -> None:
    letters = place.record.letters.list()
    assert {one.state for one in letters} == {LetterState.SENT}
    assert {(one.author, one.approver) for one in letters} == {(REVIEWER, LEAD)}


def test_every_step_goes_as_it_is_told_and_the_trail_is_whole(story: Played) -> None:
    assert [one for one in story.steps if not one.right] == []
    assert story.stage.wrong == 0
    assert story.record.audit.verify().ok
    require_discreet(story)
    require_second_actors(story)


def test_four_platforms_are_asked_and_each_answer_is_kept_as_it_came(story: Played) -> None:
    (campaign,) = story.record.campaigns.list()
    lines = {line.platform: line for line in campaign.lines}
    assert tuple(lines) == PLATFORMS
    assert {line.state for line in lines.values()} == {LineState.ANSWERED}
    assert [line.answer for line in lines.values()] == [
        AnswerKind.RELAYED,
        AnswerKind.NUMBER,
        AnswerKind.NONE,
        AnswerKind.NONE,
    ]
    assert sum(line.count or 0 for line in lines.values()) == 1
    assert all(line.attachment for line in lines.values())
    late = [LetterKind.PLATFORM_INQUIRY, LetterKind.REMINDER]
    assert story.kinds(campaign.line_label("todai-experts")) == late
    assert story.kinds(campaign.line_label("miotsukushi")) == late[:1]


def test_who_waits_for_a_platform_is_reminded_in_slack_once_for_each_stage(story: Played) -> None:
    reminded = [
        one.key
        for entry in story.record.outbox.list()
        if entry.alert.kind is AlertKind.REMINDER
        for one in entry.alert.reminders
    ]
    assert len(reminded) == len(set(reminded))
    assert any(key.startswith("reminder:K-1/todai-experts:campaign.answer") for key in reminded)
    assert "K-1/todai-experts" in story.messages()


def test_each_case_ends_with_the_basis_that_its_platform_allows(story: Played) -> None:
    cases = story.record.cases.list()
    assert {one.state for one in cases} == {CaseState.CLOSED}
    assert [(one.source, one.basis) for one in cases] == [
        ("expert-platform", Basis.SWEEP),
        ("expert-platform", Basis.SWEEP),
        ("miotsukushi", Basis.PLATFORM),
    ]
    assert [one.approved_by for one in cases if one.on_person] == [LEAD, LEAD]
    (attached,) = [one.attachment for one in cases if one.attachment]
    assert "削除されました" in story.record.attachments.open(attached).content.decode()
    assert story.acts(1) == [
        "open",
        "approve",
        "review",
        "plan",
        "ask_platform",
        "wait",
        "seen_gone",
        "verify",
        "close",
    ]
    for case in cases:
        assert len(case.rechecks) == 2
        statuses = {story.record.findings.get(number).status for number in case.findings}
        assert statuses <= {Status.CLOSED, Status.GONE}


def test_letters_are_produced_as_mail_text_and_page(story: Played) -> None:
    letters = [one for one in story.record.letters.list() if one.kind is not LetterKind.GUIDELINE]
    for letter in letters:
        files = [story.directory / "letters" / f"{letter.label}{end}" for end in (".eml", ".txt")]
        mail = BytesParser(policy=policy.default).parsebytes(files[0].read_bytes())
        body = mail.get_body(("plain",))
        assert body is not None
        assert "玄海ノヴァセラム株式会社" in body.get_content()
        assert str(mail["To"]).endswith(".example")
        assert "{{" not in files[1].read_text(encoding="utf-8")


def test_the_guideline_is_told_to_all_staff_and_readers_are_counted(story: Played) -> None:
    (told,) = story.record.announcements.list()
    assert told.occasion == "K-1"
    assert story.kinds("A-1") == [LetterKind.GUIDELINE]
    posted = [one for one in story.stage.world.slack.messages("#leakwatch") if "A-1" in repr(one)]
    assert posted


def test_the_report_has_the_counts_in_both_forms(story: Played) -> None:
    page = (story.directory / "report.html").read_text(encoding="utf-8")
    text = (story.directory / "report.md").read_text(encoding="utf-8")
    for told in (page, text):
        assert "4 / 4" in told
        assert "K-1" in told
    assert "<svg" in page


def test_every_step_of_the_twin_goes_as_it_is_told(twin: Played) -> None:
    assert [one for one in twin.steps if not one.right] == []
    assert twin.record.audit.verify().ok
    require_discreet(twin)
    require_second_actors(twin)


def test_a_refusal_goes_on_to_a_risk_that_somebody_bears(twin: Played) -> None:
    case = next(one for one in twin.record.cases.list() if one.subject == REFUSED)
    assert (case.state, case.risk_owner) == (CaseState.ACCEPTED_RISK, LEAD)
    assert case.due is not None
    assert twin.acts(case.number).count("refuse") == 3
    assert twin.kinds(case.label) == [
        LetterKind.DEREGISTRATION_RELAY,
        LetterKind.EMPLOYER_BLOCK,
        LetterKind.HR_CONTACT,
        LetterKind.STAFF_NOTICE,
    ]


def test_who_comes_back_is_followed_in_the_same_case(twin: Played) -> None:
    (case,) = [one for one in twin.record.cases.list() if one.subject == RETURNS]
    assert (case.state, case.openings) == (CaseState.OPEN, 2)
    assert twin.acts(case.number)[-3:] == ["verify", "close", "came_back"]
    assert "case.recheck:day" in twin.record.reminders.of(case.label)


def test_an_approved_side_job_settles_a_registration_and_never_a_leak(twin: Played) -> None:
    (job,) = twin.record.side_jobs.list()
    assert job.state is SideJobState.APPROVED
    found = {one.kind: one for one in twin.record.findings.list() if one.subject == "person:P019"}
    assert Kind.REGISTRATION in found
    leaks = [one for one in twin.record.findings.list() if one.kind is Kind.LEAK]
    assert {one.status for one in leaks} == {Status.NEW}
    assert JAPANESE.text(APPROVALS["confidential"]) in twin.messages()
    assert "ミズナギ" not in twin.messages()
