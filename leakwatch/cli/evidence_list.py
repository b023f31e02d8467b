"""Evidence in print: labels, states, counts and hashes; nothing of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leakwatch.cli.evidence_words import ended_in_words, why_in_words
from leakwatch.cli.named import worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.models import Capture, CaptureState

HEADINGS = (
    "E-",
    N_("finding"),
    N_("belongs to"),
    N_("state"),
    N_("shown"),
    N_("quotes"),
    N_("asked at"),
    N_("until"),
    N_("why"),
)


def as_record(capture: Capture) -> dict[str, object]:
    """The documented shape of evidence in JSON lines."""
    return {
        "evidence": capture.label,
        "finding": f"F-{capture.finding}",
        "about": capture.about,
        "state": capture.state.value,
        "shown": capture.shown.value if capture.shown else None,
        "status": capture.status,
        "quotes": capture.quotes,
        "present": capture.present,
        "asked_by": capture.asked_by or None,
        "asked_at": capture.asked_at.isoformat(),
        "taken_at": capture.taken_at.isoformat() if capture.taken_at else None,
        "until": capture.until.isoformat() if capture.until else None,
        "sha256": capture.sha256 or None,
        "size": capture.size,
        "why": capture.why or None,
        "ended_at": capture.ended_at.isoformat() if capture.ended_at else None,
    }


def print_capture(terminal: Terminal, capture: Capture) -> None:
    facts: Mapping[str, object] = {
        N_("finding"): f"F-{capture.finding}",
        N_("belongs to"): capture.about,
        N_("state"): worded(terminal, capture.state),
        N_("asked by"): capture.asked_by or "leakwatch",
        N_("asked at"): terminal.moment(capture.asked_at),
        N_("taken at"): terminal.moment(capture.taken_at),
        N_("until"): terminal.moment(capture.until),
        "SHA-256": capture.sha256 or "-",
        N_("bytes"): capture.size or "-",
    }
    terminal.line(capture.label)
    for what, value in facts.items():
        terminal.line(f"  {terminal.text(what)}: {value}")
    for message, values in ended_in_words(capture, terminal.catalogue):
        terminal.say(message, **values)


def print_counts(terminal: Terminal, counts: Mapping[tuple[CaptureState, str], int]) -> None:
    """How many there are of each state: also what was deleted, and what could not be had."""
    rows = [
        (state, why_in_words(terminal, state, why), count)
        for (state, why), count in sorted(counts.items())
    ]
    if rows:
        terminal.table([N_("state"), N_("why"), N_("count")], rows)
