"""The modals: in which a decision gets its reason, and what is said in place of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Status
from leakwatch.notify import actions, kit
from leakwatch.review import VERDICTS, Verdict
from leakwatch.triage.envelope import Origin, dump_origin

View = dict[str, Any]

#: `block_id` and `action_id` of each input.
REASON, CHOICE, UNTIL = "reason", "verdict", "until"
#: Slack: a title and a button hold 24 characters, a label 2,000, an input 3,000.
TITLE, _LABEL, REASON_LIMIT = 24, 2_000, 3_000
_OPTION = 75
_NOTE = 3_000
#: Days from today that a snooze lasts unless another day is chosen.
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    title: str
    asks: str  #: label of the reason


_FORMS: Mapping[str, _Form] = {
    actions.CONFIRM: _Form(
        title=N_("Confirm {finding}"), asks=N_("Why it concerns us and is not known to be allowed")
    ),
    actions.DISMISS: _Form(title=N_("Not ours: {finding}"), asks=N_("How you know")),
    actions.APPROVED: _Form(
        title=N_("Approved: {finding}"), asks=N_("Which approval covers it, and since when")
    ),
    actions.SNOOZE: _Form(title=N_("Snooze {finding}"), asks=N_("What you wait for")),
}
#: The verdict of each button that has one of its own.
_VERDICTS = {
    actions.TAKE: "take",
    actions.CONFIRM: "confirm",
    actions.APPROVED: "approved",
    actions.SNOOZE: "snooze",
}
#: What "not ours" may mean, in the order of `review.VERDICTS`.
DISMISSALS = tuple(one for one in VERDICTS if one.status is Status.DISMISSED)


def verdict_of(action: str, choice: str = "") -> Verdict | None:
    """The verdict a button asks for; that of "not ours" is chosen in its modal."""
    if action == actions.DISMISS:
        return next((one for one in DISMISSALS if one.name == choice), None)
    return next((one for one in VERDICTS if one.name == _VERDICTS.get(action)), None)


def is_known(action: str) -> bool:
    """Whether the button opens a modal."""
    return action in _FORMS


def act_of(action: str) -> str:
    """`confirm` of `leakwatch_confirm`."""
    return action.removeprefix(actions.PREFIX)


def form(origin: Origin, catalogue: Catalogue, *, today: date, standing: str = "") -> View:
    """The modal of the button `origin.act`; `standing` says how the finding stands by now."""
    action = f"{actions.PREFIX}{origin.act}"
    words, label = _FORMS[action], f"F-{origin.finding}"
    blocks = [kit.context(standing)] if standing else []
    if action == actions.DISMISS:
        blocks.append(_choice(catalogue))
    if action == actions.SNOOZE:
        blocks.append(_day(catalogue, today))
    blocks += [reason_input(catalogue.text(words.asks), catalogue)]
    return {
        "type": "modal",
        "callback_id": actions.VERDICT_MODAL,
        "private_metadata": dump_origin(origin),
        "title": kit.plain(catalogue.text(words.title, finding=label), TITLE),
        "submit": kit.plain(catalogue.text(N_("Decide")), TITLE),
        "close": kit.plain(catalogue.text(N_("Cancel")), TITLE),
        "blocks": blocks,
    }


def notice(title: str, text: str, catalogue: Catalogue) -> View:
    """A modal that only says something, in place of one that was submitted."""
    return {
        "type": "modal",
        "title": kit.plain(title, TITLE),
        "close": kit.plain(catalogue.text(N_("Close")), TITLE),
        "blocks": [kit.rich_text(kit.section(kit.words(text[:_NOTE])))],
    }


def mistakes(
    action: str, values: Mapping[str, str], catalogue: Catalogue, *, today: date
) -> dict[str, str]:
    """What is wrong with what was entered, by block; empty when nothing is."""
    return {block: catalogue.text(text) for block, text in _mistakes(action, values, today)}


def _mistakes(action: str, values: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    if not any(char.isalnum() for char in values.get(REASON, "")):
        yield REASON, N_("Say why, in words: whoever looks at it later has nothing else.")
    if action == actions.DISMISS and verdict_of(action, values.get(CHOICE, "")) is None:
        yield CHOICE, N_("Choose one of these.")
    if action == actions.SNOOZE:
        day = _read_day(values.get(UNTIL, ""))
        if day is None or day <= today:
            yield UNTIL, N_("Choose a day to come, tomorrow at the earliest.")


def until_of(values: Mapping[str, str], zone: tzinfo) -> datetime | None:
    """Where the chosen day begins in `zone`."""
    day = _read_day(values.get(UNTIL, ""))
    return datetime.combine(day, time.min, zone) if day else None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def reason_input(label: str, catalogue: Catalogue) -> View:
    """Where somebody says why; it is not posted anywhere."""
    hint = N_("It is kept sealed in the audit trail and is not posted. No names, please.")
    element = {
        "type": "plain_text_input",
        "action_id": REASON,
        "multiline": True,
        "min_length": 1,
        "max_length": REASON_LIMIT,
        "focus_on_load": True,
    }
    return _input(REASON, label, element, hint=catalogue.text(hint))


def _choice(catalogue: Catalogue) -> View:
    options = [
        {"text": kit.plain(catalogue.text(one.words), _OPTION), "value": one.name}
        for one in DISMISSALS
    ]
    element = {
        "type": "static_select",
        "action_id": CHOICE,
        "placeholder": kit.plain(catalogue.text(N_("Choose")), 150),
        "options": options,
    }
    return _input(CHOICE, catalogue.text(N_("What it is instead")), element)


def _day(catalogue: Catalogue, today: date) -> View:
    element = {
        "type": "datepicker",
        "action_id": UNTIL,
        "initial_date": (today + timedelta(days=_WEEK)).isoformat(),
    }
    return _input(UNTIL, catalogue.text(N_("Look again on")), element)


def _input(block: str, label: str, element: View, *, hint: str = "") -> View:
    more = {"hint": kit.plain(hint, _LABEL)} if hint else {}
    return {
        "type": "input",
        "block_id": block,
        "label": kit.plain(label, _LABEL),
        "element": element,
        **more,
    }
