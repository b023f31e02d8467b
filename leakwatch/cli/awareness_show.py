"""Announcements as they are printed: who stands behind them, and their readers in groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leakwatch.cli.named import worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import AnnouncementState, LetterKind

if TYPE_CHECKING:
    from leakwatch.app.report_keeping import Told
    from leakwatch.app.watch import Watch
    from leakwatch.models import Announcement


def record_of(watch: Watch, one: Announcement) -> Mapping[str, object]:
    """One line of the list; no free text in it."""
    whole = _told(watch, one).overall
    published = one.published_at is not None
    return {
        "announcement": one.label,
        "state": one.state.value,
        "letter": one.kind,
        "occasion": one.occasion or "-",
        "due": one.due.isoformat() if one.due else None,
        "published": one.published_at,
        "readers": _readers(whole.readers, one.smallest) if published else None,
        "staff": whole.people,
        "reach": round(whole.reach, 3) if whole.reach is not None else None,
    }


def in_words(terminal: Terminal, record: Mapping[str, object]) -> Mapping[str, object]:
    """The same line of the list for people."""
    from leakwatch.app.report_keeping import percent

    state, letter = AnnouncementState(str(record["state"])), LetterKind(str(record["letter"]))
    return {
        **record,
        "state": worded(terminal, state),
        "letter": worded(terminal, letter),
        "reach": percent(reach) if isinstance(reach := record["reach"], float) else None,
    }


def print_announcement(terminal: Terminal, watch: Watch, one: Announcement) -> None:
    """Everything of it, with its text."""
    from leakwatch.app.staff_letters import letters_about, mark_of, text_of

    terminal.line(f"{one.label}  {watch.record.announcements.title(one.number)}")
    rows = [
        (terminal.text(N_("state")), worded(terminal, one.state)),
        (terminal.text(N_("occasion")), one.occasion or "-"),
        (terminal.text(N_("due")), one.due.isoformat() if one.due else "-"),
        (terminal.text(N_("proposed by")), one.author),
        (terminal.text(N_("approved by")), one.approver or "-"),
        (terminal.text(N_("published by")), one.publisher or "-"),
        (terminal.text(N_("published")), terminal.moment(one.published_at)),
        (terminal.text(N_("closed")), terminal.moment(one.closed_at)),
    ]
    letters = letters_about(watch, one)
    rows += [
        (
            letter.label,
            f"{worded(terminal, letter.kind)} ({letter.language}): {worded(terminal, letter.state)}",
        )
        for letter in letters
    ]
    for name, value in rows:
        terminal.line(f"  {name}: {value}")
    told = text_of(watch, one)
    terminal.line()
    if told is None:
        text = N_("It has no text yet: leakwatch awareness write {label}")
        terminal.say(text, label=one.label)
    else:
        if mark := mark_of(one):
            terminal.line(f"[{terminal.text(mark)}]")
        terminal.line(told.title)
        terminal.line()
        terminal.line(told.body)
    if one.published_at is not None:
        terminal.line()
        print_counts(terminal, watch, one, lines=False)


def print_counts(terminal: Terminal, watch: Watch, one: Announcement, *, lines: bool) -> None:
    """Its groups of readers, and all of them together at the end."""
    from leakwatch.app.report_keeping import divisions_in_words, percent

    names = {each.id: each.name for each in watch.settings.watchlist.divisions}
    told = _told(watch, one)
    shown = [*told.groups, told.overall] if len(told.groups) > 1 else [told.overall]
    if lines:
        for at, group in enumerate(shown):
            terminal.jsonl(
                {
                    "announcement": one.label,
                    "divisions": list(group.divisions),
                    "readers": _readers(group.readers, one.smallest),
                    "staff": group.people,
                    "reach": round(group.reach, 3) if group.reach is not None else None,
                    "all": at == len(shown) - 1,
                }
            )
        return
    everybody = terminal.text(N_("all staff"))
    rows = [
        (
            everybody
            if group is shown[-1]
            else divisions_in_words(group, names, terminal.catalogue),
            _readers(group.readers, one.smallest),
            group.people if group.people is not None else "-",
            percent(group.reach) or "-",
        )
        for group in shown
    ]
    terminal.table((N_("division"), N_("readers"), N_("staff"), N_("reach")), rows)


def _told(watch: Watch, one: Announcement) -> Told:
    from leakwatch.app.report_keeping import Told
    from leakwatch.casework.awareness import groups

    return Told(announcement=one, groups=watch.record.announcements.counts(one.number, groups))


def _readers(count: int | None, smallest: int) -> int | str:
    return f"<{smallest}" if count is None else count
