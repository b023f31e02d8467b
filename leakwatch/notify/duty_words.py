"""What a duty of casework is called, when it is due, and which command leads on; no names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Duty, Reminder
from leakwatch.notify.inert import inert

_LABEL_LIMIT, _ID_LIMIT = 70, 40

#: By the name of the duty; each stands behind its label.
DUTIES: Mapping[str, str] = {
    "case.open": N_("has to be looked at"),
    "case.legal_review": N_("waits for legal review"),
    "case.planned": N_("waits for what was planned to be begun"),
    "case.plan": N_("waits for a plan"),
    "case.inquiry": N_("waits for its letter to leave"),
    "case.hr_contact": N_("waits for HR to speak with the person"),
    "case.takedown": N_("waits for the host to take it down"),
    "case.waiting": N_("waits for the platform's answer"),
    "case.reported_gone": N_("was reported gone, which nobody has verified yet"),
    "case.kept": N_("may stay: it has to be closed"),
    "case.refused": N_("was refused: it has to go on to the next step"),
    "case.no_reply": N_("got no answer: it has to go on to the next step"),
    "case.block_request": N_("waits for an answer to the block request"),
    "case.notice": N_("waits for the notice to all staff"),
    "case.accepted_risk": N_("is an accepted risk that has to be looked at again"),
    "case.recheck": N_("is gone: whether it still is has to be asked again"),
    "case.approve": N_("waits for a second person's approval"),
    "campaign.draft": N_("waits for its letter to be approved"),
    "campaign.approved": N_("waits for its letter to leave"),
    "campaign.answer": N_("waits for the platform's answer"),
    "campaign.reminder": N_("waits for an answer to the reminder"),
    "campaign.close": N_("has an answer that nothing was done with yet"),
    "campaign.end": N_("ends, and lines of it are open"),
    "letter.approve": N_("waits for a second person's approval"),
    "letter.send": N_("is approved and has not left yet"),
    "charter.expiring": N_("the charter ends: then nobody is watched by name"),
    "group.ending": N_("a watch group ends"),
    "side_job.ending": N_("an approved side job ends: extend it or let it end"),
    "capture.expiring": N_("holds a sealed page that is deleted unless it is confirmed"),
    "side_job.approve": N_("waits for its approver"),
    "hold.approve": N_("waits for a second person's approval"),
    "hold.ending": N_("a legal hold ends: what it keeps may be deleted then"),
    "announcement.due": N_("the rules are to be made known again"),
}
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_AHEAD = N_("{label} {what}: due on {day}")
_TODAY = N_("{label} {what}: due today, {day}")
_OVERDUE = N_("{label} {what}: overdue since {day}")
#: By what a duty is about; the first letter of a label says it where no duty is left.
_COMMANDS = {
    "capture": "findings show {label}",
    "case": "cases show {label}",
    "campaign": "campaigns show {label}",
    "letter": "letters show {label}",
    "announcement": "awareness show {label}",
    "side_job": "side-jobs list",
    "hold": "retention show",
    "charter": "charter show",
    "group": "people groups",
}
_LETTERS = {
    "F": "capture",
    "C": "case",
    "K": "campaign",
    "L": "letter",
    "A": "announcement",
    "J": "side_job",
    "H": "hold",
}


def of_duty(what: str, catalogue: Catalogue) -> str:
    """The words of a duty; of one that a newer version left, that there is one."""
    return catalogue.text(DUTIES.get(what, N_("waits for somebody")))


def of_reminder(one: Reminder, catalogue: Catalogue, *, today: date) -> str:
    """`C-3 waits for the platform's answer: due on 2026-12-04 (Fri)`.

    Said as of `today`: what falls on a free day is told before it, what lay through a silence after.
    """
    due = one.duty.due
    return catalogue.text(
        _AHEAD if today < due else _TODAY if today == due else _OVERDUE,
        label=shown_label(one.duty),
        what=of_duty(one.duty.what, catalogue),
        day=of_day(one.duty.due, catalogue),
    )


def of_day(day: date, catalogue: Catalogue) -> str:
    """`2026-12-04 (Fri)`."""
    weekday = catalogue.text(_DAYS[day.weekday()])
    return catalogue.text(N_("{date} ({weekday})"), date=day.isoformat(), weekday=weekday)


def of_called(one: Reminder, catalogue: Catalogue) -> str:
    """Whose it is, by the id in reviewers.yaml."""
    called, owner = (inert(name or "", _ID_LIMIT) for name in (one.called, one.instead_of))
    if not called:
        text = N_("Nobody is on duty for it: no owner, deputy or lead. Look at reviewers.yaml.")
        return catalogue.text(text)
    if owner:
        return catalogue.text(
            N_("For {deputy}, who stands in for {owner}"), deputy=called, owner=owner
        )
    return catalogue.text(N_("For {owner}"), owner=called)


def shown_label(duty: Duty) -> str:
    return inert(duty.label, _LABEL_LIMIT)


def command_of(label: str, what: str = "") -> str:
    """What to type to see more of `label`, on which the duty `what` lies."""
    about = what.partition(".")[0] or _LETTERS.get(label.partition("-")[0], label)
    command = _COMMANDS.get(about, "doctor")
    return f"leakwatch {command.format(label=inert(label, _LABEL_LIMIT).partition('/')[0])}"
