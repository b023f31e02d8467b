"""The modal in which somebody says why a duty is done."""

from __future__ import annotations

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify import actions, duty_words, kit
from leakwatch.triage import modals
from leakwatch.triage.chores import Mark
from leakwatch.triage.desk import Place
from leakwatch.triage.envelope import Origin, dump_origin


def done_form(mark: Mark, place: Place, catalogue: Catalogue) -> modals.View:
    """It says what is done by submitting it, and asks for the reason."""
    origin = Origin(
        finding=None, act="duty_done", channel=place.channel, thread=place.thread, duty=mark.value
    )
    what = f"{mark.label} {duty_words.of_duty(mark.what, catalogue)}"
    asks = catalogue.text(N_("What was decided, and why"))
    return {
        "type": "modal",
        "callback_id": actions.DUTY_MODAL,
        "private_metadata": dump_origin(origin),
        "title": kit.plain(mark.label, modals.TITLE),
        "submit": kit.plain(catalogue.text(N_("Done")), modals.TITLE),
        "close": kit.plain(catalogue.text(N_("Cancel")), modals.TITLE),
        "blocks": [kit.context(what), modals.reason_input(asks, catalogue)],
    }
