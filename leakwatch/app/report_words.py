"""What the classes of what is kept are called."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_

CLASSES: Mapping[str, str] = {
    "dismissed": N_("dismissed findings"),
    "closed": N_("closed findings, cases and campaigns"),
    "people": N_("what was kept about people"),
    "letters": N_("letters"),
    "evidence": N_("evidence"),
    "captures": N_("pages sealed at finding time"),
    "tombstones": N_("what deleted findings left behind"),
    "roster": N_("entry of the roster"),
    "findings": N_("findings"),
    "cases": N_("cases"),
    "side_jobs": N_("side jobs"),
    "campaigns": N_("campaigns"),
    "announcements": N_("announcements"),
    "recordings": N_("recorded pages"),
    "reasons": N_("reasons in the audit trail"),
}
