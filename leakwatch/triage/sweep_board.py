"""How the sweeps that somebody asked for stand, as one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify.inert import inert
from leakwatch.triage.command_answers import Answers
from leakwatch.triage.operations import Ended, Word
from leakwatch.triage.reply import Line, Reply, reply

_NAME_LIMIT = 60
#: Sources with a line of their own; the rest is counted.
_MOST_LINES = 25


@dataclass(slots=True, kw_only=True)
class _Standing:
    begun: bool = False
    waits: bool = False  #: for another sweep on its domain
    pages: int = 0
    sightings: int = 0
    ended: Ended | None = None


class Board:
    """Hears the events of the sweeps; `changed` says whether there is news since the last look."""

    def __init__(
        self,
        sources: tuple[str, ...],
        refused: Mapping[str, Word],
        *,
        answers: Answers,
        catalogue: Catalogue,
        actor: str,
        at: datetime,
    ) -> None:
        self._sources = {source: _Standing() for source in sources}
        self._refused, self._answers = refused, answers
        self._text, self._actor, self._at = catalogue.text, actor, at
        self._over: datetime | None = None
        self.changed = True

    def heard(self, event: Mapping[str, object]) -> None:
        standing = self._sources.get(str(event.get("source")))
        if standing is None:
            return
        name = event.get("event")
        if name == "sweep.started":
            standing.begun, standing.waits = True, False
        elif name == "sweep.waiting":
            standing.waits = True
        elif name == "sweep.progress":
            standing.begun = True
            standing.pages = _number(event.get("pages"))
            standing.sightings = _number(event.get("sightings"))
        else:
            return
        self.changed = True

    def ended(self, ended: Ended) -> None:
        self._sources[ended.source].ended = ended
        self.changed = True

    def over(self, at: datetime) -> None:
        """Nothing more comes; what has not ended was stopped with the service."""
        self._over = at
        for source, standing in self._sources.items():
            if standing.ended is None:
                why = Word(message=N_("stopped with the service; nothing of it is half-written"))
                standing.ended = Ended(source=source, why=why)
        self.changed = True

    def reply(self) -> Reply:
        self.changed = False
        lines = [line for lines in self._lines() for line in lines]
        since = self._answers.moment(self._at)
        foot = self._text(
            N_("asked for by {actor}, since {since}"), actor=inert(self._actor, 40), since=since
        )
        if self._over is not None:
            until = self._answers.moment(self._over)
            foot = self._text(
                N_("asked for by {actor}, {since} to {until}"),
                actor=inert(self._actor, 40),
                since=since,
                until=until,
            )
        return reply(self._title(), lines, foot=foot)

    def _title(self) -> str:
        done = [one.ended for one in self._sources.values() if one.ended is not None]
        only = inert(next(iter(self._sources), ""), _NAME_LIMIT)
        alone = len(self._sources) == 1
        if len(done) < len(self._sources):
            text = N_("Sweeping {source} …") if alone else N_("Sweeping: {done} of {count} …")
            return self._text(text, source=only, done=len(done), count=len(self._sources))
        clean = sum(one.report is not None and one.report.outcome.clean for one in done)
        if not alone:
            text = N_("Swept {count} sources, {clean} of them clean")
            return self._text(text, count=len(done), clean=clean)
        return self._text(
            N_("Swept {source}") if done[0].report else N_("{source}: no sweep"), source=only
        )

    def _lines(self) -> Iterator[list[Line]]:
        for source, standing in list(self._sources.items())[:_MOST_LINES]:
            yield self._line(inert(source, _NAME_LIMIT), standing)
        for source, word in list(self._refused.items())[:_MOST_LINES]:
            said = self._answers.word(word)
            yield [Line(bold=inert(source, _NAME_LIMIT), text=f"  ⏭ {said}")]
        left = sum(max(0, len(one) - _MOST_LINES) for one in (self._sources, self._refused))
        if left:
            yield [Line(text=self._text(N_("and {count} more"), count=left))]

    def _line(self, source: str, standing: _Standing) -> list[Line]:
        if standing.ended is not None:
            return [
                Line(bold=source, text=f"  {self._end(standing.ended)}"),
                *self._why(standing.ended),
            ]
        if standing.begun:
            text = N_("{pages} pages, {sightings} sightings so far")
        elif standing.waits:
            text = N_("waits for another sweep on its domain")
        else:
            text = N_("waits for its turn")
        said = self._text(text, pages=standing.pages, sightings=standing.sightings)
        return [Line(bold=source, text=f"  ⏳ {said}")]

    def _end(self, ended: Ended) -> str:
        report = ended.report
        if report is None:
            return f"⛔ {self._answers.word(ended.why)}" if ended.why else "⛔"
        counted = self._text(
            N_("{pages} pages, {sightings} sightings, {findings} findings, {new} of them new"),
            pages=report.pages,
            sightings=report.sightings,
            findings=report.findings,
            new=report.new_findings,
        )
        return f"{self._answers.outcome(report)}: {counted}"

    def _why(self, ended: Ended) -> list[Line]:
        """Why it was not clean, and what to do, a line each."""
        if ended.report is None or ended.report.outcome.clean:
            return []
        return [Line(text=f"    {why}") for why in self._answers.reasons(ended.report)]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
