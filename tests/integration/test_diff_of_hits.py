"""A page that changes: what was judged stays judged, and what is new is what is shown."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from leakwatch.models import LoggedFinding
from tests.guild import Guild, founded, profile
from tests.servers.behaviours import Page

ORGANISATION = "玄海ノヴァセラム株式会社 焼成技術部"
LINES = ("相談の実績は30件以上です。", "焼成の相談をお受けします。", "場所は問いません。")
PLAIN = profile(*LINES)
TEXT = str(PLAIN.body)


def encoded(charset: str, *, declared: str = "") -> Page:
    head = f'<meta charset="{declared or charset}">'
    kind = f"text/html; charset={declared or charset}"
    return Page((head + TEXT).encode(charset), headers={"Content-Type": kind})


def laid_out(page: str) -> Page:
    return Page(f"<title>登録者のご案内</title><h1>登録者</h1>{page}")


#: What a page looks like the second time, with nothing on it that is new for us.
SAME: dict[str, Page] = {
    "counted": profile("相談の実績は31件です。", *LINES[1:]),
    "reordered": profile(*reversed(LINES)),
    "shorter": profile(LINES[1]),
    "longer": profile(*LINES, "先月は名古屋に参りました。", "猫が二匹おります。"),
    "sjis": encoded("cp932", declared="Shift_JIS"),
    "euc": encoded("euc_jp", declared="EUC-JP"),
    "utf16": encoded("utf-16"),
    "entities": Page("".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in TEXT)),
    "wide": profile(*LINES, organisation="玄海ノヴァセラム株式会社　焼成技術部"),
    "split": Page(TEXT.replace("焼成技術部", "焼成<wbr>技<span>術</span>部")),
    "table": laid_out(
        "<table><tr><th>氏名</th><td class=name>登録番号の方</td></tr><tr><th>所属</th>"
        f"<td class=organisation>{ORGANISATION}</td></tr></table>" + "<br>".join(LINES)
    ),
    "cards": laid_out(
        f"<ul>{''.join(f'<li>{line}' for line in LINES)}</ul>"
        f"<div><b>所属</b><div class=organisation>{ORGANISATION}</div></div>"
        "<div><b>氏名</b><div class=name>登録番号の方</div></div>"
    ),
    "framed": Page(f"<nav>{html.escape('一覧へ戻る 新着 5件')}</nav>{TEXT}<footer>2026</footer>"),
}
#: And with something that is: the line that brings it.
MORE: dict[str, str] = {
    "technology": "窒化ケイ素基板の開発もします。",
    "site": "唐津製造所の設備に詳しいです。",
}


@dataclass(frozen=True, kw_only=True)
class Days:
    first: dict[str, LoggedFinding]
    second: dict[str, LoggedFinding]
    acts: dict[str, list[str]]
    entries: dict[str, tuple[str, ...]]  #: of the line that opened it again
    told: list[str]
    report: dict[str, Any]
    shown: str  #: what a reveal prints of one that was opened again


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    with founded(tmp_path_factory.mktemp("guild") / "place") as guild:
        guild.shows(**dict.fromkeys([*SAME, *MORE], PLAIN))
        guild.sweep()
        _dismiss_all(guild)
        first, heard = guild.log(), len(guild.told())
        guild.answers(**SAME, **{name: profile(*LINES, line) for name, line in MORE.items()})
        report = dict(guild.swept())
        second = guild.log()
        with guild.place.record() as record:
            lines = {member: record.findings.history(one.number) for member, one in second.items()}
        shown = guild.place.run(
            "findings", "show", second["site"].label, "--reveal", "--reason", "x"
        )
        yield Days(
            first=first,
            second=second,
            acts={member: [one.act for one in each] for member, each in lines.items()},
            entries={
                member: next((one.entries for one in each if one.act == "reopened"), ())
                for member, each in lines.items()
            },
            told=guild.told()[heard:],
            report=report,
            shown=shown.out,
        )


def _dismiss_all(guild: Guild) -> None:
    for finding in guild.log().values():
        decided = guild.place.run("findings", "set", finding.label, "not_ours", "--reason", "x")
        assert decided.code == 0, decided.err


def test_every_page_was_found_and_dismissed_once(days: Days) -> None:
    assert set(days.first) == {*SAME, *MORE} == set(days.second)
    assert {one.status.value for one in days.first.values()} == {"dismissed"}
    assert days.report["outcome"] == "ok"
    assert days.report["new_findings"] == 0


@pytest.mark.parametrize("member", SAME)
def test_a_page_with_nothing_new_on_it_stays_dismissed(days: Days, member: str) -> None:
    assert days.second[member].status.value == "dismissed"
    assert days.second[member].last_seen > days.first[member].last_seen
    assert not [one for one in days.told if days.second[member].label in one]
    assert set(days.acts[member]) <= {"found", "not_ours", "edited"}


def test_an_edit_is_noted_and_another_encoding_is_none(days: Days) -> None:
    assert days.acts["counted"][-1] == "edited"
    for member in ("sjis", "euc", "utf16", "entities", "split"):
        assert "edited" not in days.acts[member], member


@pytest.mark.parametrize(("member", "entry"), [("technology", "T01"), ("site", "karatsu")])
def test_something_new_opens_it_again_with_the_difference(
    days: Days, member: str, entry: str
) -> None:
    assert days.second[member].status.value == "new"
    assert entry in days.entries[member]
    assert "novaceram" not in days.entries[member]
    (message,) = [one for one in days.told if days.second[member].label in one]
    assert f"Judged before, back with something new: {entry}" in message
    assert MORE[member][:-1] in message
    assert "相談の実績" not in message
    assert "玄海ノヴァセラム" not in message


def test_a_reveal_shows_the_new_quotes_apart_from_those_that_were_known(days: Days) -> None:
    _, new = days.shown.split("new since last time:")
    new, known = new.split("known before:")
    assert "«唐津製造所»" in new
    assert "玄海ノヴァセラム" not in new
    assert "«玄海ノヴァセラム株式会社»" in known
    assert "something new was found" in days.shown
    assert "+karatsu" in days.shown
