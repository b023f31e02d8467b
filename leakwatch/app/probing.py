"""A probe as a child process, as its parent sees it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from leakwatch.app.supervise import foreign_variables
from leakwatch.config import Settings
from leakwatch.dispatch import run_child
from leakwatch.errors import N_
from leakwatch.models import Source

#: The last events of a probe; without one of them it died.
_LAST = frozenset({"source.probed", "source.recorded", "evidence.taken"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeEnd:
    """How the process of a probe ended."""

    exit_code: int
    message: str = ""  #: catalogue message: why it did not come to its end
    values: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""  #: name of a refusal that has one, such as `quiet_hours`


async def probe_child(
    settings: Settings,
    source: Source,
    arguments: Sequence[str],
    *,
    on_event: Callable[[Mapping[str, object]], None],
) -> ProbeEnd:
    """Run `leakwatch ARGUMENTS --events` for `source`; never raises for what it does."""
    last: Mapping[str, object] = {}

    def heard(event: Mapping[str, object]) -> None:
        nonlocal last
        if event.get("event") in _LAST or event.get("event") == "sweep.refused":
            last = event
        on_event(event)

    # -P: modules that lie in the current directory are somebody else's
    command = [sys.executable, "-P", "-m", "leakwatch", "--config", str(settings.directory)]
    result = await run_child(
        [*command, *arguments, "--events"],
        on_event=heard,
        limits=source.limits,
        variables=settings.variables | source.variables,
        withheld=foreign_variables(settings, source),
    )
    if last.get("event") == "sweep.refused":
        values = last.get("values")
        return ProbeEnd(
            exit_code=result.exit_code,
            message=str(last["message"]),
            values=values if isinstance(values, dict) else {},
            reason=str(last.get("reason") or ""),
        )
    if not last:
        return ProbeEnd(
            exit_code=1,
            message=N_("the probe of {source} died ({why})"),
            values={"source": source.name, "why": result.killed or f"exit code {result.exit_code}"},
        )
    return ProbeEnd(exit_code=result.exit_code)
