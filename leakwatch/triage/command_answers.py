"""What /leakwatch answers: counts, names of sources, pseudonyms, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.locale.named import SIGHTS
from leakwatch.models import Delivery, LoggedFinding, Outcome, Sight, Status, SweepReport
from leakwatch.notify import of_reason, phrases, standings
from leakwatch.notify.inert import inert
from leakwatch.triage.asking import Command, Query
from leakwatch.triage.operations import Overview, SourceView, Word
from leakwatch.triage.reply import Line, Reply, reply

PAGE = 10
_NAME_LIMIT = 60
_MOST_SOURCES, _MOST_SWEEPS, _MOST_APPOINTMENTS, _MOST_REASONS = 30, 5, 5, 3

STATUSES: Mapping[Status, str] = {**standings.STATUSES, Status.NEW: N_("new")}
_UNDELIVERED: Mapping[Delivery, str] = {
    Delivery.WAITING: N_("waiting"),
    Delivery.SENDING: N_("on their way"),
    Delivery.RETRY: N_("to be tried again"),
    Delivery.UNKNOWN: N_("undecided"),
    Delivery.DEAD: N_("refused"),
}
MARKS: Mapping[Outcome, str] = {
    Outcome.OK: "✅",
    Outcome.NONE: "✅",
    Outcome.PARTIAL: "🟡",
    Outcome.CHANGED: "⛔",
    Outcome.BLOCKED: "⛔",
    Outcome.FAILED: "⛔",
}
_HELP: tuple[tuple[str, str], ...] = (
    ("sweep NAME | all", N_("sweep a source now, or every enabled one")),
    ("status", N_("how the watch stands")),
    ("findings [status:new] [severity:high] [kind:…] [source:…] [words] [page:2]", N_("list them")),
    ("show F-1042", N_("one finding, with its buttons, for your eyes only")),
    (
        "cases [open] [overdue] [mine] [C-3] [K-1]",
        N_("what follows from findings, soonest due first"),
    ),
    ("campaigns", N_("what platforms were asked, and how far that is")),
    ("sources", N_("how well each source is seen")),
    ("help", N_("this")),
)


class Answers:
    """In one language and one time zone."""

    def __init__(self, catalogue: Catalogue, zone: tzinfo) -> None:
        self._text, self._catalogue, self._zone = catalogue.text, catalogue, zone

    def help(self, command: Command) -> Reply:
        title = self._text(N_("What /leakwatch can do"))
        lines = [
            Line(text=f"  {self._text(what)}", bold=f"/leakwatch {how}") for how, what in _HELP
        ]
        if not command.unknown:
            return reply(title, lines)
        said = self._text(N_("That is no command."))  # it may be somebody's name: not repeated
        if command.meant:
            text = N_("{word} is no command: did you mean {meant}?")
            said = self._text(text, word=command.unknown, meant=command.meant)
        return reply(title, [Line(text=said), *lines])

    def counts(self, findings: Mapping[Status, int]) -> Reply:
        """All that somebody who is not entered as a reviewer may read."""
        title = self._text(N_("Findings by status"))
        foot = self._text(N_("You are not entered in reviewers.yaml: counts only."))
        return reply(title, [Line(text=self._counted(findings))], foot=foot)

    def status(self, seen: Overview, *, casework: Line | None = None) -> Reply:
        title = self._text(N_("How the watch stands"))
        lines = [
            Line(bold=self._text(N_("Findings: ")), text=self._counted(seen.findings)),
            *([casework] if casework else []),
            *self._blind(seen),
            Line(bold=self._text(N_("Undelivered: ")), text=self._undelivered(seen)),
            *self._sweeps(seen),
            *self._appointments(seen),
        ]
        return reply(title, lines, foot=self._life(seen))

    def sources(self, views: Sequence[SourceView]) -> Reply:
        title = self._text(N_("{count} sources"), count=len(views))
        lines = [self._source(view) for view in views[:_MOST_SOURCES]]
        return reply(title, [*lines, *self._more(len(views) - _MOST_SOURCES)])

    def findings(self, found: Sequence[LoggedFinding], query: Query) -> Reply:
        """One page of `found`, which are all that fit."""
        first = (query.page - 1) * PAGE
        shown = found[first : first + PAGE]
        title = self._text(N_("{count} findings"), count=len(found))
        lines = [self._finding(one) for one in shown]
        if not shown:
            lines = [Line(text=self._text(N_("Nothing there.")))]
        if first + PAGE < len(found):
            more = self._text(
                N_("{count} more: add {page}"),
                count=len(found) - first - len(shown),
                page=f"page:{query.page + 1}",
            )
            lines.append(Line(text=more))
        return reply(title, lines)

    def refused(self, refused: Mapping[str, Word]) -> Reply:
        """Why nothing is swept: of each source what keeps it from that."""
        title = self._text(N_("Nothing is swept"))
        names = list(refused.items())[:_MOST_SOURCES]
        lines = [
            Line(bold=inert(name, _NAME_LIMIT), text=f"  {self.word(word)}") for name, word in names
        ]
        return reply(title, [*lines, *self._more(len(refused) - _MOST_SOURCES)])

    def word(self, word: Word) -> str:
        return self._text(word.message, **word.values)

    def reasons(self, report: SweepReport) -> Iterator[str]:
        """Why a sweep was not clean, in words, with what to do."""
        for name in report.reasons[:_MOST_REASONS]:
            reason = of_reason(name, self._catalogue)
            yield f"{reason.words} → {reason.remedy}" if reason.remedy else reason.words

    def outcome(self, report: SweepReport) -> str:
        return f"{MARKS[report.outcome]} {self._text(phrases.SWEPT[report.outcome])}"

    def moment(self, at: datetime | None) -> str:
        return f"{at.astimezone(self._zone):%m-%d %H:%M}" if at else "-"

    def _counted(self, findings: Mapping[Status, int]) -> str:
        parts = [
            self._text(N_("{count} {what}"), count=findings[status], what=self._text(words))
            for status, words in STATUSES.items()
            if findings.get(status)
        ]
        return ", ".join(parts) or self._text(N_("none"))

    def _undelivered(self, seen: Overview) -> str:
        parts = [
            self._text(N_("{count} {what}"), count=seen.outbox[state], what=self._text(words))
            for state, words in _UNDELIVERED.items()
            if seen.outbox.get(state)
        ]
        return ", ".join(parts) or self._text(N_("nothing waits"))

    def _blind(self, seen: Overview) -> Iterator[Line]:
        blind = [one for one in seen.sources if one.sight in {Sight.BLIND, Sight.QUARANTINED}]
        head = self._text(N_("Blind: "))
        if not blind:
            yield Line(bold=head, text=self._text(N_("no source")))
        for number, view in enumerate(blind[:_MOST_SOURCES]):
            assert view.last is not None
            why = next(self.reasons(view.last), "")
            outcome = self._text(phrases.SWEPT[view.last.outcome])
            text = f"{inert(view.name, _NAME_LIMIT)}: {outcome} {why}".rstrip()
            yield Line(bold="" if number else head, text=f"    {text}" if number else text)
        yield from self._more(len(blind) - _MOST_SOURCES)

    def _sweeps(self, seen: Overview) -> Iterator[Line]:
        head = self._text(N_("Last sweeps: "))
        if seen.sweeping:
            yield Line(bold=self._text(N_("Being swept: ")), text=", ".join(seen.sweeping))
        if not seen.last_sweeps:
            yield Line(bold=head, text=self._text(N_("none")))
        for number, report in enumerate(seen.last_sweeps[:_MOST_SWEEPS]):
            at, name = self.moment(report.ended_at), inert(report.source, _NAME_LIMIT)
            text = f"{at} {name} {self.outcome(report)}"
            yield Line(bold="" if number else head, text=f"    {text}" if number else text)

    def _appointments(self, seen: Overview) -> Iterator[Line]:
        due = [(one.next_sweep, one.name) for one in seen.sources if one.next_sweep is not None]
        times = [f"{self.moment(at)} {inert(name, _NAME_LIMIT)}" for at, name in sorted(due)]
        text = ", ".join(times[:_MOST_APPOINTMENTS]) or self._text(N_("none"))
        yield Line(bold=self._text(N_("Next sweeps: ")), text=text)

    def _life(self, seen: Overview) -> str:
        said = self._text(
            N_("running since {since}, last delivery {delivery}"),
            since=self.moment(seen.running_since),
            delivery=self.moment(seen.last_delivery),
        )
        if seen.last_beat is None:
            return said
        return (
            f"{said}, {self._text(N_('last heartbeat {beat}'), beat=self.moment(seen.last_beat))}"
        )

    def _source(self, view: SourceView) -> Line:
        parts = [self._text(SIGHTS[view.sight])]
        if view.last is not None:
            parts.append(f"{self.moment(view.last.ended_at)} {self.outcome(view.last)}")
        if view.hindered is not None:
            parts.append(self.word(view.hindered))
        elif view.next_sweep is not None:
            parts.append(self._text(N_("next {at}"), at=self.moment(view.next_sweep)))
        return Line(bold=inert(view.name, _NAME_LIMIT), text=f"  {'; '.join(parts)}")

    def _finding(self, finding: LoggedFinding) -> Line:
        facts = [
            self._text(phrases.KINDS[finding.kind]),
            phrases.of_subject(finding.subject, self._catalogue),
            self._text(STATUSES[finding.status]),
            inert(finding.source, _NAME_LIMIT),
            f"{finding.first_seen.astimezone(self._zone):%Y-%m-%d}",
        ]
        mark = phrases.MARKS[finding.severity]
        return Line(bold=f"{mark} {finding.label}", text=f"  {' · '.join(facts)}")

    def _more(self, count: int) -> Iterator[Line]:
        if count > 0:
            yield Line(text=self._text(N_("and {count} more"), count=count))
