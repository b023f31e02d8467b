"""Whatever an alert holds, Slack takes the message: two judges, and any text there is."""

from __future__ import annotations

import gettext
import json
import re
from datetime import UTC, datetime

from hypothesis import example, given, settings, strategies as st

from leakwatch import score
from leakwatch.locale import Catalogue, catalogue
from leakwatch.models import (
    Alert,
    AlertFinding,
    AlertKind,
    Form,
    Kind,
    Outcome,
    Posting,
    Severity,
    Standing,
    Status,
)
from leakwatch.notify.blocks import render
from leakwatch.notify.kit import weight
from tests.factories import make_posting
from tests.messages import ENGLISH, HOSTILE, elements_of, require_inert, require_valid

RULES = tuple(score.WEIGHTS)
#: A page's own words are marked, so that one sees how far they come.
MARK = "頁の語"


class Loud(gettext.NullTranslations):
    """A catalogue whose every text is longer than its original and not ASCII."""

    def gettext(self, message: str) -> str:
        return f"【{message}】" + "訳" * 40


LANGUAGES = {"en": ENGLISH, "ja": catalogue("ja"), "loud": Catalogue("ja", Loud())}
TEXT = st.text(st.characters(), max_size=300) | st.sampled_from(
    [
        HOSTILE,
        "あ" * 3_000,
        "x" * 100_000,
        "\u202e" * 400 + "א" * 400,
        "👨‍👩‍👧" * 200,
        "`" * 500,
        "\n" * 300 + ":boom:",
        "a\u0301" * 400,
        "\ud800" * 300,
        "{severity} {nothing} {0} {",
    ]
)
#: Ids of the configuration, whose form is checked there.
ID = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,30}", fullmatch=True)
CALLED = st.from_regex(r"[SUW][A-Z0-9]{5,10}", fullmatch=True)
MOMENTS = st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1))  # noqa: DTZ001 - hypothesis wants it naive
FINDINGS = st.builds(
    AlertFinding,
    number=st.integers(min_value=1, max_value=70) | st.integers(min_value=1, max_value=10**9),
    kind=st.sampled_from(Kind),
    severity=st.sampled_from(Severity),
    score=st.floats(min_value=0, max_value=1),
    subject=TEXT | st.sampled_from(["unknown", "company", "term:T1", "person:E1"]),
    reasons=st.lists(
        st.tuples(TEXT | st.sampled_from(RULES), st.floats(min_value=-5, max_value=5)), max_size=8
    ).map(tuple),
    excerpt=TEXT.map(lambda text: MARK + text),
    reopened=st.booleans(),
    returned=st.booleans(),
    new_entries=st.lists(TEXT, max_size=8).map(tuple),
    fits=st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
)
STANDINGS = st.builds(
    Standing,
    number=st.integers(min_value=1, max_value=70),
    status=st.sampled_from(Status),
    verdict=st.none() | st.sampled_from(["take", "not_ours", "namesake", "snooze"]) | TEXT,
    actor=st.none() | ID | TEXT,
    at=st.none() | MOMENTS,
    until=st.none() | MOMENTS,
)
#: Many findings are a few, over and over under numbers of their own.
MANY = st.builds(
    lambda some, count: tuple(some[number % len(some)] for number in range(count)) if some else (),
    st.lists(FINDINGS, max_size=12),
    st.integers(0, 60),
)
ALERTS = st.builds(
    Alert,
    key=st.text(max_size=300),
    kind=st.sampled_from(AlertKind),
    source=ID | TEXT,
    channel=st.none(),
    created_at=MOMENTS,
    findings=MANY,
    url=st.none() | TEXT | TEXT.map(lambda text: f"https://a.example/{text}"),
    counts=st.dictionaries(
        TEXT | st.sampled_from([*Outcome, *Severity, "#old", "mail:a@b.example"]),
        st.integers(0, 10**6),
        max_size=14,
    ),
    reasons=st.lists(
        TEXT
        | TEXT.map(lambda text: f"field_missing:{text}")
        | st.sampled_from(["bot_wall", "dns", "is_archived", "unclear:missing_scope", "smtp_550"]),
        max_size=8,
    ).map(tuple),
    standing=st.none() | STANDINGS,
    since=st.none() | MOMENTS,
    mention=st.lists(CALLED | TEXT, max_size=12).map(tuple),
)
POSTINGS = st.builds(
    Posting,
    key=st.text(max_size=300),
    alert=ALERTS,
    channel=st.just("#leakwatch"),
    form=st.sampled_from(Form),
    thread=st.none() | st.just("C00000001/1700000000.000100"),
    parent=st.none() | st.text(max_size=300),
    standings=st.lists(STANDINGS, max_size=40).map(
        lambda stand: {standing.number: standing for standing in stand}
    ),
    language=st.sampled_from([None, "en", "ja"]),
    mention=st.lists(CALLED | TEXT, max_size=12).map(tuple),
    lead=st.just("") | TEXT,
)

#: A count under a key of which nothing can be shown once made an empty field, which Slack refuses.
NAMELESS = make_posting(
    Alert(
        key="",
        kind=AlertKind.HEALTH,
        source="",
        channel=None,
        created_at=datetime(2000, 1, 1, tzinfo=UTC),
        counts={"": 1},
    )
)


@settings(max_examples=250, deadline=None)
@given(posting=POSTINGS, language=st.sampled_from(sorted(LANGUAGES)))
@example(posting=NAMELESS, language="en")
def test_slack_takes_any_message_in_any_form_and_language(posting: Posting, language: str) -> None:
    message = render(posting, LANGUAGES[language])
    require_valid(message)
    require_inert(message)
    assert weight(message.blocks) < 10_000


@settings(max_examples=150, deadline=None)
@given(posting=POSTINGS)
def test_nothing_of_a_page_comes_further_than_its_quotation(posting: Posting) -> None:
    message = render(posting, ENGLISH)
    assert MARK not in message.text
    assert MARK not in str(message.metadata)
    for element in elements_of(message.blocks):
        if element.get("type") == "rich_text_quote":
            element["elements"].clear()
    assert MARK not in json.dumps(message.blocks, ensure_ascii=False)


@settings(max_examples=150, deadline=None)
@given(posting=POSTINGS)
def test_only_ids_of_the_configuration_are_called(posting: Posting) -> None:
    named = {*posting.mention, *posting.alert.mention}
    called = [
        element[f"{element['type']}_id"]
        for element in elements_of(render(posting, ENGLISH).blocks)
        if element.get("type") in {"user", "usergroup"}
    ]
    assert set(called) <= {one for one in named if re.fullmatch(r"[SUW][A-Z0-9]{5,20}", one)}
    assert len(called) == len(set(called))
