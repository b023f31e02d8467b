"""What no message may hold, in whatever kind, form or language: who it is, and what they keep to themselves.

Excerpts come with labels in place of names and inner terms; of everything else in an alert only
what is listed here is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from leakwatch.locale import catalogue
from leakwatch.models import (
    Alert,
    AlertFinding,
    AlertKind,
    Form,
    Kind,
    Posting,
    Severity,
    Standing,
    Status,
)
from leakwatch.notify.actions import BUTTONS, PREFIX
from leakwatch.notify.blocks import Message, render
from tests.factories import SEEN_AT, make_alert, make_alert_finding, make_posting
from tests.messages import ENGLISH, elements_of

#: Each would give somebody away: a staff number, and a colleague's address.
ROSTER_ID, ADDRESS = "E0129876", "hanako.yamada"
FINDING = make_alert_finding(
    kind=Kind.REGISTRATION,
    severity=Severity.CRITICAL,
    subject=f"person:{ROSTER_ID}",
    excerpt="［氏名］は［T08］の研究職",
    reopened=True,
    new_entries=(ROSTER_ID, "T08"),
)
STANDING = Standing(
    number=1042, status=Status.DISMISSED, verdict="namesake", actor="lead", at=SEEN_AT
)
LANGUAGES = {"en": ENGLISH, "ja": catalogue("ja")}


def make_told(kind: AlertKind, form: Form) -> Posting:
    counts = {f"mail:{ADDRESS}@corp.example": 1} if kind is AlertKind.ALARM else {"high": 2}
    alert = make_alert(
        kind=kind,
        findings=(FINDING,),
        counts=counts,
        reasons=("smtp_550",),
        standing=STANDING,
        since=SEEN_AT,
    )
    return make_posting(alert, form=form, standings={1042: STANDING}, thread="C00000001/1.1")


def everything(message: Message) -> str:
    return json.dumps([message.text, message.blocks, dict(message.metadata)], ensure_ascii=False)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("kind", list(AlertKind))
def test_no_message_says_who_it_is(kind: AlertKind, form: Form, language: str) -> None:
    told = everything(render(make_told(kind, form), LANGUAGES[language]))
    for secret in (ROSTER_ID, ADDRESS, "person:"):
        assert secret not in told


def test_a_message_links_to_nothing_but_the_address_the_alert_was_given() -> None:
    message = render(make_told(AlertKind.FINDINGS, Form.POST), ENGLISH)
    assert not [one for one in elements_of(message.blocks) if "url" in one]


@pytest.mark.parametrize("kind", list(AlertKind))
def test_metadata_holds_a_key_and_numbers_only(kind: AlertKind) -> None:
    payload = render(make_told(kind, Form.POST), ENGLISH).metadata["event_payload"]
    assert payload.keys() == {"key", "findings"}
    assert re.fullmatch(r"[\d ]*", payload["findings"])


def names_of(message: Message) -> Iterator[str]:
    """Whatever of a message comes back from Slack with a click."""
    for element in elements_of(message.blocks):
        yield from (element[name] for name in ("action_id", "value", "block_id") if name in element)


@pytest.mark.parametrize("status", list(Status))
def test_what_comes_back_with_a_click_is_a_number(status: Status) -> None:
    posting = make_told(AlertKind.FINDINGS, Form.UPDATE)
    standing = replace(STANDING, status=status)
    message = render(replace(posting, standings={1042: standing}), ENGLISH)
    assert {*names_of(message)} <= {"F-1042", f"{PREFIX}F-1042", *BUTTONS}


#: What a channel gets to see of an alert and of a finding; a new field belongs here, or in neither.
SHOWN = {
    Alert: {
        "key",
        "kind",
        "source",
        "created_at",
        "findings",
        "url",
        "counts",
        "reasons",
        "standing",
        "mention",
        "since",
        "bulletin",
        "reminders",
    },
    AlertFinding: {
        "number",
        "kind",
        "severity",
        "score",
        "subject",
        "reasons",
        "excerpt",
        "reopened",
        "returned",
        "new_entries",
        "fits",
        "approval",
    },
}
KEPT = {Alert: {"channel", "sweep", "digest"}, AlertFinding: {"sensitivity"}}


@pytest.mark.parametrize("noun", [Alert, AlertFinding])
def test_every_field_of_an_alert_is_known_to_be_shown_or_kept(noun: type) -> None:
    fields = set(noun.__dataclass_fields__)  # type: ignore[attr-defined]
    assert fields - SHOWN[noun] - KEPT[noun] == set()
