"""What a message's buttons are called; `triage` answers to these names."""

from __future__ import annotations

from leakwatch.models import Duty

#: A button's `action_id` is this and what it asks for; its value is the finding's label, such as
#: `F-1042`, and nothing else: it comes back from Slack, and nothing personal goes there.
PREFIX = "leakwatch_"
TAKE, CONFIRM, DISMISS, APPROVED, SNOOZE, DETAILS = (
    f"{PREFIX}{act}" for act in ("take", "confirm", "dismiss", "approved", "snooze", "details")
)
#: Every button of a finding, in its order.
BUTTONS = (TAKE, CONFIRM, DISMISS, APPROVED, SNOOZE, DETAILS)
#: `callback_id` of the modal in which a decision gets its reason.
VERDICT_MODAL = f"{PREFIX}verdict"
#: `callback_id` of the message shortcut by which a colleague reports something.
REPORT = f"{PREFIX}report"

#: Buttons of a reminder; their value is what `duty_value` makes of it.
DUTY_SHOW, DUTY_TAKE, DUTY_DONE = (f"{PREFIX}duty_{act}" for act in ("show", "take", "done"))
DUTY_BUTTONS = (DUTY_SHOW, DUTY_TAKE, DUTY_DONE)
#: `callback_id` of the modal in which what was done gets its reason.
DUTY_MODAL = f"{PREFIX}duty"
#: Duties that are done by saying why, and nothing else.
DONE_BY_REASON = frozenset({"case.legal_review", "case.waiting"})


def duty_value(duty: Duty) -> str:
    """Label, name and day of a duty: what it needs to be found again, and nothing personal."""
    return f"{duty.label} {duty.what} {duty.due.isoformat()}"


#: "Read and understood" under an announcement; its value is the announcement's label, such as `A-1`.
READ = f"{PREFIX}read"
#: `callback_id` of the modal that asks for a reader's division.
DIVISION_MODAL = f"{PREFIX}division"


def block_of(label: str) -> str:
    """`block_id` of the buttons of the finding called `label`."""
    return f"{PREFIX}{label}"


#: The finding that a sample alert tells of; there is none of that number, and a press on one of its
#: buttons decides nothing.
SAMPLE = 0
