"""`watchlist.yaml` with sensitivities and their reasons written in, its comments kept."""

from __future__ import annotations

import difflib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from leakwatch.config.checks import check_watchlist
from leakwatch.config.mistakes import ConfigMistakes, Mistake, Notice, nearest
from leakwatch.config.schema import WatchlistFile
from leakwatch.config.schema.classify import AnswersFile
from leakwatch.config.violations import validated
from leakwatch.config.yaml_file import parse_document, read_document
from leakwatch.errors import N_, ConfigError, UsageError
from leakwatch.models import Classification, Watchlist

_FILE = "watchlist.yaml"
#: How lists are indented by those who write YAML: (dash and blanks, blanks before the dash).
_INDENTS = ((4, 2), (2, 0), (6, 4), (4, 0))
#: Longer than any line: what somebody wrote on one line stays on it.
_WIDTH = 100_000
_SECRET = 3
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """What would be written, and what follows from it."""

    path: Path
    before: str
    after: str
    changed: tuple[str, ...]  #: ids of the terms that are classified by it
    notices: tuple[Notice, ...]  #: what it means for each, to be said before anybody agrees

    @property
    def diff(self) -> tuple[str, ...]:
        lines = difflib.unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            f"{self.path.name}",
            f"{self.path.name} (classified)",
            lineterm="",
            n=1,
        )
        return tuple(lines)


def read_answers(path: Path, watchlist: Watchlist) -> tuple[Classification, ...]:
    """Answers written ahead, each for another term of `watchlist`. Raises ConfigMistakes."""
    document, mistakes = read_document(path, name=str(path))
    written, violations = validated(document, AnswersFile)
    found = [*mistakes, *(violations if not mistakes else ())]
    known, seen = {term.id for term in watchlist.terms}, set()
    for place, entry in document.entries("terms"):
        term = str(entry.get("id"))
        if term not in known:
            message = N_("the watchlist has no term of this id")
            found.append(document.mistake((*place, "id"), message, nearest=nearest(term, known)))
        if term in seen:
            found.append(document.mistake((*place, "id"), N_("this term was answered before")))
        seen.add(term)
    if found or written is None:
        raise ConfigMistakes(found)
    return tuple(
        Classification(
            term=one.id,
            listed=one.listed,
            military=one.military,
            confidentiality=one.confidentiality,
            reasons=one.reasons,
            lower=one.lower,
        )
        for one in written.terms
    )


def write_answers(path: Path, answers: Iterable[Classification]) -> None:
    """Keep answers so that `read_answers` takes them up again. Raises ConfigError."""
    terms = [
        {
            "id": one.term,
            "listed": one.listed.value,
            "military": one.military.value,
            "confidentiality": one.confidentiality.value,
            "reasons": one.reasons,
            "lower": one.lower,
        }
        for one in answers
    ]
    stream = io.StringIO()
    YAML().dump({"terms": terms}, stream)
    _replace(path, stream.getvalue())


def classified_terms(directory: Path) -> frozenset[str]:
    """Ids of the terms that say already how they were classified."""
    document, _ = read_document(directory / _FILE, name=_FILE)
    return frozenset(
        str(entry.get("id")) for _, entry in document.entries("terms") if entry.get("classified")
    )


def rewriting(
    directory: Path, levels: Mapping[Classification, int], *, by: str, on: date
) -> Rewriting:
    """`watchlist.yaml` with each term of `levels` at that sensitivity, nothing written yet.

    A level below the one that stands there is taken only where the answer says so; else that stays,
    and the notices say it. Raises ConfigMistakes and ConfigError.
    """
    path = directory / _FILE
    before = _read(path)
    yaml, document = _loaded(before.removeprefix(_BOM).replace("\r\n", "\n"), path)
    terms = {str(term["id"]): term for term in document["terms"]}
    notices: list[Notice] = []
    for answer, found in levels.items():
        notices += _classify(terms[answer.term], answer, found, by=by, on=on)
    stream = io.StringIO()
    yaml.dump(document, stream)
    after = _as_before(before, stream.getvalue())
    _require_sound(after.removeprefix(_BOM), f"{directory.name}/{_FILE}")
    changed = tuple(answer.term for answer in levels)
    return Rewriting(path=path, before=before, after=after, changed=changed, notices=tuple(notices))


