"""Whom a message calls: user groups and members, by their ids in the configuration only."""

from __future__ import annotations

from dataclasses import replace

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import AlertKind, Form, Posting
from leakwatch.notify import kit
from leakwatch.notify.inert import inert

_MAX_CALLED = 10
_LEAD_LIMIT = 300


def called_by(posting: Posting) -> tuple[str, ...]:
    """The ids; a line in a thread calls nobody a second time, unless that is what it is for."""
    if not _calls(posting):
        return ()
    ids = dict.fromkeys((*posting.alert.mention, *posting.mention))
    return tuple(one for one in ids if kit.called(one) is not None)[:_MAX_CALLED]


def call_of(posting: Posting) -> list[kit.Block]:
    """Who is called, and the route's own line, as the first block below the header."""
    people = [one for one in map(kit.called, called_by(posting)) if one is not None]
    elements = [part for one in people for part in (one, kit.words(" "))]
    if _calls(posting) and (lead := inert(posting.lead, _LEAD_LIMIT)):
        elements.append(kit.words(lead, bold=True))
    return [kit.rich_text(kit.section(*elements))] if elements else []


def without_call(posting: Posting, catalogue: Catalogue) -> Posting:
    """`posting` that calls nobody, and says so, for a workspace that does not know whom it calls."""
    text = N_("Slack does not know one of {ids}: check mention in routing.yaml.")
    note = catalogue.text(text, ids=", ".join(called_by(posting)))
    lead = " ".join(filter(None, (note, posting.lead)))
    return replace(posting, alert=replace(posting.alert, mention=()), mention=(), lead=lead)


def _calls(posting: Posting) -> bool:
    return posting.form is not Form.REPLY or posting.alert.kind is AlertKind.ESCALATION
