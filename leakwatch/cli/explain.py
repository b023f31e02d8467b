"""`leakwatch explain`: why something is (not) a finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.explaining import (
    as_lines,
    judged_now,
    judged_then,
    print_judged,
    print_objections,
    print_taken,
)
from leakwatch.cli.findings import read_number
from leakwatch.cli.named import of_subject
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import to_reveal
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import EntryKind, Shows, person_subject

if TYPE_CHECKING:
    from leakwatch.app.scan import Explained, Page
    from leakwatch.app.watch import Watch
    from leakwatch.models import Hit, LoggedFinding, Reviewer, Suppression


def explain(
    context: typer.Context,
    finding: Annotated[
        str | None, typer.Argument(metavar="[F-NUMBER]", help=_("A finding of the log."))
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help=_("The findings at this address."))
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help=_("Any text."))] = None,
    file: Annotated[Path | None, typer.Option("--file", help=_("A saved page."))] = None,
    shows: Annotated[
        Shows | None,
        typer.Option(
            "--as", help=_("What the text is, if not for it to say: decides what a hit means.")
        ),
    ] = None,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Unseal quotes; needs --reason and is logged."))
    ] = False,
) -> int:
    """Print hits, weights, suppressions and what would have changed the outcome."""
    session = session_of(context)
    if sum(value is not None for value in (finding, url, text, file)) != 1:
        raise UsageError(N_("say one of: F-NUMBER, --url URL, --text TEXT, --file FILE"))
    if text is not None or file is not None:
        page = _page(text, file, shows or Shows.PAGE)
        return _explain_page(session, page, output, otherwise=shows or Shows.PROFILE)
    why = to_reveal(reason) if reveal else None
    return _explain_logged(session, finding, url, reason=why, output=output)


def _page(text: str | None, file: Path | None, shows: Shows) -> Page:
    from leakwatch.app.scan import file_page, text_page

    if file is None:
        return text_page(text or "", shows=shows, now=now())
    page = file_page(file, shows=shows, now=now())
    if page.error is not None:
        raise page.error
    return page


def _explain_page(session: Session, page: Page, output: Format, *, otherwise: Shows) -> int:
    from leakwatch.app.scan import Scanner

    with session.watch() as watch:
        scanner = Scanner(
            session.judged_by(watch), charter_version=watch.charter_version, otherwise=otherwise
        )
        explained = scanner.explain(page)
    judged = [judged_now(one, reported=one in explained.findings) for one in explained.weighed]
    if output is Format.JSONL:
        for line in [line for one in judged for line in as_lines(one)] + _rest_lines(explained):
            session.terminal.jsonl(line)
        return 0
    if not judged:
        print_taken(session.terminal, explained.taken)
    if not explained.findings:
        session.terminal.say(N_("no finding"))
    for one in judged:
        print_judged(session.terminal, one)
    _print_rest(session, explained)
    return 0


def _unused(explained: Explained) -> list[Hit]:
    used = {hit for finding in explained.weighed for hit in finding.hits}
    return [hit for hit in explained.matches.hits if hit not in used]


def _nameless(explained: Explained) -> list[str]:
    """Roster ids whose names stand there with nothing to tie them to us."""
    subjects = {finding.subject for finding in explained.weighed}
    named = [hit.entry for hit in explained.matches.hits if hit.entry_kind is EntryKind.PERSON]
    return [one for one in dict.fromkeys(named) if person_subject(one) not in subjects]


def _print_rest(session: Session, explained: Explained) -> None:
    """Hits behind no judgement, and what was set aside, so that a silence can be understood too."""
    terminal, matches = session.terminal, explained.matches
    rows = [(hit.rule, hit.entry, f"{hit.field}: {hit.quote}", "") for hit in _unused(explained)]
    rows += [
        (each.hit.rule, each.hit.entry, f"{each.hit.field}: {each.hit.quote}", each.rule)
        for each in matches.suppressions
    ]
    if rows:
        terminal.say(N_("hits that made no finding:"))
        terminal.table([N_("rule"), N_("entry"), N_("quote"), N_("suppressed by")], rows)
        print_objections(terminal, (one.rule for one in matches.suppressions))
    for one in explained.undone:
        terminal.say(
            N_("without {rule} for “{quote}”: {kind} of {subject}, {score}, an alert"),
            rule=one.suppression.rule,
            quote=one.suppression.hit.quote,
            kind=one.finding.kind,
            subject=of_subject(terminal, one.finding.subject),
            score=f"{one.finding.score:.2f}",
        )
    for roster_id in _nameless(explained):
        terminal.say(
            N_(
                "{person}: a name alone is never a finding; with an employer, division, site or"
                " term of ours beside it, it is weighed"
            ),
            person=roster_id,
        )
    if matches.unlisted:
        terminal.say(N_("further occurrences, not listed: {count}"), count=matches.unlisted)


def _rest_lines(explained: Explained) -> list[dict[str, object]]:
    return [{"record": "hit", **_as_hit(hit)} for hit in _unused(explained)] + [
        {
            "record": "suppressed",
            "finding": None,
            "rule": one.rule,
            "entry": one.hit.entry,
            "matched": one.hit.rule,
            "count": 1,
            "field": one.hit.field,
            "quote": one.hit.quote,
            "alerts_without": _kept_from(explained, one),
        }
        for one in explained.matches.suppressions
    ]


def _kept_from(explained: Explained, suppression: Suppression) -> list[dict[str, object]]:
    """The alerts there would be if suppressions of this rule and entry did not hold."""
    return [
        {
            "kind": undone.finding.kind.value,
            "subject": undone.finding.subject,
            "score": round(undone.finding.score, 4),
        }
        for undone in explained.undone
        if (undone.suppression.rule, undone.suppression.hit.entry)
        == (suppression.rule, suppression.hit.entry)
    ]


def _as_hit(hit: Hit) -> dict[str, object]:
    return {"rule": hit.rule, "entry": hit.entry, "field": hit.field, "quote": hit.quote}


def _explain_logged(
    session: Session, finding: str | None, url: str | None, *, reason: str | None, output: Format
) -> int:
    from leakwatch.score import rules_digest

    with session.watch() as watch:
        actor = session.reader(watch.settings)
        found = [_opened(watch, actor, one, reason) for one in _logged(watch, actor, finding, url)]
    for one in found:
        if output is Format.JSONL:
            for line in as_lines(judged_then(one)):
                session.terminal.jsonl(line)
            continue
        print_judged(session.terminal, judged_then(one))
        if one.explanation is None:
            session.terminal.say(N_("its explanation is not kept or cannot be unsealed"))
        if one.rules_digest != rules_digest():
            session.terminal.say(N_("judged by other rules than today's: the weights are those"))
    if not found:
        session.terminal.say(N_("no finding at that address (sealed addresses are not compared)"))
    return 0


def _logged(
    watch: Watch, actor: Reviewer, finding: str | None, url: str | None
) -> tuple[LoggedFinding, ...]:
    """The finding asked for, or those at `url` that the actor may see."""
    from leakwatch.review import not_about, require_reader

    if finding is None:
        found = not_about(actor, watch.record.findings.list(explained=True))
        return tuple(one for one in found if one.url == url)
    one = watch.record.findings.get(read_number(finding))
    require_reader(actor, subject=one.subject)
    return (one,)


def _opened(
    watch: Watch, actor: Reviewer, finding: LoggedFinding, reason: str | None
) -> LoggedFinding:
    """`finding` with its quotes where a reason to reveal them is given; looking is logged too."""
    if reason is not None:
        return watch.record.findings.reveal(
            finding.number, actor=actor.id, reason=reason, now=now()
        )
    watch.record.audit.append(
        "finding.view", actor=actor.id, subject=finding.label, reason=None, now=now()
    )
    return finding
