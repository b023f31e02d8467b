"""Labels: an excerpt for a channel, without names, contact data or terms that must not leave.

Labelling errs on the side of hiding. It works on the folded text, so that no width, accent, line
break or zero-width character slips a name through, and it looks a little further than it shows, so
that the edge of an excerpt cuts no name in half.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote_plus

from leakwatch.match import part
from leakwatch.match.forms import term_variants
from leakwatch.match.patterns import Patterns
from leakwatch.match.variant import one_line
from leakwatch.models import Combination, EntryKind, Finding, Hit, Sighting, Term, Watchlist
from leakwatch.redact.contacts import contact_spans
from leakwatch.redact.lines import edges_of
from leakwatch.redact.names import names_on_page, roster_names, spans_of
from leakwatch.redact.protected import around, beginning, folded_topics
from leakwatch.text import Folded, fold

NAME, CONTACT = "［氏名］", "［連絡先］"

#: Terms from this sensitivity on never pass through a channel.
HIDDEN_FROM = 2

#: Characters shown on either side of a hit, and looked at beyond those.
WIDTH, MARGIN = 40, 120

#: Stretches of a page in one excerpt, and characters in all.
STRETCHES, LENGTH = 3, 300

ELLIPSIS = " … "

#: What sites write for a blank in an address.
_BETWEEN = re.compile(r"[-_./+=&?#:;,~]+")

Span = tuple[int, int, str]  #: begin, end, label


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Folded strings that must not be shown, for one finding."""

    full_names: frozenset[str]
    names: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]  #: (form, term id)
    patterns: Patterns


def label_excerpt(
    finding: Finding,
    sighting: Sighting,
    watchlist: Watchlist,
    *,
    around_hits: tuple[Hit, ...] = (),
) -> str:
    """Up to three stretches around the heaviest hits, as one line a channel may see.

    With `around_hits`, hits of the finding, only around those.

    Hidden are every roster name, the page's own name field and its parts, the parts of the names of
    the people found, mail addresses, telephone numbers, links and handles, and every term of
    sensitivity 2 and above (as ［its id］). Control and direction characters are dropped. A stretch
    ends where a protected topic begins.
    """
    hidden = _hidden(finding, sighting, watchlist)
    topics = folded_topics(watchlist.protected_topics)
    shown = [
        _labelled_window(part(sighting, field), start, end, hidden)
        for field, start, end in _windows(finding, sighting, topics, only=around_hits)
    ]
    return _shortened(ELLIPSIS.join(dict.fromkeys(filter(None, shown))))


def labelled(text: str, finding: Finding, sighting: Sighting, watchlist: Watchlist) -> str:
    """`text` as a channel may see it, up to the first protected topic in it."""
    text = beginning(text, topics=folded_topics(watchlist.protected_topics))
    return _labelled_window(text, 0, len(text), _hidden(finding, sighting, watchlist))


def tells(url: str, watchlist: Watchlist) -> bool:
    """Whether an address, read as its site does, holds a name of the roster or an inner term."""
    hidden = _Hidden(
        frozenset(),
        tuple(roster_names(watchlist.people)),
        _hidden_terms(watchlist.terms, ()),  # a word of a combination alone is no secret
        _hidden_patterns(watchlist.terms),
    )
    read = unquote_plus(unquote_plus(url))
    return any(
        label != CONTACT
        for text in (read, _BETWEEN.sub(" ", read))
        for _, _, label in _spans(fold(_shown(text)), hidden)
    )


def _hidden(finding: Finding, sighting: Sighting, watchlist: Watchlist) -> _Hidden:
    full_names, names = names_on_page(finding, sighting, watchlist.people)
    terms = (*_hidden_terms(watchlist.terms, watchlist.combinations), *_hidden_quotes(finding))
    return _Hidden(full_names, names, terms, _hidden_patterns(watchlist.terms))


def _hidden_quotes(finding: Finding) -> Iterator[tuple[str, str]]:
    """What a combination of public words quotes is secret as a combination."""
    for hit in finding.hits:
        if hit.entry_kind is EntryKind.TERM and hit.sensitivity >= HIDDEN_FROM:
            yield hit.folded, hit.entry


