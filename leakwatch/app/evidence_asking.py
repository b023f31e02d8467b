"""Asking for a page to be captured: who may, of what, and how its process ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leakwatch.app.evidence import alone
from leakwatch.app.hindrances import lasting
from leakwatch.app.probing import probe_child
from leakwatch.app.watch import Watch
from leakwatch.errors import N_, UsageError, VerdictError
from leakwatch.models import Capture, CaptureState, LoggedFinding, Reviewer, Status
from leakwatch.review import require_reader, require_sweeper

#: Headers are not sent, so a token that is not there keeps nobody from looking at a page.
_NO_MATTER = frozenset({"variable_unset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEnd:
    """How one capture ended, as whoever asked for it hears of it."""

    capture: Capture
    message: str = ""  #: catalogue message: why its process did not come to an end of its own
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        return self.capture.state is CaptureState.KEPT


def require_capturable(
    watch: Watch, number: int, actor: Reviewer | None
) -> tuple[Reviewer, LoggedFinding]:
    """The actor and finding `number`, if he may have its page captured.

    Raises PermissionDenied, VerdictError before it is confirmed, SweepRefused and UsageError.
    """
    finding = watch.record.findings.get(number)
    reviewer = require_reader(require_sweeper(actor), subject=finding.subject)
    if not _is_confirmed(finding):
        raise VerdictError(
            N_("{finding} is {status}: evidence is captured of what was confirmed"),
            finding=finding.label,
            status=finding.status,
        )
    source = watch.source(finding.source)
    if source.inbox is not None:
        raise UsageError(
            N_("{finding} came out of a file in a folder: keep that file, there is no page"),
            finding=finding.label,
        )
    hindrance = lasting(source)
    if hindrance is not None and hindrance.reason not in _NO_MATTER:
        raise hindrance.refusal()
    return reviewer, finding


def _is_confirmed(finding: LoggedFinding) -> bool:
    """A page that went after it was confirmed can still be captured as gone."""
    if finding.status is Status.GONE:
        return finding.verdict == "confirm"
    return finding.status is Status.CONFIRMED


async def capture(
    watch: Watch,
    finding: LoggedFinding,
    *,
    about: str,
    actor: Reviewer,
    reason: str,
    in_quiet: bool,
    clock: Callable[[], datetime],
) -> CaptureEnd:
    """Enter that the page of `finding` is wanted, and have it visited in a process of its own."""
    asked = watch.record.captures.ask(
        finding.number, about, actor=actor.id, reason=reason, now=clock()
    )
    source = alone(watch.source(finding.source))
    ended = await probe_child(
        watch.settings,
        source,
        ["evidence", "capture", asked.label, *(["--now"] if in_quiet else [])],
        on_event=lambda _event: None,
    )
    capture_ = watch.record.captures.get(asked.number)
    if capture_.state is CaptureState.ASKED:
        why = ended.reason or ("refused" if ended.message else "died")
        capture_ = watch.record.captures.fail(asked.number, why, actor=actor.id, now=clock())
    return CaptureEnd(capture=capture_, message=ended.message, values=ended.values)


def findings_behind(watch: Watch, label: str) -> tuple[str, tuple[int, ...]]:
    """What the evidence belongs to, and the findings whose pages are meant by `F-1042` or `C-3`.

    Raises UsageError for anything else, and when there is none of that label.
    """
    given = label.strip().upper()
    sort, digits = given[:1], given[1:].removeprefix("-")
    known = digits.isascii() and digits.isdigit()
    if sort == "F" and known:
        return f"F-{int(digits)}", (watch.record.findings.get(int(digits)).number,)
    if sort == "C" and known:
        case = watch.record.cases.get(int(digits))
        return case.label, case.findings
    raise UsageError(
        N_("{label} is nothing that is captured: write a finding as F-1042, a case as C-3"),
        label=label,
    )
