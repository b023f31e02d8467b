"""A digest for Slack, mail, webhook, Markdown and HTML: the same words, and nothing a page wrote."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.demo.slack.validator import check_blocks
from leakwatch.locale import catalogue
from leakwatch.models import Age, AlertKind, Blind, Delivery, Digest, Expiring, Sight
from leakwatch.notify import digest_html, digest_markdown, kit, render
from leakwatch.notify.payload import payload_of
from leakwatch.notify.plain import plain
from tests.factories import make_alert, make_posting

ENGLISH = catalogue("en")
TOKYO = ZoneInfo("Asia/Tokyo")
UNTIL = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
HEAD = "0123456789abcdef" * 4
FULL: dict[str, Any] = {
    "since": UNTIL - timedelta(days=1),
    "until": UNTIL,
    "severities": {"low": 3, "critical": 1},
    "kinds": {"leak": 4},
    "open": {Age.WEEK.value: 2, Age.OLDER.value: 1},
    "verdicts": {"confirm": 2, "not_ours": 3},
    "judged": 5,
    "dismissed": 2,
    "sweeps": {"ok": 7, "blocked": 1},
    "blind": (
        Blind(source="expert-platform", sight=Sight.BLIND, reasons=("http_403",), since=UNTIL),
        Blind(source="request-board", sight=Sight.QUARANTINED),
    ),
    "never_swept": ("tech-blog",),
    "undelivered": {Delivery.DEAD.value: 1, Delivery.UNKNOWN.value: 2},
    "expiring": (
        Expiring(what="reviewer", id="hanako", on=date(2026, 12, 1)),
        Expiring(what="charter", on=date(2026, 12, 20)),
    ),
    "suppressed": {"too_common": 12},
    "audit_head": HEAD,
    "audit_rows": 345,
    "minutes": 1440,
    "lived": 1430,
    "healthy": 1400,
    "gathered": 2,
}


def make_digest(**changes: Any) -> Digest:
    return Digest(**(FULL | changes))


def lines(digest: Digest, language: str | None = None) -> str:
    alert = make_alert(kind=AlertKind.DIGEST, source="", findings=(), digest=digest)
    title, told = plain(make_posting(alert, language=language), ENGLISH, zone=TOKYO)
    return "\n".join((title, *told))


@pytest.mark.parametrize(
    "words",
    [
        "Digest: 2026-11-25 09:00 JST – 2026-11-26 09:00 JST",
        "New findings: 4",
        "critical: 1, low: 3",
        "Waiting for a decision: 3",
        "less than a week: 2, older: 1",
        "Findings decided: 5",
        "False alarms: 40 % (2 of 5 decided)",
        "⚠ Sources that are blind: 2",
        "expert-platform: ",
        "last seen 2026-11-26 09:00 JST",
        "request-board (rests): -; never seen",
        "tech-blog",
        "⚠ Alerts not delivered: 3",
        "reviewer hanako, on 2026-12-01",
        "the charter, on 2026-12-20",
        "too_common: 12",
        "Service: well 97.2 % of the time",
        "Audit trail: 345 entries, ending in",
        HEAD,
        "Alerts that follow in this thread: 2",
    ],
)
def test_it_says(words: str) -> None:
    assert words in lines(make_digest())


def test_what_a_person_must_see_to_comes_first() -> None:
    told = lines(make_digest())
    assert told.index("blind") < told.index("not delivered") < told.index("New findings")


def test_a_quiet_day_is_said_to_be_one() -> None:
    quiet = Digest(since=FULL["since"], until=UNTIL, audit_head=HEAD, minutes=1440)
    told = lines(quiet)
    assert "New findings: 0" in told
    assert "False alarms" not in told
    assert "⚠" not in told


def test_its_own_language_goes_before_that_of_the_channel() -> None:
    assert lines(make_digest(language="en"), language="ja") == lines(make_digest())


def test_a_slack_message_of_any_size_holds_the_audit_chain_s_head() -> None:
    blind = tuple(
        Blind(source=f"source-{n}", sight=Sight.BLIND, reasons=("言" * 3_000,) * 9)
        for n in range(500)
    )
    many = {f"rule-{n}" * 30: n for n in range(500)}
    digest = make_digest(blind=blind, suppressed=many, never_swept=("x" * 9_000,) * 99)
    message = render(make_posting(make_alert(digest=digest)), ENGLISH)
    told = json.dumps(message.blocks)
    assert kit.weight(message.blocks) <= kit.WEIGHT_LIMIT
    assert HEAD in told
    assert "more" in told
    assert check_blocks(list(message.blocks)) == ()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


KNOWN = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "section"}


def test_html_needs_nothing_but_itself_and_allows_nothing_else() -> None:
    page = digest_html(make_digest(), ENGLISH, zone=TOKYO)
    tags = _Tags()
    tags.feed(page)
    assert set(tags.tags) == KNOWN
    assert {name for name, _ in tags.attributes} == {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
    }
    policies = [value for _, value in tags.attributes if "default-src 'none'" in (value or "")]
    assert len(policies) == 1
    assert HEAD in page


def test_markdown_keeps_its_form() -> None:
    told = digest_markdown(make_digest(), ENGLISH, zone=TOKYO).splitlines()
    assert told[0].startswith("# Digest: 2026")
    assert f"- {HEAD}" in told
    assert sum(line.startswith("## ") for line in told) == 12


hostile = st.text(max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", "<!channel>", "[a](javascript:x)", "\r\n# h", "\u202ex", "`a`|b"]
)


@settings(deadline=None)
@given(source=hostile, reason=hostile, rule=hostile, name=hostile)
def test_no_text_changes_the_form_of_anything(
    source: str, reason: str, rule: str, name: str
) -> None:
    digest = make_digest(
        blind=(Blind(source=source, sight=Sight.BLIND, reasons=(reason,)),),
        suppressed={rule: 1},
        expiring=(Expiring(what="reviewer", id=name, on=date(2026, 12, 1)),),
    )
    tags = _Tags()
    tags.feed(digest_html(digest, ENGLISH, zone=TOKYO))
    assert set(tags.tags) == KNOWN
    assert len(tags.tags) == len(
        _tags_of(make_digest(blind=digest.blind[:1], expiring=digest.expiring))
    )
    told = digest_markdown(digest, ENGLISH, zone=TOKYO).splitlines()
    assert all(line == "" or line.startswith(("# ", "## ", "- ")) for line in told)
    assert not re.search(r"(?<!\\)[<`\[]", "".join(told))
    posting = make_posting(make_alert(digest=digest))
    assert check_blocks(list(render(posting, ENGLISH).blocks)) == ()
    json.loads(payload_of(posting, ENGLISH, zone=UTC))


def _tags_of(digest: Digest) -> list[str]:
    tags = _Tags()
    tags.feed(digest_html(digest, ENGLISH, zone=TOKYO))
    return tags.tags


def test_the_webhook_gets_it_in_fields() -> None:
    posting = make_posting(make_alert(kind=AlertKind.DIGEST, digest=make_digest()))
    told = json.loads(payload_of(posting, ENGLISH, zone=UTC))["data"]["digest"]
    assert told["audit"] == {"head": HEAD, "rows": 345}
    assert told["blind"][0]["source"] == "expert-platform"
    assert told["new"]["severities"] == {"low": 3, "critical": 1}
    assert told["heartbeat"] == {"minutes": 1440, "lived": 1430, "healthy": 1400}
