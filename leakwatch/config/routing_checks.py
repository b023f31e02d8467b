"""What no key of `routing.yaml` shows alone: routes nothing reaches, waits that never end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from leakwatch.config.checks import unique
from leakwatch.config.mistakes import KeyPath, Mistake, nearest, shown
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_
from leakwatch.models import AlertKind, Severity

#: Fields that the first line of a message may hold.
LEAD_FIELDS = ("severity", "kind", "source", "findings")
_CONDITIONS = ("alert", "kind", "severity", "source")
#: About no finding, so no condition on findings ever holds for them.
_BARE = frozenset(
    {
        AlertKind.HEALTH,
        AlertKind.QUARANTINE,
        AlertKind.REMINDER,
        AlertKind.DIGEST,
        AlertKind.STATUS,
    }
)
#: Their way is fixed: an alarm's is `fallback`, a decision's the thread of what it decides on, an
#: announcement's `awareness.channel`.
_FIXED = frozenset({AlertKind.ALARM, AlertKind.STATUS, AlertKind.ANNOUNCEMENT})
#: Severities that an escalation watches over unless it names others.
_GRAVE = (Severity.HIGH.value, Severity.CRITICAL.value)


def check_routes(document: Document, *, sources: tuple[str, ...]) -> Iterator[Mistake]:
    """`sources` are the names of all definitions, the wrong ones too."""
    yield from unique(document, "routes", "name")
    earlier: list[tuple[KeyPath, dict[str, object]]] = []
    for path, entry in document.entries("routes"):
        yield from _conditions(document, path, entry, sources)
        yield from _unreachable(document, path, entry, earlier)
        yield from _lead(document, path, entry)
        yield from _silence(document, path, entry)
        yield from _watched(document, path, entry)
        yield from _digest(document, path, entry)
        earlier.append((path, entry))


def _digest(document: Document, path: KeyPath, entry: Mapping[str, object]) -> Iterator[Mistake]:
    if entry.get("deliver") != "digest":
        return
    if not list(document.entries("digests")):
        yield document.mistake(
            (*path, "deliver"),
            N_("no digest is sent, so this would wait for ever"),
            remedy=N_("add one under digests, or remove this line"),
        )
    if entry.get("also"):
        yield document.mistake(
            (*path, "also"),
            N_("what waits for a digest is told in its thread alone: no copy is made"),
            remedy=N_("remove this line, or deliver at once"),
        )


def check_times(document: Document) -> Iterator[Mistake]:
    """The days of digests and of the company's calendar."""
    for path, entry in document.entries("digests"):
        if entry.get("every") == "week" and entry.get("on") is None:
            yield document.mistake(
                path,
                N_("a weekly digest needs its day"),
                remedy=N_("add on, as in {example}"),
                example="on: mon",
            )
        if entry.get("every") == "day" and entry.get("on") is not None:
            yield document.mistake(
                (*path, "on"),
                N_("a daily digest has no day of its own"),
                remedy=N_("remove this line, or write every: week"),
            )
    worked = {day for _, day in listed(document, ("calendar", "work_days"))}
    for day_path, day in listed(document, ("calendar", "holidays")):
        if day in worked:
            yield document.mistake(
                day_path,
                N_("{value} is a work day as well"),
                value=day,
                remedy=N_("keep one of them"),
            )


def listed(document: Document, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """The texts at `path`, be it one or a list of them, each with its place."""
    value = document.get(path)
    if isinstance(value, str):
        yield path, value.strip()
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, str):
            yield (*path, index), item.strip()


def _conditions(
    document: Document, path: KeyPath, entry: Mapping[str, object], sources: tuple[str, ...]
) -> Iterator[Mistake]:
    for place, name in listed(document, (*path, "when", "source")):
        if name not in sources:
            yield document.mistake(
                place,
                N_("there is no source {value}"),
                value=name,
                nearest=nearest(name, sources),
                remedy=N_("write the name of a file in sources/, without .yaml"),
            )
    for place, kind in listed(document, (*path, "when", "alert")):
        if kind in _FIXED:
            yield document.mistake(
                place,
                N_("{value} takes no route: it follows its alert, or goes to fallback"),
                value=kind,
                remedy=N_("remove it"),
            )
    alerts = _values(entry, "alert")
    of_findings = [
        key
        for key in ("kind", "severity", "sensitivity")
        if document.get((*path, "when", key)) not in (None, [])
    ]
    if alerts and alerts <= _BARE and of_findings:
        yield document.mistake(
            (*path, "when", of_findings[0]),
            N_("such alerts are about no finding, so nothing ever takes this route"),
            remedy=N_("remove this line, or name another kind of alert"),
        )


