"""Whatever an alert holds, Slack takes the message: two judges, and any text there is."""

from __future__ import annotations

import gettext
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given, settings, strategies as st
from slack_sdk.models.blocks import Block  # noqa: TID251 - the SDK's own limits are the second judge

from leakwatch import score
from leakwatch.demo.slack import check_blocks, too_long
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertFinding, AlertKind, Kind, Outcome, Severity
from leakwatch.notify.blocks import render
from tests.factories import make_posting

ENGLISH = Catalogue("en", gettext.NullTranslations())
RULES = tuple(score.WEIGHTS)
HOSTILE = (
    "<!channel> <!here> <!everyone> <@U00000001> <#C00000001> @here @channel "
    "<https://evil.example/|leakwatch> *bold* _it_ ~no~ `code` ```block``` &amp; :boom: "
    "\u202egpj.exe\u202c \x1b]8;;https://evil.example/\x07link\x1b[0m \x00 \ud800"
)


def texts_of(value: Any) -> list[str]:
    """Every text of a message's blocks, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for one in value.values() for text in texts_of(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts_of(one)]
    return []


class Loud(gettext.NullTranslations):
    """A catalogue whose every text is longer than its original and not ASCII."""

    def gettext(self, message: str) -> str:
        return f"【{message}】" + "訳" * 40


TEXT = st.text(st.characters(), max_size=300) | st.sampled_from(
    [HOSTILE, "あ" * 3_000, "x" * 9_000]
)
FINDINGS = st.builds(
    AlertFinding,
    number=st.integers(min_value=1, max_value=10**9),
    kind=st.sampled_from(Kind),
    severity=st.sampled_from(Severity),
    score=st.floats(min_value=0, max_value=1),
    subject=TEXT | st.sampled_from(["unknown", "company", "term:T1", "person:E1"]),
    reasons=st.lists(
        st.tuples(TEXT | st.sampled_from(RULES), st.floats(min_value=-5, max_value=5)), max_size=8
    ).map(tuple),
    excerpt=TEXT,
    reopened=st.booleans(),
    new_entries=st.lists(TEXT, max_size=8).map(tuple),
)
ALERTS = st.builds(
    Alert,
    key=st.text(max_size=300),
    kind=st.sampled_from(AlertKind),
    source=TEXT,
    channel=st.none(),
    created_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)),  # noqa: DTZ001 - hypothesis wants it naive
    findings=st.lists(FINDINGS, max_size=12).map(tuple),
    url=st.none() | TEXT | TEXT.map(lambda text: f"https://a.example/{text}"),
    counts=st.dictionaries(
        TEXT | st.sampled_from([*Outcome, *Severity]), st.integers(0, 10**6), max_size=14
    ),
    reasons=st.lists(
        TEXT
        | TEXT.map(lambda text: f"field_missing:{text}")
        | st.sampled_from(["bot_wall", "dns"]),
        max_size=8,
    ).map(tuple),
)

#: A count under a key of which nothing can be shown once made an empty field, which Slack refuses.
NAMELESS = Alert(
    key="",
    kind=AlertKind.HEALTH,
    source="",
    channel=None,
    created_at=datetime(2000, 1, 1, tzinfo=UTC),
    counts={"": 1},
)


@settings(max_examples=150, deadline=None)
@given(alert=ALERTS, loud=st.booleans())
@example(alert=NAMELESS, loud=False)
def test_slack_takes_any_alert_in_any_language(alert: Alert, *, loud: bool) -> None:
    message = render(make_posting(alert), Catalogue("ja", Loud()) if loud else ENGLISH)
    blocks = json.loads(json.dumps(message.blocks).encode("utf-8"))
    assert check_blocks(blocks) == ()
    assert not too_long(blocks)
    assert len(blocks) <= 50
    assert sum(len(text) for text in texts_of(blocks)) < 10_000
    assert len(json.dumps(dict(message.metadata))) < 2_000
    assert not set(message.text) & set("<>")
    for block in Block.parse_all(blocks):
        block.to_dict()
