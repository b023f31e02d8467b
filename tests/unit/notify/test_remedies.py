"""Every name under which a delivery can end has words: for alarms, and for whoever reads the list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.locale import catalogue
from leakwatch.notify.refusals import About, about
from leakwatch.notify.remedies import EVERYWHERE, GONE, has_words, in_channel, of_code

ROOT = Path(__file__).resolve().parents[3] / "leakwatch"
ENGLISH = catalogue("en")
#: Names that are put together, by an example of each.
MADE_UP = (
    "http_404",
    "http_500",
    "smtp_421",
    "smtp_550",
    "unclear",
    "unclear:missing_scope",
    "unclear:TimeoutError",
)
OF_THE_OUTBOX = ("interrupted", "requeued", "held", "parent_dead", "parent_unknown", "parent_lost")


def written() -> Iterator[str]:
    """Every `code="…"` that a notifier raises an error with, and every code it asks refusal() for."""
    for path in sorted((ROOT / "notify").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            values = [one.value for one in node.keywords if one.arg == "code"]
            if isinstance(node.func, ast.Name) and node.func.id == "refusal":
                values += node.args[:1]
            yield from (
                one.value
                for one in values
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_every_code_that_the_notifiers_raise_has_words() -> None:
    codes = sorted(set(written()))
    assert {"unreachable", "untrusted", "too_much_to_read", "message_not_found"} <= set(codes)
    assert [code for code in codes if not has_words(code)] == []


@pytest.mark.parametrize("code", [*MADE_UP, *OF_THE_OUTBOX])
def test_every_name_in_the_outbox_says_what_happened(code: str) -> None:
    told = of_code(code, ENGLISH, channel="#old")
    assert told.words
    assert told.words != code
    assert "{" not in told.words + told.remedy


def test_the_channel_is_named_in_what_to_do() -> None:
    assert of_code("not_in_channel", ENGLISH, channel="#red").words == (
        "Slack (not_in_channel): invite the app to #red with /invite"
    )


def test_a_name_nobody_wrote_down_is_shown_as_it_is_and_inert() -> None:
    told = of_code("a_code\x1b[0m_of\u202e_next_year", ENGLISH)
    assert told.words == "a_code [0m_of_next_year"
    assert not has_words("a_code_of_next_year")


def test_what_may_have_arrived_is_for_a_person_to_look_at() -> None:
    told = of_code("unclear:missing_scope", ENGLISH, channel="#red")
    assert told.words.startswith("it may have arrived, and nobody can say; Slack (missing_scope)")
    assert "--absent" in told.remedy


def test_the_token_is_told_from_the_channel() -> None:
    assert about("invalid_auth") is about("token_revoked") is About.SIGN_IN
    assert about("missing_scope") is About.SCOPE
    assert about("is_archived") is about("not_in_channel") is About.CHANNEL
    assert about("invalid_blocks") is about("thread_not_found") is About.MESSAGE
    assert {"invalid_auth", "missing_scope"} <= EVERYWHERE
    assert not {"is_archived", "not_in_channel", "invalid_blocks"} & EVERYWHERE
    assert {"thread_not_found", "message_not_found"} <= GONE


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        pytest.param("#red", "#red", id="slack"),
        pytest.param("", "the default channel", id="default"),
        pytest.param("mail:hanako@corp.example", "mail to …@corp.example", id="mail"),
        pytest.param("mail", "mail", id="mail-without-address"),
        pytest.param("webhook:siem", "webhook:siem", id="webhook"),
    ],
)
def test_a_channel_is_named_without_a_persons_address(channel: str, words: str) -> None:
    assert in_channel(channel, ENGLISH) == words