@lru_cache(maxsize=2)
def _hidden_terms(
    terms: tuple[Term, ...], combinations: tuple[Combination, ...]
) -> tuple[tuple[str, str], ...]:
    hidden = (term for term in terms if term.sensitivity >= HIDDEN_FROM)
    secret = tuple(each for each in combinations if each.sensitivity >= HIDDEN_FROM)
    words = ((one_line(word), each.id) for each in secret for word in (*each.all, *each.any))
    spellings = ((each.form, each.entry) for term in hidden for each in term_variants(term))
    return tuple((form, entry) for form, entry in chain(spellings, words) if form)


@lru_cache(maxsize=2)
def _hidden_patterns(terms: tuple[Term, ...]) -> Patterns:
    return Patterns([term for term in terms if term.sensitivity >= HIDDEN_FROM])


def _windows(
    finding: Finding, sighting: Sighting, topics: tuple[str, ...], *, only: tuple[Hit, ...]
) -> list[tuple[str, int, int]]:
    """Stretches to show, by the weight of what stands there; overlapping ones as one."""
    behind = (reason.hit for reason in finding.reasons if reason.hit)
    weighed = [hit for hit in behind if not only or hit in only]
    windows: list[tuple[str, int, int]] = []
    for hit in (*weighed, *only) if only else weighed or list(finding.hits):
        text = part(sighting, hit.field)
        edges = edges_of(sighting, text, hit.start, hit.end)
        kept = around(text, hit.start, hit.end, width=WIDTH, topics=topics, edges=edges)
        _add(windows, hit.field, kept.first, kept.last)
        if len(windows) == STRETCHES:
            break
    return windows


def _add(windows: list[tuple[str, int, int]], field: str, start: int, end: int) -> None:
    """Two that overlap have no protected word between them: both were cut at it."""
    for number, (name, first, last) in enumerate(windows):
        if field == name and start <= last and first <= end:
            windows[number] = (field, min(first, start), max(last, end))
            return
    windows.append((field, start, end))


def _labelled_window(text: str, start: int, end: int, hidden: _Hidden) -> str:
    """`text[start:end]` with labels, judged together with `MARGIN` characters around it."""
    left = _shown(text[max(0, start - MARGIN) : start])
    middle = _shown(text[start:end])
    right = _shown(text[end : end + MARGIN])
    folded = fold(left + middle + right)
    first, last = len(left), len(left) + len(middle)
    pieces, at = [], first
    for begin, stop, label in _merged(_spans(folded, hidden)):
        if stop <= first or begin >= last:
            continue
        pieces += [folded.original[at : max(begin, at)], label]
        at = max(at, stop)
    pieces.append(folded.original[at:last])
    return " ".join("".join(pieces).split())


def _shown(text: str) -> str:
    """Without what is not seen; any run of blanks as one."""
    seen = (" " if char.isspace() else char for char in text if _seen(char))
    return "".join(seen)


def _seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}


def _spans(folded: Folded, hidden: _Hidden) -> Iterator[Span]:
    for label, found in (
        (NAME, spans_of(folded.text, hidden.full_names)),
        (NAME, spans_of(folded.text, hidden.names)),
        (CONTACT, contact_spans(folded.text)),
    ):
        yield from ((*folded.span(start, end), label) for start, end in found)
    for form, term in hidden.terms:
        for start, end in _everywhere(folded.text, form):
            yield (*folded.span(start, end), f"［{term}］")
    for start, end, variant in hidden.patterns.places(folded.text)[0]:
        yield (*folded.span(start, end), f"［{variant.entry}］")


def _everywhere(folded: str, form: str) -> Iterator[tuple[int, int]]:
    """A term is hidden within longer words too: its stem gives it away."""
    at = folded.find(form)
    while at >= 0:
        yield at, at + len(form)
        at = folded.find(form, at + 1)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order, overlapping ones as one under the label of the longest."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if merged and span[0] < merged[-1][1]:
            start, end, label = merged[-1]
            longer = span[1] - span[0] > end - start
            merged[-1] = (start, max(end, span[1]), span[2] if longer else label)
        elif merged and span[0] == merged[-1][1] and span[2] == merged[-1][2]:
            merged[-1] = (merged[-1][0], span[1], span[2])
        else:
            merged.append(span)
    return merged


def _shortened(text: str) -> str:
    """At most `LENGTH` characters, never ending inside a label."""
    if len(text) <= LENGTH:
        return text
    cut = text[: LENGTH - 1]
    opened = cut.rfind("［")
    if opened > cut.rfind("］"):
        cut = cut[:opened]
    return cut.rstrip() + "…"
