"""No page forges a mention, a link or a format, and nothing of it stands in a notification."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from leakwatch.models import AlertKind, Form, Posting
from leakwatch.notify.blocks import render
from tests.factories import make_alert, make_alert_finding, make_posting
from tests.messages import ENGLISH, HOSTILE, OWN, elements_of, require_inert, texts_of


def hostile(kind: AlertKind, form: Form) -> Posting:
    """Hostile wherever a text may come from: the page, and for good measure the configuration."""
    finding = make_alert_finding(
        excerpt=HOSTILE, subject=HOSTILE, new_entries=(HOSTILE,), reasons=((HOSTILE, 1.0),)
    )
    alert = make_alert(
        kind=kind,
        findings=(finding,),
        source=HOSTILE,
        counts={HOSTILE: 3},
        reasons=(HOSTILE,),
        mention=(HOSTILE,),
    )
    return make_posting(alert, form=form, lead=HOSTILE, mention=(HOSTILE, "<!channel>"))


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("kind", list(AlertKind))
def test_no_text_forges_a_mention_link_or_format(kind: AlertKind, form: Form) -> None:
    message = render(hostile(kind, form), ENGLISH)
    require_inert(message)
    types = {element.get("type") for element in elements_of(message.blocks)}
    assert types & (OWN - {"button"}) == set()
    for text in (*texts_of(message.blocks), message.text):
        assert not set(text) & set("\u202e\u202c\u200b\u200f\x1b\x00\x07\ud800")
    assert "<" not in message.text


def test_the_page_is_quoted_as_it_is() -> None:
    finding = make_alert_finding(excerpt="*bold* `code` <!channel> :boom: &amp; @here")
    texts = texts_of(render(make_posting(make_alert(findings=(finding,))), ENGLISH).blocks)
    assert finding.excerpt in texts


def test_the_notification_says_nothing_of_the_page() -> None:
    posting = hostile(AlertKind.FINDINGS, Form.POST)
    alert = replace(posting.alert, source="platform")
    text = render(replace(posting, alert=alert), ENGLISH).text
    assert "evil" not in text
    assert "channel" not in text


def test_no_button_carries_anything_but_the_label_of_its_finding() -> None:
    message = render(hostile(AlertKind.FINDINGS, Form.POST), ENGLISH)
    actions = [block for block in message.blocks if block["type"] == "actions"]
    for button in actions[0]["elements"]:
        assert button["value"] == "F-1042"
    assert "evil" not in json.dumps(actions)
