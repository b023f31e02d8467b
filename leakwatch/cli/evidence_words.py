"""How captures ended, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from leakwatch.cli.named import beside
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import CaptureState

if TYPE_CHECKING:
    from leakwatch.models import Capture

#: what the page showed → what is said of it
SHOWN: Mapping[str, str] = {
    "present": N_("{evidence}: the page of {finding} is kept; it still says all of it"),
    "changed": N_(
        "{evidence}: the page of {finding} is kept as it is now; it still says {present} of"
        " {quotes} quotes"
    ),
    "gone": N_(
        "{evidence}: the page of {finding} is gone ({status}); that answer is kept as evidence"
    ),
    "unread": N_(
        "{evidence}: what stands there ({status}) is kept; it holds no text in which {finding}"
        " could be looked for"
    ),
}

#: why it was deleted → what is said of it
DROPPED: Mapping[str, str] = {
    "expired": N_("nobody confirmed the finding in time"),
    "dismissed": N_("the finding was dismissed"),
    "approved": N_("the finding was approved"),
    "closed": N_("the finding was closed"),
    "replaced": N_("a newer capture took its place"),
    "erased": N_("what was kept about the person was deleted"),
    "retention": N_("its time of retention was over"),
}

#: Names that no sweep has.
_WALL = N_("its page wants a login, or keeps programs out")


def why_in_words(terminal: Terminal, state: CaptureState, why: str) -> str:
    """Why a capture ended, by the name that its record bears."""
    if not why:
        return "-"
    if state is CaptureState.DROPPED:
        return beside(terminal, why, DROPPED.get(why))
    return terminal.catalogue.named(why, _reason(why, terminal.catalogue))


def _reason(why: str, catalogue: Catalogue) -> str:
    from leakwatch.notify.reasons import of_reason

    return catalogue.text(_WALL) if why == "wall" else of_reason(why, catalogue).words


def ended_in_words(
    capture: Capture, catalogue: Catalogue
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Catalogue messages with their values, for people."""
    values: Mapping[str, object] = {
        "evidence": capture.label,
        "finding": f"F-{capture.finding}",
        "present": capture.present,
        "quotes": capture.quotes,
        "status": capture.status or "-",
    }
    if capture.state == "failed":
        words = _reason(capture.why, catalogue)
        yield (
            N_("{evidence}: the page of {finding} was not captured: {why} ({name})"),
            {**values, "why": words, "name": capture.why},
        )
    elif capture.state == "dropped":
        why = catalogue.text(DROPPED[capture.why]) if capture.why in DROPPED else capture.why
        yield N_("{evidence} was deleted: {why}"), {**values, "why": why}
    elif capture.shown is not None:
        yield SHOWN[capture.shown.value], values
