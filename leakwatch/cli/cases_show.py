"""One case in print: where it stands, what may follow, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leakwatch.cli.named import of_subject, worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.app.case_views import CaseView
    from leakwatch.models import Case, CaseEvent

#: What "gone" rests on, in words.
BASES = {
    "sweep": N_("two sweeps that read the pages which showed it, and a look at its page"),
    "platform": N_("the platform's written answer"),
    "person": N_("the person's own declaration"),
}

#: Lines of a history that are no acts of the table.
OTHER_ACTS = {
    "open": N_("opened"),
    "add_finding": N_("one more finding is followed"),
    "assign": N_("given to somebody else"),
    "attach": N_("a file was kept with it"),
}


def view_record(view: CaseView) -> dict[str, object]:
    """A case with its history, what belongs to it, and what may follow: still no word of a note."""
    return {
        **as_record(view.case),
        "letters": [letter.label for letter in view.letters],
        "attachments": list(view.attachments),
        "may_follow": {
            act.name: [lack.need.value for lack in lacks] for act, lacks in view.possible
        },
        "events": [
            {
                "at": event.at.isoformat(),
                "act": event.act,
                "actor": event.actor,
                "state": event.state.value,
                "due": event.due.isoformat() if event.due else None,
                "basis": event.basis.value if event.basis else None,
                "letter": f"L-{event.letter}" if event.letter else None,
                "attachment": event.attachment,
            }
            for event in view.events
        ],
    }


def as_record(case: Case) -> dict[str, object]:
    """A case as a JSON line: ids, states and days."""
    return {
        "case": case.label,
        "state": case.state.value,
        "source": case.source,
        "subject": case.subject,
        "findings": [f"F-{number}" for number in case.findings],
        "campaign": case.campaign,
        "owner": case.owner,
        "due": case.due.isoformat() if case.due else None,
        "opened_at": case.opened_at.isoformat(),
        "openings": case.openings,
        "approved_by": case.approved_by,
        "basis": case.basis.value if case.basis else None,
        "verified_on": case.verified_on.isoformat() if case.verified_on else None,
        "rechecks": [day.isoformat() for day in case.rechecks],
        "risk_owner": case.risk_owner,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
    }


def print_case(terminal: Terminal, view: CaseView) -> None:
    case = view.case
    terminal.line(case.label)
    facts: dict[str, object] = {
        N_("state"): worded(terminal, case.state),
        N_("source"): case.source,
        N_("subject"): of_subject(terminal, case.subject),
        N_("findings"): ", ".join(f"F-{number}" for number in case.findings) or "-",
        N_("campaign"): case.campaign or "-",
        N_("owner"): case.owner,
        N_("opened by"): case.asked_by,
        N_("approved by"): case.approved_by or "-",
        N_("due"): case.due.isoformat() if case.due else "-",
        N_("times opened"): case.openings,
    }
    if case.basis is not None:
        facts[N_("gone rests on")] = terminal.text(BASES[case.basis.value])
    if case.rechecks:
        facts[N_("asked after again on")] = ", ".join(day.isoformat() for day in case.rechecks)
    if case.risk_owner is not None:
        facts[N_("risk borne by")] = case.risk_owner
    for what, value in facts.items():
        terminal.line(f"  {terminal.text(what)}: {value}")
    _print_letters(terminal, view)
    _print_possible(terminal, view)
    _print_history(terminal, view)


def _print_letters(terminal: Terminal, view: CaseView) -> None:
    for letter in view.letters:
        kind, state = worded(terminal, letter.kind), worded(terminal, letter.state)
        terminal.line(f"  {letter.label} {kind} {state}")
    if view.attachments:
        numbers = ", ".join(map(str, view.attachments))
        terminal.say(N_("  sealed attachments: {numbers}"), numbers=numbers)


def _print_possible(terminal: Terminal, view: CaseView) -> None:
    if not view.possible:
        terminal.say(N_("nothing may follow for your role"))
        return
    terminal.say(N_("what may follow (leakwatch cases move {case} ACT):"), case=view.case.label)
    for act, lacks in view.possible:
        terminal.line(f"  {act.name}: {terminal.text(act.words)}")
        for lack in lacks:
            terminal.line(f"    - {terminal.text(lack.message, **lack.values)}")


def _print_history(terminal: Terminal, view: CaseView) -> None:
    words = act_words()
    terminal.table(
        [N_("when"), N_("what"), N_("who"), N_("about it")],
        [
            (
                terminal.moment(event.at),
                terminal.text(words.get(event.act, event.act)),
                event.actor,
                _detail(terminal, event),
            )
            for event in view.events
        ],
    )
    for what, note in view.notes.items():
        terminal.line(f"  {what}: {' '.join(note.split())}")


def act_words() -> dict[str, str]:
    """What each line of a history means, by the name of its act."""
    from leakwatch.casework.cases import CASE_ACTS

    return {**{act.name: act.words for act in CASE_ACTS}, **OTHER_ACTS}


def _detail(terminal: Terminal, event: CaseEvent) -> str:
    parts = [worded(terminal, event.state) or "-"]
    if event.due is not None:
        parts.append(terminal.text(N_("due on {day}"), day=event.due.isoformat()))
    if event.basis is not None:
        parts.append(terminal.text(BASES[event.basis.value]))
    if event.letter is not None:
        parts.append(f"L-{event.letter}")
    if event.attachment is not None:
        parts.append(terminal.text(N_("attachment {number}"), number=event.attachment))
    return ", ".join(parts)
