"""What became of a finding, and what of it is new, in print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from leakwatch.cli.named import beside, worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.locale.named import VERDICTS
from leakwatch.models import ACTS, CHECKS, Absence, Excerpt, HistoryEntry

#: Said at every sweep until something changes: shown once, and counted.
_REPEATED = frozenset({"unlisted", "unchecked"})


def print_history(terminal: Terminal, lines: Iterable[HistoryEntry]) -> None:
    terminal.table(
        [N_("when"), N_("what"), N_("who"), N_("about it")],
        [
            (
                terminal.moment(one.at),
                _words(terminal, one, count),
                one.actor or "-",
                _detail(terminal, one),
            )
            for one, count in _each_once(lines)
        ],
    )


def print_absence(terminal: Terminal, absence: Absence | None) -> None:
    """Since when a finding is not shown, and what proves it."""
    if absence is None:
        return
    sweeps = ", ".join(str(one.sweep) for one in absence.sweeps)
    terminal.say(
        N_("not shown since {since} (sweeps {sweeps})"),
        since=terminal.moment(absence.since),
        sweeps=sweeps or "-",
    )
    for check in absence.checks[-1:]:
        how = terminal.text(CHECKS[check.how]) if check.how in CHECKS else check.how
        terminal.say(N_("asked last at {at}: {how}"), at=terminal.moment(check.at), how=how)


def print_excerpts(terminal: Terminal, excerpts: Iterable[Excerpt]) -> None:
    """Quotes with their surroundings, those that were new when it was opened again first."""
    kept = list(excerpts)
    new = [excerpt for excerpt in kept if excerpt.new]
    if new:
        terminal.say(N_("new since last time:"))
        _print(terminal, new)
        terminal.say(N_("known before:"))
    _print(terminal, (excerpt for excerpt in kept if not excerpt.new))


def one_line(value: object) -> str:
    """A page's words without line breaks, which would pass for lines of ours."""
    return " ".join(str(value).split())


def _print(terminal: Terminal, excerpts: Iterable[Excerpt]) -> None:
    for excerpt in excerpts:
        shown = f"…{excerpt.before}«{excerpt.quote}»{excerpt.after}…"
        terminal.line(f"  [{excerpt.rule}] {one_line(shown)}")


def _words(terminal: Terminal, line: HistoryEntry, count: int) -> str:
    words = terminal.text(ACTS[line.act]) if line.act in ACTS else _verdict(terminal, line.act)
    return f"{words} (×{count})" if count > 1 else words


def _detail(terminal: Terminal, line: HistoryEntry) -> str:
    """What it was from then on, entries that came or went, and how a check came out."""
    facts = [_fact(terminal, fact) for fact in line.facts]
    return " ".join([str(worded(terminal, line.status)), *line.changes, *facts])


def _fact(terminal: Terminal, fact: str) -> str:
    what, _, number = fact.partition(" ")
    if what == "sweep" and number:
        return terminal.text(N_("sweep {number}"), number=number)
    known = fact in CHECKS and terminal.catalogue.language != "en"
    return terminal.text(CHECKS[fact]) if known else fact


def _verdict(terminal: Terminal, act: str) -> str:
    """What a reviewer decided, by the name that is typed."""
    return beside(terminal, act, VERDICTS.get(act))


def _each_once(lines: Iterable[HistoryEntry]) -> Iterator[tuple[HistoryEntry, int]]:
    """The last of each run of lines that say the same, and how many those are."""
    for (act, *_), run in groupby(lines, key=lambda one: (one.act, one.status, one.facts[1:])):
        same = list(run)
        if act in _REPEATED:
            yield same[-1], len(same)
        else:
            yield from ((one, 1) for one in same)