def rewrite(rewriting: Rewriting) -> None:
    """Write it, unless somebody changed the file meanwhile. Raises UsageError and ConfigError."""
    if _read(rewriting.path) != rewriting.before:
        raise UsageError(
            N_("{file} was changed meanwhile, nothing is written: run it again"),
            file=rewriting.path,
        )
    _replace(rewriting.path, rewriting.after)


def _classify(
    term: CommentedMap, answer: Classification, found: int, *, by: str, on: date
) -> Iterator[Notice]:
    current = int(term["sensitivity"])
    level = found if found > current or answer.lower else current
    values = {"term": answer.term, "found": found, "current": current, "level": level}
    if found < current:
        said = N_("{term} stays at {current}: the answers say {found}, and nothing is lowered unless you say so")  # fmt: skip
        if answer.lower:
            said = N_("{term} is lowered from {current} to {found}")
        yield Notice(message=said, values=values)
    elif found > current:
        yield Notice(message=N_("{term} is raised from {current} to {found}"), values=values)
    yield from _leaving(term, current, level, answer.term)
    term["sensitivity"] = level
    # a date of its own for each: one object that stands twice would be written as an alias
    day = date.fromordinal(on.toordinal())
    entry = CommentedMap(on=day, by=by, listed=answer.listed.value, military=answer.military.value)
    entry["confidentiality"] = answer.confidentiality.value
    if answer.reasons:
        entry["reasons"] = answer.reasons
    if "classified" in term:
        term["classified"] = entry
    else:
        term.insert(list(term).index("sensitivity") + 1, "classified", entry)


def _leaving(term: CommentedMap, current: int, level: int, name: str) -> Iterator[Notice]:
    """What the level means for queries to other people's sites."""
    written, values = term.get("may_leave"), {"term": name}
    before = (current == 1) if written is None else bool(written)
    if level == _SECRET and written:
        term["may_leave"] = False  # a configuration error at 3
    after = bool(term.get("may_leave")) if term.get("may_leave") is not None else level == 1
    if before and not after:
        message = N_("{term} may not stand in queries to other sites any more: searches lose it")
        yield Notice(message=message, values=values)
    elif after and not before:
        message = N_("{term} may stand in queries to other sites from now on; may_leave: false keeps it in")  # fmt: skip
        yield Notice(message=message, values=values)
    elif after and level > 1:
        message = N_("{term} may still stand in queries to other sites, as may_leave says so")
        yield Notice(message=message, values=values)


def _loaded(text: str, path: Path) -> tuple[YAML, CommentedMap]:
    """The document, and the writer that changes least of how it is written."""
    best: tuple[int, YAML, CommentedMap] | None = None
    for sequence, offset in _INDENTS:
        yaml = YAML(typ="rt")
        yaml.preserve_quotes = True
        yaml.width = _WIDTH
        yaml.allow_unicode = True
        yaml.indent(mapping=2, sequence=sequence, offset=offset)
        document = yaml.load(text)
        stream = io.StringIO()
        yaml.dump(document, stream)
        changed = _distance(text, stream.getvalue())
        if best is None or changed < best[0]:
            best = (changed, yaml, yaml.load(text))
        if not changed:
            break
    assert best is not None
    if not best[2].get("terms"):
        raise ConfigError(N_("{file} has no terms to classify"), file=path)
    return best[1], best[2]


def _as_before(before: str, after: str) -> str:
    """With the line ends and the byte order mark that an editor put there."""
    if "\r\n" in before:
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    return _BOM + after if before.startswith(_BOM) else after


def _distance(one: str, other: str) -> int:
    lines = difflib.ndiff(one.splitlines(), other.splitlines())
    return sum(line[:1] in "+-" for line in lines)


def _require_sound(text: str, name: str) -> None:
    """What is written is read again before: a watchlist must not be broken by its own tool."""
    document, mistakes = parse_document(text, name=name)
    found: list[Mistake] = [*mistakes]
    if not found:
        _, violations = validated(document, WatchlistFile)
        found += [*violations, *check_watchlist(document)]
    if found:
        raise ConfigMistakes(found)


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(N_("{file} cannot be read as UTF-8"), file=path) from error


def _replace(path: Path, text: str) -> None:
    """Write beside and move over, so that the file is never half there; its mode stays."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except OSError as error:
        raise ConfigError(
            N_("{directory} cannot be written ({reason})"),
            directory=path,
            reason=error.strerror or type(error).__name__,
        ) from error
