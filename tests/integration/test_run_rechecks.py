"""Ninety days on, `leakwatch run` looks again by itself where it can, and asks people where not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.case_following import follow_cases
from leakwatch.app.cases import Given, move_case, open_case, open_from_answer
from leakwatch.app.demo_sweep import sweep_on
from leakwatch.app.watch import Watch, open_watch
from leakwatch.casework.cases import act_named
from leakwatch.demo.slack import LEAD
from leakwatch.models import (
    AnswerFile,
    Basis,
    Case,
    CaseState,
    LetterKind,
    LetterText,
    Status,
)
from tests.at_slack import Member, pressable, served
from tests.guild import GUILD, Guild, founded, profile
from tests.installation import Installation
from tests.working_day import at_noon, seat

ASKED = "kotonoha"  # a platform that no program reads
DAY = timedelta(days=1)
OURS = profile("窒化ケイ素基板も見ます。")
OTHER = profile("翻訳の相談をお受けします。", name="別の方", organisation="株式会社別の会社")


class Desk:
    """Two people over a record of a past that is handed in."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.who = {one.id: one for one in watch.settings.reviewers}

    def move(
        self, case: Case, act: str, *, at: datetime, by: str = "taro", **given: object
    ) -> None:
        said = Given(**{"reason": "調べた", **given})  # type: ignore[arg-type]
        move_case(self.watch, case.number, act_named(act), actor=self.who[by], now=at, given=said)

    def lead_to_waiting(self, case: Case, *, at: datetime) -> None:
        self.move(case, "review", at=at)
        self.move(case, "plan", at=at, by="hanako")
        self.move(case, "ask_platform", at=at)
        letters = self.watch.record.letters
        text = LetterText(subject="件名", recipient="desk@guild.example", body="本文")
        kind, about = LetterKind.DEREGISTRATION_RELAY, case.label
        number = letters.draft(kind, "ja", about=about, text=text, author="taro", now=at).number
        letters.approve(number, actor="hanako", check=lambda _letter, _text: None, now=at)
        letters.mark_sent(
            number, by_hand=True, actor="taro", check=lambda _letter, _text: None, now=at
        )
        self.move(case, "wait", at=at)

    def settle(self, case: Case, basis: Basis, *, at: datetime) -> None:
        content = f"deregistered: {basis.value}".encode()
        file = AnswerFile(content=content, name="answer.txt", media_type="text/plain")
        self.move(case, "verify", at=at, basis=basis, file=None if basis is Basis.SWEEP else file)
        self.move(case, "close", at=at)


@pytest.fixture
def guild(tmp_path: Path) -> Iterator[Guild]:
    """A member of ours who went 90 days ago, and two on a platform that was asked."""
    with founded(tmp_path / "place") as running:
        place = running.place
        place.only(GUILD)
        pressable(place)
        at_noon(place)
        gone = datetime.now(UTC) - 90 * DAY
        running.shows(ours=OURS, other=OTHER)
        sweep_on(place.config, GUILD, at=gone - 9 * DAY)
        with open_watch(place.config, environ={}, now=gone - 8 * DAY) as watch:
            open_cases(Desk(watch), at=gone - 8 * DAY)
        del running.site.routes["/members/ours"]
        running.shows(other=OTHER)
        for days in (3, 0):
            sweep_on(place.config, GUILD, at=gone - days * DAY)
        with open_watch(place.config, environ={}, now=gone) as watch:
            close_cases(Desk(watch), at=gone)
        place.edit(f"sources/{GUILD}.yaml", "kind:", "schedule: {every: 6h}\nkind:")
        yield running


def open_cases(desk: Desk, *, at: datetime) -> None:
    (finding,) = desk.watch.record.findings.list(source=GUILD)
    desk.watch.record.findings.set_status(
        finding.number,
        Status.CONFIRMED,
        "confirm",
        actor="taro",
        reason="登録を確認",
        until=None,
        now=at,
    )
    taro = desk.who["taro"]
    cases = [open_case(desk.watch, [finding.number], actor=taro, now=at)]
    for _ in range(2):
        line = f"K-1/{ASKED}"
        cases.append(open_from_answer(desk.watch, ASKED, campaign=line, actor=taro, now=at))
    for case in cases:
        desk.lead_to_waiting(case, at=at)


def close_cases(desk: Desk, *, at: datetime) -> None:
    assert follow_cases(desk.watch, now=at) == 1
    swept, asked, said = sorted(desk.watch.record.cases.list(), key=lambda one: one.number)
    for case in (asked, said):
        desk.move(case, "report_gone", at=at)
    for case, basis in ((swept, Basis.SWEEP), (asked, Basis.PLATFORM), (said, Basis.PERSON)):
        desk.settle(case, basis, at=at)


def case(place: Installation, number: int) -> Case:
    with place.record() as record:
        return record.cases.get(number)


def reminded(place: Installation) -> set[str]:
    """What somebody was reminded today to ask again."""
    texts = [str(one["text"]) for one in place.messages()]
    return {one.split()[1] for one in texts if "has to be asked again: due today" in one}


def test_each_basis_is_asked_after_in_its_own_way_and_what_comes_back_is_the_same_case(
    guild: Guild, tmp_path: Path
) -> None:
    place, slack = guild.place, guild.place.slack
    assert [len(case(place, one).rechecks) for one in (1, 2, 3)] == [2, 2, 2]
    with served(place):
        slack.wait_for(lambda: len(case(place, 1).rechecks) == 1)
        slack.wait_for(lambda: {"C-2", "C-3"} <= reminded(place))
        seat(place, "taro")
        for number, basis in ((2, "platform"), (3, "person")):
            typed = ("cases", "move", f"C-{number}", "recheck", "--basis", basis)
            assert "--attach" in place.run(*typed).err
            paper = tmp_path / f"{basis}.txt"
            paper.write_text(f"{basis}: まだ登録はありません", encoding="utf-8")
            done = place.run(*typed, "--attach", paper)
            assert done.code == 0, done.err
            assert len(case(place, number).rechecks) == 1
        guild.shows(ours=OURS, other=OTHER)
        Member(place, LEAD).types(f"sweep {GUILD}")
        slack.wait_for(lambda: case(place, 1).state is CaseState.OPEN)
    with place.record() as record:
        acts = [(one.act, one.actor) for one in record.cases.events(1)]
    assert case(place, 1).openings == 2
    assert acts[-2:] == [("still_gone", "-"), ("came_back", "-")]