def _unreachable(
    document: Document,
    path: KeyPath,
    entry: Mapping[str, object],
    earlier: list[tuple[KeyPath, dict[str, object]]],
) -> Iterator[Mistake]:
    for other_path, other in earlier:
        if _takes_all_of(other, entry):
            yield document.mistake(
                path,
                N_("nothing reaches this route: the one in line {line} takes it all before"),
                line=document.line(other_path),
                remedy=N_("put the narrower route first"),
            )
            return


def _takes_all_of(wide: Mapping[str, object], narrow: Mapping[str, object]) -> bool:
    if _sensitivity(wide) > _sensitivity(narrow):
        return False
    if AlertKind.DIGEST in _values(narrow, "alert") - _values(wide, "alert"):
        return False  # a digest is taken only by a route that names it
    return all(
        not _values(wide, key)
        or (_values(narrow, key) and _values(narrow, key) <= _values(wide, key))
        for key in _CONDITIONS
    )


def _when(entry: Mapping[str, object]) -> Mapping[str, object]:
    when = entry.get("when")
    return when if isinstance(when, dict) else {}


def _values(entry: Mapping[str, object], key: str) -> frozenset[str]:
    value = _when(entry).get(key)
    return frozenset(
        item.strip()
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, str)
    )


def _sensitivity(entry: Mapping[str, object]) -> int:
    value = _when(entry).get("sensitivity")
    return value if isinstance(value, int) else 0


def _lead(document: Document, path: KeyPath, entry: Mapping[str, object]) -> Iterator[Mistake]:
    lead = entry.get("lead")
    if not isinstance(lead, str):
        return
    place = (*path, "lead")
    try:
        parts = list(Formatter().parse(lead))
    except ValueError:
        yield document.mistake(
            place,
            N_("a brace is not closed or not opened"),
            remedy=N_("write a brace that is meant as such twice: {{ or }}"),
        )
        return
    for _, field, form, conversion in parts:
        if field is None:
            continue
        if field not in LEAD_FIELDS or form or conversion:
            yield document.mistake(
                place,
                N_("there is no field {field} here; known: {known}"),
                field=shown(field, ()),
                known=", ".join(LEAD_FIELDS),
                nearest=nearest(field, LEAD_FIELDS) if field not in LEAD_FIELDS else None,
            )


def _silence(document: Document, path: KeyPath, entry: Mapping[str, object]) -> Iterator[Mistake]:
    quiet = entry.get("quiet")
    if not isinstance(quiet, dict):
        return
    hours = quiet.get("hours")
    if hours == "00:00-24:00":
        yield document.mistake(
            (*path, "quiet", "hours"),
            N_("this silence has no end"),
            remedy=N_("leave some hours, or write deliver: digest"),
        )
    if hours is None and quiet.get("free_days") is not True:
        yield document.mistake(
            (*path, "quiet"),
            N_("nothing is quiet: hours and free_days are both missing"),
            remedy=N_("write one of them, or remove quiet"),
        )


def _watched(document: Document, path: KeyPath, entry: Mapping[str, object]) -> Iterator[Mistake]:
    escalate = entry.get("escalate")
    if not isinstance(escalate, dict):
        return
    own = {value for _, value in listed(document, (*path, "escalate", "severity"))}
    watched, taken = own or set(_GRAVE), _values(entry, "severity")
    if taken and not taken & watched:
        yield document.mistake(
            (*path, "escalate"),
            N_("this route takes nothing of the severities that are watched over ({watched})"),
            watched=", ".join(sorted(watched)),
            remedy=N_("name them under escalate.severity, or remove escalate"),
        )
