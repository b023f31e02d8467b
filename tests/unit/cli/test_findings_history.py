from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from leakwatch.cli.findings_history import print_absence, print_excerpts, print_history
from leakwatch.cli.terminal import Terminal
from leakwatch.locale import catalogue
from leakwatch.models import (
    Absence,
    Answer,
    Check,
    EntryKind,
    Excerpt,
    HistoryEntry,
    Miss,
    Status,
)

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def terminal() -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), catalogue("en"))


def printed(of: Terminal) -> str:
    assert isinstance(of.out, io.StringIO)
    return of.out.getvalue()


def line(act: str, day: int, *facts: str, **changes: Any) -> HistoryEntry:
    given: dict[str, Any] = {"at": AT + timedelta(days=day), "act": act, "status": Status.NEW}
    return HistoryEntry(**(given | {"facts": facts} | changes))


def excerpt(quote: str, *, new: bool = False) -> Excerpt:
    return Excerpt(
        field="text",
        before="前\n",
        quote=quote,
        after="後",
        entry="C01",
        entry_kind=EntryKind.COMPANY,
        rule="company_named",
        new=new,
    )


def test_what_is_said_at_every_sweep_is_shown_once_and_counted() -> None:
    out = terminal()
    lines = [line("missing", 0, "sweep 1")]
    lines += [line("unlisted", day, f"sweep {day + 1}", "http_200") for day in range(1, 6)]
    lines += [line("unchecked", 7, "sweep 8", "timeout"), line("unlisted", 8, "sweep 9", "moved")]
    print_history(out, lines)
    shown = printed(out)
    assert shown.count("its page is still there") == 2
    assert "its page is still there (×5)" in shown
    assert "sweep 6 http_200" in shown
    assert "its page could not be asked" in shown


def test_what_a_reviewer_decided_twice_is_shown_twice() -> None:
    out = terminal()
    print_history(out, [line("snooze", 0, actor="R01"), line("snooze", 1, actor="R01")])
    assert printed(out).count("snooze") == 2


def test_an_absence_is_told_with_its_sweeps_and_the_last_check() -> None:
    out = terminal()
    first = Check(answer=Answer.UNKNOWN, how="timeout", at=AT)
    last = Check(answer=Answer.GONE, how="http_410", at=AT)
    sweeps = tuple(Miss(sweep=number, at=AT) for number in (3, 7))
    absence = Absence(since=AT, sweeps=sweeps, checks=(first, last), gone_at=AT)
    print_absence(out, absence)
    assert "(sweeps 3, 7)" in printed(out)
    assert "its page is gone for good (410)" in printed(out)
    assert "timeout" not in printed(out)


def test_who_was_seen_last_has_nothing_to_be_told() -> None:
    out = terminal()
    print_absence(out, None)
    assert printed(out) == ""


def test_new_quotes_stand_first_and_apart() -> None:
    out = terminal()
    print_excerpts(out, [excerpt("甲"), excerpt("乙", new=True)])
    assert printed(out).splitlines() == [
        "new since last time:",
        "  [company_named] …前 «乙»後…",
        "known before:",
        "  [company_named] …前 «甲»後…",
    ]


def test_quotes_without_anything_new_need_no_heading() -> None:
    out = terminal()
    print_excerpts(out, [excerpt("甲")])
    assert printed(out) == "  [company_named] …前 «甲»後…\n"
