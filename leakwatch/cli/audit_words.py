"""What the acts of the audit trail are called."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.cli.cases_show import act_words
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.locale.named import ANNOUNCEMENT_ACTS, CAMPAIGN_ACTS, LETTER_ACTS, VERDICTS

#: What an act is about, by what stands before its dot.
_NOUNS: Mapping[str, str] = {
    "announcement": N_("announcement"),
    "campaign": N_("campaign"),
    "case": N_("case"),
    "finding": N_("finding"),
    "letter": N_("letter"),
}
_ACTS: Mapping[str, str] = {
    "announcement.no_letter": N_("announcement proposed without its letter"),
    "announcement.propose": N_("announcement proposed"),
    "announcement.reveal": N_("readers of an announcement revealed"),
    "audit.report": N_("self-audit written"),
    "backup.destroyed": N_("backup noted as destroyed"),
    "campaign.file": N_("file of a campaign handed out"),
    "campaign.reveal": N_("notes of a campaign revealed"),
    "campaigns.list": N_("campaigns listed"),
    "case.reveal": N_("notes of a case revealed"),
    "case.view": N_("case looked at"),
    "cases.list": N_("cases listed"),
    "charter.version": N_("charter noted"),
    "duty.done.refused": N_("duty: refused to mark it as done"),
    "duty.remind": N_("duty: somebody was reminded"),
    "duty.show.refused": N_("duty: refused to show it"),
    "duty.take.refused": N_("duty: refused to take it"),
    "duty.view": N_("duty looked at"),
    "evidence.capture": N_("evidence asked for"),
    "evidence.captured": N_("evidence captured"),
    "evidence.delete": N_("evidence deleted"),
    "evidence.export": N_("evidence handed out"),
    "evidence.failed": N_("evidence could not be captured"),
    "evidence.kept": N_("sealed page kept as evidence"),
    "evidence.sealed": N_("page sealed at finding time"),
    "finding.reveal": N_("finding revealed"),
    "finding.view": N_("finding looked at"),
    "findings.export": N_("findings exported"),
    "findings.list": N_("findings listed"),
    "findings.reveal": N_("findings revealed"),
    "hold.approve": N_("legal hold approved"),
    "hold.ask": N_("legal hold asked for"),
    "hold.expired": N_("legal hold: its last day is over"),
    "hold.lapsed": N_("legal hold: nobody approved it in time"),
    "hold.release": N_("release of a legal hold approved"),
    "hold.release.ask": N_("release of a legal hold asked for"),
    "hold.reveal": N_("reason of a legal hold revealed"),
    "key.rotate": N_("sealing key changed"),
    "outbox.requeue": N_("alert sent again"),
    "people.delete": N_("person taken off the roster"),
    "people.export": N_("roster exported"),
    "people.import": N_("roster imported"),
    "people.reveal": N_("name variants revealed"),
    "record.backup": N_("backup written"),
    "report.write": N_("report written"),
    "request.correct": N_("request: corrected"),
    "request.delete": N_("request: deleted"),
    "request.export": N_("request: handed out"),
    "restored": N_("record restored from a backup"),
    "retention.restored": N_("deletions carried out again after a restore"),
    "retention.run": N_("what was over deleted"),
    "side_job.approve": N_("side job approved"),
    "side_job.end": N_("side job ended"),
    "side_job.enter": N_("side job entered"),
    "side_jobs.reveal": N_("side jobs revealed"),
    "source.record": N_("pages of a source recorded"),
    "sources.view": N_("sources listed"),
    "status.view": N_("status looked at"),
    "sweep.start": N_("sweep begun"),
    "tip.received": N_("tip received"),
    "watchlist.classify": N_("terms classified"),
}
_REFUSED = ".refused"


def act_in_words(terminal: Terminal, act: str) -> str:
    """`finding: confirmed (finding.confirm)` in another language than English; there, its name."""
    if act in _ACTS:
        return terminal.catalogue.named(act, _ACTS[act])
    noun, _, name = act.removesuffix(_REFUSED).partition(".")
    words = _words_of(noun).get(name)
    if words is None or terminal.catalogue.language == "en":
        return act
    said = N_("{noun}: {act}, refused") if act.endswith(_REFUSED) else N_("{noun}: {act}")
    told = terminal.text(said, noun=terminal.text(_NOUNS[noun]), act=terminal.text(words))
    return f"{told} ({act})"


def _words_of(noun: str) -> Mapping[str, str]:
    return {
        "announcement": ANNOUNCEMENT_ACTS,
        "campaign": CAMPAIGN_ACTS,
        "case": act_words(),
        "finding": VERDICTS,
        "letter": LETTER_ACTS,
    }.get(noun, {})
