"""A reminder of casework as one message: what is due, whose it is, and what to press or type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Posting, Reminder, Stage
from leakwatch.notify import actions, duty_words, kit, phrases
from leakwatch.notify.calling import call_of

#: Nobody reads on beyond these in a summary; the rest is counted.
_MOST = 20
#: Cases alone have an owner that a press can change.
_OWNED = "case."
#: What "done" means for each duty that a reason is enough for.
_DONE = {
    "case.legal_review": N_("Decided: to be planned"),
    "case.waiting": N_("No answer came"),
}


def reminder_of(
    posting: Posting, catalogue: Catalogue, *, zone: tzinfo
) -> tuple[str, list[kit.Block]]:
    """The text of the notification and the blocks, of one reminder or of many at once."""
    reminders = posting.alert.reminders
    at = posting.alert.created_at.astimezone(zone)
    if len(reminders) == 1:
        title, blocks = _one(reminders[0], catalogue, today=at.date())
    else:
        title, blocks = _many(reminders, catalogue, today=at.date())
    stamp = kit.context(f"{at:%Y-%m-%d %H:%M %Z}")
    return title, [kit.header(title), *call_of(posting), *blocks, stamp]


def _one(one: Reminder, catalogue: Catalogue, *, today: date) -> tuple[str, list[kit.Block]]:
    mark = "⚠" if one.duty.due < today else "⏰"
    title = f"{mark} {duty_words.of_reminder(one, catalogue, today=today)}"
    lines = kit.section(
        kit.words(duty_words.of_called(one, catalogue) + "\n"),
        kit.words(catalogue.text(N_("More: "))),
        kit.words(duty_words.command_of(one.duty.label, one.duty.what), code=True),
    )
    return title, [kit.rich_text(lines), _buttons(one, catalogue)]


def _many(
    reminders: Sequence[Reminder], catalogue: Catalogue, *, today: date
) -> tuple[str, list[kit.Block]]:
    title = catalogue.text(N_("⚠ {count} things of casework are due"), count=len(reminders))
    lines = "\n".join(_lines(reminders, catalogue, today))
    note = catalogue.text(N_("They are told together, for nobody reads so many messages."))
    return title, [kit.rich_text(kit.section(kit.words(lines))), kit.context(note)]


def _lines(reminders: Sequence[Reminder], catalogue: Catalogue, today: date) -> Iterator[str]:
    for one in reminders[:_MOST]:
        who = duty_words.of_called(one, catalogue)
        yield f"{duty_words.of_reminder(one, catalogue, today=today)} · {who}"
    if len(reminders) > _MOST:
        yield phrases.more(len(reminders) - _MOST, catalogue)


def _buttons(one: Reminder, catalogue: Catalogue) -> kit.Block:
    words = {actions.DUTY_SHOW: N_("Show")}
    if one.duty.what.startswith(_OWNED):
        words[actions.DUTY_TAKE] = N_("I take it")
    if one.duty.what in actions.DONE_BY_REASON and not _too_early(one):
        words[actions.DUTY_DONE] = _DONE[one.duty.what]
    value = actions.duty_value(one.duty)
    return kit.actions(
        [kit.button(catalogue.text(text), act=act, value=value) for act, text in words.items()],
        block_id=actions.block_of("duty"),
    )


def _too_early(one: Reminder) -> bool:
    """An answer may still come until the day is over."""
    return one.duty.what == "case.waiting" and one.stage is not Stage.OVERDUE
