"""The end of a message: where to look next, and when it was seen."""

from __future__ import annotations

from datetime import tzinfo
from urllib.parse import urlsplit

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertKind
from leakwatch.notify import actions, kit, remedies
from leakwatch.notify.blocks_title import source_of
from leakwatch.notify.inert import address

_QUEUES = frozenset({AlertKind.BASELINE, AlertKind.REVIEW, AlertKind.STORM})


def foot_of(alert: Alert, catalogue: Catalogue, *, zone: tzinfo) -> list[kit.Block]:
    source = source_of(alert)
    where = [*_link(alert, catalogue), *_commands(alert, source, catalogue)]
    at = f"{alert.created_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    blocks = [
        kit.rich_text(kit.section(*where)),
        kit.context(catalogue.text(N_("Source {source}, {at}"), source=source, at=at)),
    ]
    if alert.kind in _QUEUES:
        text = catalogue.text(N_("In Slack: {command}"), command=f"/leakwatch findings {source}")
        blocks.insert(1, {**kit.context(text), "block_id": f"{actions.PREFIX}queue"})
    return blocks


def _link(alert: Alert, catalogue: Catalogue) -> list[kit.Block]:
    if alert.url is None:
        return []
    url = address(alert.url)
    if url is None:
        return [kit.words(catalogue.text(N_("The address cannot be linked to.")) + "\n")]
    text = catalogue.text(N_("Open {host}"), host=urlsplit(url).netloc)
    return [kit.link(url, text), kit.words("\n")]


def _commands(alert: Alert, source: str, catalogue: Catalogue) -> list[kit.Block]:
    more = kit.words(catalogue.text(N_("More: ")))
    if alert.kind is AlertKind.ALARM:
        again = kit.words("\n" + catalogue.text(N_("Once it is mended: ")))
        stuck = "--unknown" if remedies.is_undecided(alert.reasons) else "--dead"
        requeued = kit.words(f"leakwatch notify requeue {stuck}", code=True)
        return [more, kit.words("leakwatch notify list", code=True), again, requeued]
    return [more, kit.words(_command(alert, source), code=True)]


def _command(alert: Alert, source: str) -> str:
    if alert.kind is AlertKind.QUARANTINE:
        return f"leakwatch sources check {source}"
    if alert.kind is AlertKind.HEALTH:
        return "leakwatch sources list"
    if alert.kind in _QUEUES or not alert.findings:
        return f"leakwatch findings list --source {source}"
    return f"leakwatch findings show {alert.findings[0].label}"
