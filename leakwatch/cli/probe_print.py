"""What a person reads of a probe, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import Outcome

if TYPE_CHECKING:
    from leakwatch.models import Source

Event = Mapping[str, Any]

#: Entries that are shown one by one.
_MOST_ENTRIES = 5

_ROLES = {
    "canary": N_("canary"),
    "listing": N_("listing"),
    "detail": N_("detail"),
}


class ProbePrinter:
    """Prints the events of `sources check`, `record` and `replay` as lines."""

    def __init__(self, terminal: Terminal, source: Source) -> None:
        self._terminal, self._source = terminal, source
        self._hosts: set[str] = set()
        self._entries = 0
        self._ways = {
            "source.robots": self._robots,
            "source.page": self._page,
            "source.trouble": self._trouble,
            "source.sighting": self._sighting,
            "source.probed": self._probed,
            "source.recorded": self._recorded,
        }

    def heard(self, event: Mapping[str, object]) -> None:
        way = self._ways.get(str(event.get("event")))
        if way is not None:
            way(event)

    def _robots(self, event: Event) -> None:
        say, place = self._terminal.say, event["place"]
        if event["error"] or (event["status"] or 0) >= 500:  # noqa: PLR2004 - HTTP
            why = event["error"] or event["status"]
            say(
                N_("robots.txt of {place} cannot be had ({why}): it forbids all"),
                place=place,
                why=why,
            )
        elif event["refused"]:
            urls = ", ".join(event["refused"])
            say(N_("robots.txt of {place} forbids {urls}"), place=place, urls=urls)
        else:
            say(N_("robots.txt of {place} allows this"), place=place)
        if event["delay"]:
            say(N_("  it asks for {delay} s between two requests"), delay=f"{event['delay']:g}")

    def _page(self, event: Event) -> None:
        terminal = self._terminal
        role = terminal.text(_ROLES[str(event["role"])])
        terminal.line(f"{role} {event['url']}")
        if not event["status"]:
            self._wrong(event["error"])
            return
        title = event["title"]
        if title is None:
            title = terminal.text(N_("a title of {count} characters"), count=event["title_length"])
        parts = [
            str(event["status"]),
            event["type"],
            event["encoding"],
            terminal.text(N_("{count} bytes"), count=event["size"] or event["received"]),
            title,
        ]
        terminal.line("  " + ", ".join(part for part in parts if part))
        if event["error"]:
            self._wrong(event["error"])
        self._connection(event)
        if event["finds"]:
            finds = ", ".join(f"{key} {count}" for key, count in event["finds"].items())
            terminal.say(N_("  finds: {finds}"), finds=finds)

    def _connection(self, event: Event) -> None:
        if not event["address"] or event["address"] in self._hosts:
            return
        self._hosts.add(event["address"])
        if event["issuer"]:
            self._terminal.say(
                N_("  from {address}, certificate verified: {issuer}, valid until {until}"),
                address=event["address"],
                issuer=event["issuer"],
                until=event["valid_until"],
            )
        else:
            self._terminal.say(N_("  from {address}, not encrypted"), address=event["address"])

    def _wrong(self, name: str) -> None:
        from leakwatch.notify import of_reason

        words = of_reason(name, self._terminal.catalogue).words
        self._terminal.line(f"  {name}: {words}" if words != name else f"  {name}")

    def _trouble(self, event: Event) -> None:
        from leakwatch.notify import of_reason

        words = of_reason(str(event["name"]), self._terminal.catalogue).words
        self._terminal.say(
            N_("not right: {name} ({words}) at {url}"),
            name=event["name"],
            words=words,
            url=event["url"],
        )

    def _sighting(self, event: Event) -> None:
        terminal = self._terminal
        self._entries += 1
        if self._entries > _MOST_ENTRIES:
            return
        terminal.say(N_("entry {url}"), url=event["url"])
        if event["identity"] is not None:
            terminal.say(N_("  identity: {identity}"), identity=event["identity"])
        values = event["values"] or {}
        lengths = {"text": event["text_length"], **event["fields"]}
        for name, count in lengths.items():
            value = " ".join(str(values.get(name, "")).split())
            terminal.say(
                N_("  {name}: {count} characters {value}"), name=name, count=count, value=value
            )

    def _probed(self, event: Event) -> None:
        terminal = self._terminal
        if self._entries > _MOST_ENTRIES:
            terminal.say(N_("and {count} more entries"), count=self._entries - _MOST_ENTRIES)
        terminal.say(
            N_("{requests} requests, {sightings} entries; a sweep that saw this: {outcome}"),
            requests=event["requests"],
            sightings=event["sightings"],
            outcome=Outcome(event["outcome"]),
        )
        print_reasons(terminal, event["reasons"])

    def _recorded(self, event: Event) -> None:
        message = N_("{answers} answers recorded in {file}: leakwatch sources replay {source}")
        if event["until"]:
            message = N_(
                "{answers} answers recorded in {file}, sealed, deleted on {until}:"
                " leakwatch sources replay {source}"
            )
        values = {**event, "until": str(event["until"])[:10]}
        self._terminal.say(message, **values)


def print_reasons(terminal: Terminal, names: list[str]) -> None:
    """Each reason of an outcome: what it means, and what to do."""
    from leakwatch.notify import of_reason

    reasons = [of_reason(name, terminal.catalogue) for name in names]
    rows = [(name, one.words, one.remedy) for name, one in zip(names, reasons, strict=True)]
    if rows:
        terminal.table([N_("reason"), N_("what it means"), N_("what to do")], rows)
