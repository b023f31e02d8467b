"""Who decided what on a finding, as one line for the thread of its message."""

from __future__ import annotations

from datetime import tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Form, Posting
from leakwatch.notify import kit, standings
from leakwatch.notify.blocks_foot import foot_of


def status_of(
    posting: Posting, catalogue: Catalogue, *, zone: tzinfo
) -> tuple[str, list[kit.Block]]:
    """The text of the notification and the blocks; out of a thread it says where it belongs."""
    alert = posting.alert
    day = alert.created_at.astimezone(zone).date()
    label, stands = "", catalogue.text(N_("somebody decided on it"))
    if alert.standing is not None:
        label = f"F-{alert.standing.number}"
        stands = standings.stands(alert.standing, catalogue, zone=zone, day=day)
    elif alert.findings:
        label = alert.findings[0].label
    named = [kit.words(label, bold=True), kit.words(" ")] if label else []
    line = kit.rich_text(kit.section(*named, kit.words(stands)))
    foot = [] if posting.form is Form.REPLY else foot_of(alert, catalogue, zone=zone)
    return " ".join(filter(None, (label, stands))), [line, *foot]
