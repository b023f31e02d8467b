"""Announcements from the calendar or a person to the outbox, through two pairs of hands."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.app import duties_announcements
from leakwatch.app.announcing_due import announce_due
from leakwatch.app.announcing_staff import (
    Wanted,
    announce,
    approve,
    close,
    publish,
    write,
)
from leakwatch.app.staff_letters import OwnText, letters_about
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.awareness import OPEN, SERVICE, groups
from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import (
    AnnouncementState,
    Form,
    LetterKind,
    LetterState,
    Sender,
)
from tests.announcing import (
    NOW,
    OWN,
    announcing,
    drafted,
    queued,
    who,
)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with announcing(tmp_path) as opened:
        yield opened


def test_what_two_people_stand_behind_goes_to_channel_and_mail(watch: Watch) -> None:
    number = drafted(watch)
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    assert queued(watch.record) == []
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    told = queued(watch.record)
    assert [one.channel for one in told] == ["#all-staff", "mail:all-staff@example.com"]
    assert len({one.key for one in told}) == 2
    for one in told:
        assert one.alert.bulletin is not None
        assert one.alert.bulletin.title == OWN.subject
        assert "兼業には届出が必要です。" in one.alert.bulletin.text
    (letter,) = letters_about(watch, watch.record.announcements.get(number))
    assert (letter.state, letter.by_hand) == (LetterState.SENT, False)


@pytest.mark.parametrize("name", ["taro", "taro-slack"])
def test_nobody_approves_his_own_under_any_of_his_entries(watch: Watch, name: str) -> None:
    number = drafted(watch)
    with pytest.raises(PermissionDenied, match="somebody else"):
        approve(watch, number, actor=who(watch, name), now=NOW)
    assert watch.record.announcements.get(number).state is AnnouncementState.DRAFT
    (letter,) = letters_about(watch, watch.record.announcements.get(number))
    assert letter.state is LetterState.DRAFT


def test_nobody_approves_or_publishes_what_a_case_about_himself_led_to(watch: Watch) -> None:
    case = watch.record.cases.open(
        [], source="x", subject="person:E001", owner="hanako", actor="hanako", now=NOW
    )
    wanted = Wanted(own=OWN, occasion=case.label)
    number = announce(watch, wanted, actor=who(watch, "hanako"), now=NOW).number
    hold = watch.record.keeping.hold(
        case.label, until=NOW.date(), reason="係争", actor="hanako", now=NOW
    )
    for act in (approve, publish):
        with pytest.raises(PermissionDenied, match="himself"):
            act(watch, number, actor=who(watch, "taro"), now=NOW)
    for label in (f"A-{number}", hold.label, "L-1"):
        assert subjects_of(watch, label) == ("person:E001",)


def test_an_auditor_neither_drafts_nor_approves(watch: Watch) -> None:
    number = drafted(watch)
    for act in (approve, publish, close):
        with pytest.raises(PermissionDenied):
            act(watch, number, actor=who(watch, "aki"), now=NOW)
    with pytest.raises(PermissionDenied):
        announce(watch, Wanted(own=OWN), actor=who(watch, "aki"), now=NOW)


def test_a_letter_changed_after_its_approval_is_not_published(watch: Watch) -> None:
    number = drafted(watch)
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    (letter,) = letters_about(watch, watch.record.announcements.get(number))
    text = replace(watch.record.letters.text(letter.number), body="藍川マテリアル株式会社 別の内容")
    watch.record.letters.revise(letter.number, text, author="hanako", now=NOW)
    with pytest.raises(UsageError, match="not approved"):
        publish(watch, number, actor=who(watch, "taro"), now=NOW)
    assert queued(watch.record) == []


def test_publishing_twice_sends_once(watch: Watch) -> None:
    number = drafted(watch)
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    with pytest.raises(UsageError, match="A-1 is published"):
        publish(watch, number, actor=who(watch, "taro"), now=NOW)
    assert len(queued(watch.record)) == 2


def test_a_long_text_goes_on_in_the_thread(watch: Watch) -> None:
    number = drafted(
        watch,
        own=OwnText(subject="周知", body="藍川マテリアル株式会社\n" + "届出が必要です。\n" * 400),
    )
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    first, *rest = [one for one in queued(watch.record) if one.channel == "#all-staff"]
    assert rest
    assert {(one.form, one.parent) for one in rest} == {(Form.REPLY, first.key)}
    bulletins = [one.alert.bulletin for one in (first, *rest)]
    assert [bool(one and one.button) for one in bulletins] == [True] + [False] * len(rest)
    assert sum((one.text if one else "").count("届出") for one in bulletins) == 400


def test_two_languages_stand_one_below_the_other(watch: Watch) -> None:
    number = drafted(watch)
    english = OwnText(
        subject="Side jobs", body="藍川マテリアル株式会社: side jobs have to be notified."
    )
    write(watch, number, actor=who(watch, "taro"), now=NOW, language="en", own=english)
    with pytest.raises(UsageError, match="has a letter in en"):
        write(watch, number, actor=who(watch, "taro"), now=NOW, language="en", own=english)
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    bulletin = queued(watch.record)[0].alert.bulletin
    assert bulletin is not None
    assert bulletin.title == "兼業と秘密保持 / Side jobs"
    assert bulletin.text.index("届出") < bulletin.text.index("notified")


@pytest.mark.parametrize(
    ("occasion", "said"),
    [
        ("K-9", "no campaign K-9"),
        ("C-9", "no case C-9"),
        ("F-1001", "neither case nor campaign"),
        ("c9; x", "neither case nor campaign"),
    ],
)
def test_a_wrong_occasion_is_named_and_nothing_is_entered(
    watch: Watch, occasion: str, said: str
) -> None:
    with pytest.raises(UsageError) as error:
        drafted(watch, occasion=occasion)
    assert said in str(error.value)
    assert watch.record.announcements.list() == ()


def test_a_day_that_is_over_is_refused_with_what_to_write(watch: Watch) -> None:
    with pytest.raises(UsageError, match="2026-04-01, or a day to come"):
        drafted(watch, due=date(2026, 3, 31))


@pytest.mark.parametrize("own", [OwnText(subject=" ", body="x"), OwnText(subject="x", body="\n")])
def test_an_empty_text_is_none(watch: Watch, own: OwnText) -> None:
    with pytest.raises(UsageError, match="title and a text"):
        drafted(watch, own=own)


def test_what_is_no_letter_to_the_staff_is_not_announced(watch: Watch) -> None:
    with pytest.raises(UsageError, match="no letter to the staff"):
        drafted(watch, kind=LetterKind.HR_CONTACT)


def test_a_proposal_of_the_calendar_comes_once_and_is_a_duty(watch: Watch) -> None:
    for _ in range(3):
        asyncio.run(announce_due(watch, now=NOW))
    (one,) = watch.record.announcements.list()
    assert (one.author, one.due) == (SERVICE, date(2026, 4, 10))
    assert watch.record.announcements.title(one.number) == "年次の周知"
    (duty,) = duties_announcements.duties(watch, today=date(2026, 4, 1))
    assert (duty.what, duty.label, duty.owner) == ("announcement.due", "A-1", "")


def test_the_companys_template_is_the_text_unless_somebody_writes_his_own(watch: Watch) -> None:
    number = drafted(watch, own=None)
    (letter,) = letters_about(watch, watch.record.announcements.get(number))
    text = watch.record.letters.text(letter.number)
    assert (letter.kind, letter.language, letter.about) == (LetterKind.GUIDELINE, "ja", "A-1")
    assert "藍川マテリアル株式会社" in text.body
    assert "rules@example.com" in text.body
    assert text.recipient == "従業員各位"


def test_the_calendars_proposal_has_its_letter_which_two_people_see_out(watch: Watch) -> None:
    asyncio.run(announce_due(watch, now=NOW))
    (letter,) = letters_about(watch, watch.record.announcements.get(1))
    assert (letter.author, letter.state) == (SERVICE, LetterState.DRAFT)
    approve(watch, 1, actor=who(watch, "hanako"), now=NOW)
    with pytest.raises(PermissionDenied, match="somebody else"):
        publish(watch, 1, actor=who(watch, "hanako"), now=NOW)
    publish(watch, 1, actor=who(watch, "taro"), now=NOW)
    assert len(queued(watch.record)) == 2


def without_sender(watch: Watch) -> Watch:
    casework = replace(watch.settings.casework, sender=Sender(company="藍川マテリアル株式会社"))
    return replace(watch, settings=replace(watch.settings, casework=casework))


def test_what_a_letter_lacks_is_named_and_nothing_is_entered(watch: Watch) -> None:
    with pytest.raises(UsageError) as error:
        drafted(without_sender(watch), own=None)
    assert "sender.mail" in str(error.value)
    assert watch.record.announcements.list() == ()


def test_what_the_calendar_cannot_write_is_proposed_all_the_same(watch: Watch) -> None:
    asyncio.run(announce_due(without_sender(watch), now=NOW))
    (one,) = watch.record.announcements.list()
    assert letters_about(watch, one) == ()
    with pytest.raises(UsageError, match="has no text"):
        approve(watch, one.number, actor=who(watch, "hanako"), now=NOW)
    write(watch, one.number, actor=who(watch, "taro"), now=NOW)
    approve(watch, one.number, actor=who(watch, "hanako"), now=NOW)


def test_nothing_is_proposed_far_from_the_day(watch: Watch) -> None:
    asyncio.run(announce_due(watch, now=NOW + timedelta(days=100)))
    assert watch.record.announcements.list() == ()


def test_after_its_time_an_announcement_closes_itself_and_readers_are_forgotten(
    watch: Watch,
) -> None:
    number = drafted(watch)
    approve(watch, number, actor=who(watch, "hanako"), now=NOW)
    publish(watch, number, actor=who(watch, "taro"), now=NOW)
    for user in ("U0000001", "U0000002", "U0000003"):
        watch.record.announcements.readings.note(number, user, division="KILN")
    asyncio.run(announce_due(watch, now=NOW + OPEN - timedelta(days=20)))
    assert watch.record.announcements.get(number).state is AnnouncementState.PUBLISHED
    asyncio.run(announce_due(watch, now=NOW + OPEN))
    closed = watch.record.announcements.get(number)
    assert (closed.state, closed.closed_at) == (AnnouncementState.CLOSED, NOW + OPEN)
    (group,) = watch.record.announcements.counts(number, groups)
    assert (group.readers, group.people) == (3, 21)
    assert not list(duties_announcements.duties(watch, today=date(2026, 4, 1)))
