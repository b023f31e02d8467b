"""What a message says of its findings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from leakwatch import score
from leakwatch.models import Kind, Severity
from leakwatch.notify.blocks import EVENT_TYPE, delivery_key, render
from leakwatch.notify.kit import weight
from tests.factories import make_alert, make_alert_finding, make_posting
from tests.messages import ENGLISH, elements_of, require_valid, shown, texts_of

RULES = tuple(score.WEIGHTS)


def test_a_finding_says_what_where_and_how_sure() -> None:
    finding = make_alert_finding(
        score=0.87, reasons=((RULES[0], 2.1), (RULES[1], 1.0)), excerpt="焼成の研究 ［氏名］"
    )
    message = render(make_posting(make_alert(findings=(finding,))), ENGLISH)
    assert message.blocks[0] == {
        "type": "header",
        "text": {
            "type": "plain_text",
            "text": "🟠 high: possible registration (platform)",
            "emoji": False,
        },
    }
    text = "\n".join(texts_of(message.blocks))
    for part in ("F-1042", "87 % sure", "焼成の研究 ［氏名］", "leakwatch findings show F-1042"):
        assert part in text
    assert f"Why: {score.words(RULES[0])}; {score.words(RULES[1])}" in text
    assert "Source platform, 2026-04-01 09:00 UTC" in text


def test_the_gravest_finding_names_the_alert() -> None:
    findings = (
        make_alert_finding(1, severity=Severity.CRITICAL, kind=Kind.LEAK, subject="term:T08"),
        make_alert_finding(2, severity=Severity.LOW, kind=Kind.MENTION, subject="company"),
    )
    message = render(make_posting(make_alert(findings=findings)), ENGLISH)
    assert message.text == "🔴 critical: possible leak (platform): F-1; F-2"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("severity", list(Severity))
def test_every_kind_and_severity_has_words(kind: Kind, severity: Severity) -> None:
    alert = make_alert(findings=(make_alert_finding(kind=kind, severity=severity),))
    require_valid(render(make_posting(alert), ENGLISH))
    assert "None" not in shown(alert)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param("person:E012", "somebody on the roster", id="person"),
        pytest.param("unknown", "one of ours, person unknown", id="unknown"),
        pytest.param("company", "the company", id="company"),
        pytest.param("term:T08", "term T08", id="term"),
    ],
)
def test_a_subject_is_named_by_its_sort(subject: str, words: str) -> None:
    assert words in shown(make_alert(findings=(make_alert_finding(subject=subject),)))


def test_a_roster_id_never_goes_to_the_channel() -> None:
    finding = make_alert_finding(subject="person:E012", reopened=True, new_entries=("E012", "T08"))
    message = render(make_posting(make_alert(findings=(finding,))), ENGLISH)
    assert "E012" not in json.dumps([message.blocks, message.text, dict(message.metadata)])
    assert "Judged before, back with something new: the name; T08" in shown(
        make_alert(findings=(finding,))
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"reopened": True}, "Set aside until now, and still there", id="woken"),
        pytest.param({"returned": True}, "Back again after it was gone", id="returned"),
        pytest.param(
            {"returned": True, "new_entries": ("T1",)},
            "Back again after it was away, with something new: T1",
            id="returned with something new",
        ),
        pytest.param({"new_entries": ("T1",)}, "New since last time: T1", id="new"),
        pytest.param(
            {"new_entries": tuple(f"T{n}" for n in range(9))},
            "New since last time: T0; T1; T2; T3; T4; and 4 more",
            id="many",
        ),
    ],
)
def test_what_is_new_is_shown_as_the_difference(changes: dict[str, Any], line: str) -> None:
    assert line in shown(make_alert(findings=(make_alert_finding(**changes),)))


def test_the_heaviest_reasons_come_first_and_the_others_are_counted() -> None:
    finding = make_alert_finding(reasons=tuple((rule, 1.0) for rule in RULES[:5]))
    names = "; ".join(score.words(rule) for rule in RULES[:3])
    assert f"Why: {names}; and 2 more" in shown(make_alert(findings=(finding,)))


def test_a_rule_that_speaks_twice_is_named_once() -> None:
    finding = make_alert_finding(reasons=((RULES[0], 2.0), (RULES[0], 1.0), (RULES[1], 0.5)))
    why = f"Why: {score.words(RULES[0])}; {score.words(RULES[1])}"
    assert why in shown(make_alert(findings=(finding,))).splitlines()


def test_counter_evidence_is_shown_too() -> None:
    finding = make_alert_finding(reasons=((RULES[0], 2.0), (RULES[1], -0.8)))
    assert f"Against it: {score.words(RULES[1])}" in shown(make_alert(findings=(finding,)))


def test_a_rule_that_is_no_more_is_named_as_it_was_called() -> None:
    finding = make_alert_finding(reasons=(("rule_of_an_older_version", 2.0),))
    assert "Why: rule_of_an_older_version" in shown(make_alert(findings=(finding,)))


def test_certainty_is_never_shown_as_complete() -> None:
    assert "99 % sure" in shown(make_alert(findings=(make_alert_finding(score=0.9999),)))


def test_a_link_is_there_only_when_the_alert_has_one() -> None:
    links = [
        one
        for one in elements_of(render(make_posting(make_alert()), ENGLISH).blocks)
        if "url" in one
    ]
    assert links == []
    message = render(make_posting(make_alert(url="https://blog.example/a?b=1")), ENGLISH)
    link = next(one for one in elements_of(message.blocks) if one.get("type") == "link")
    assert link["url"] == "https://blog.example/a?b=1"
    assert link["text"] == "Open blog.example"


def test_an_address_that_is_none_is_said_not_linked() -> None:
    message = render(make_posting(make_alert(url="javascript:alert(1)")), ENGLISH)
    assert not [one for one in elements_of(message.blocks) if one.get("type") == "link"]
    assert "The address cannot be linked to." in "\n".join(texts_of(message.blocks))


def test_the_notification_says_nothing_of_the_page() -> None:
    finding = make_alert_finding(excerpt="secret excerpt")
    assert "secret" not in render(make_posting(make_alert(findings=(finding,))), ENGLISH).text


def test_metadata_holds_ids_only() -> None:
    finding = make_alert_finding(7, excerpt="頁の文", subject="person:E012")
    message = render(make_posting(make_alert("key/1", findings=(finding,))), ENGLISH)
    assert dict(message.metadata) == {
        "event_type": EVENT_TYPE,
        "event_payload": {"key": "key/1", "findings": "7"},
    }


@pytest.mark.parametrize(
    "key",
    [pytest.param("k" * 10_000, id="long"), pytest.param("鍵", id="not-ascii")],
)
def test_an_unusual_key_is_carried_as_its_hash(key: str) -> None:
    carried = delivery_key(make_posting(make_alert(key)))
    assert len(carried) == 64
    assert carried == delivery_key(make_posting(make_alert(key)))
    assert carried != delivery_key(make_posting(make_alert(key + "x")))


def test_many_findings_are_cut_with_their_number() -> None:
    alert = make_alert(findings=tuple(make_alert_finding(n) for n in range(1, 61)))
    text = shown(alert)
    assert "F-10" in text
    assert "F-11" not in text
    assert "and 50 more" in text
    assert render(make_posting(alert), ENGLISH).text.endswith("F-10; and 50 more")


def test_findings_that_are_too_long_together_are_cut_earlier_and_counted() -> None:
    findings = tuple(make_alert_finding(n, excerpt="焼" * 5_000) for n in range(1, 11))
    message = render(make_posting(make_alert(findings=findings)), ENGLISH)
    shown_findings = [block for block in message.blocks if "rich_text_quote" in json.dumps(block)]
    left = 10 - len(shown_findings)
    assert 0 < left < 10
    assert f"and {left} more" in texts_of(message.blocks)
    assert weight(message.blocks) < 10_000


def test_time_is_shown_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    alert = make_alert(created_at=datetime(2026, 4, 1, 18, 0, tzinfo=tokyo))
    assert "2026-04-01 09:00 UTC" in shown(alert)
