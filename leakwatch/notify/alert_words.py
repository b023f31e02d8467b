"""What the kinds of alerts are called where one has to name them in a word or two."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_
from leakwatch.models import AlertKind

ALERTS: Mapping[AlertKind, str] = {
    AlertKind.FINDINGS: N_("findings"),
    AlertKind.BASELINE: N_("a first sweep"),
    AlertKind.REVIEW: N_("findings to review"),
    AlertKind.HEALTH: N_("a source went blind or sees again"),
    AlertKind.QUARANTINE: N_("a source rests"),
    AlertKind.STORM: N_("many findings at once"),
    AlertKind.STATUS: N_("a decision"),
    AlertKind.ESCALATION: N_("nobody has looked at it yet"),
    AlertKind.REMINDER: N_("something is due"),
    AlertKind.DIGEST: N_("a digest"),
    AlertKind.ANNOUNCEMENT: N_("an announcement to the staff"),
    AlertKind.ALARM: N_("something could not be delivered"),
}
