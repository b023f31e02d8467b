from __future__ import annotations

import json
from pathlib import Path

import pytest

from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.notify.refusals import About, about, refusal

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "slack"
EXAMPLES = CORPUS / "slack_web_openapi__errors_examples.json"


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("channel_not_found", "check its name"),
        ("not_in_channel", "/invite"),
        ("is_archived", "name another channel"),
        ("invalid_auth", "set the new token"),
        ("not_authed", "set the new token"),
        ("account_inactive", "set the new token"),
        ("token_revoked", "set the new token"),
        ("token_expired", "set the new token"),
        ("missing_scope", "leakwatch slack manifest"),
        ("msg_too_long", "report it"),
        ("msg_blocks_too_long", "report it"),
        ("invalid_blocks", "report it"),
        ("metadata_too_large", "report it"),
        ("no_permission", "ask its admins"),
        ("restricted_action", "ask its admins"),
        ("a_code_of_next_year", "a_code_of_next_year"),
    ],
)
def test_a_refusal_for_good_says_what_to_do(code: str, remedy: str) -> None:
    error = refusal(code, channel="#leakwatch", needed="chat:write", detail="at /blocks/0")
    assert type(error) is NotifyRefused
    assert remedy in str(error)
    assert code in str(error)
    assert error.exit_code == 1


@pytest.mark.parametrize(
    "code", ["ratelimited", "rate_limited", "service_unavailable", "request_timeout"]
)
def test_what_slack_did_not_do_is_tried_again(code: str) -> None:
    error = refusal(code, channel="#leakwatch", retry_after=7)
    assert type(error) is NotifyError
    assert error.retry_after == 7
    assert error.exit_code == 3


@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
def test_what_slack_may_have_done_is_unclear(code: str) -> None:
    assert type(refusal(code, channel="#leakwatch")) is NotifyUnclear


def test_the_scope_that_lacks_is_named() -> None:
    error = refusal("missing_scope", channel="#leakwatch", needed="channels:history")
    assert "channels:history" in str(error)


@pytest.mark.corpus
@pytest.mark.skipif(not EXAMPLES.exists(), reason="the shared corpus is absent")
def test_every_code_slack_documents_has_words_of_its_own() -> None:
    documented = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    codes = {
        code
        for method in documented.values()
        for code in (method.get("default") or {}).get("error_enum") or ()
    }
    assert {"channel_not_found", "edit_window_closed"} <= codes
    assert sorted(code for code in codes if about(code) is About.OTHER) == []
    for code in codes:
        assert code in str(refusal(code, channel="#leakwatch"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param("token_revoked", About.SIGN_IN, id="token"),
        pytest.param("missing_scope", About.SCOPE, id="scope"),
        pytest.param("channel_not_found", About.CHANNEL, id="channel"),
        pytest.param("msg_too_long", About.MESSAGE, id="message"),
        pytest.param("ratelimited", About.LATER, id="later"),
        pytest.param("fatal_error", About.UNCLEAR, id="unclear"),
        pytest.param("a_code_of_next_year", About.OTHER, id="other"),
    ],
)
def test_an_error_says_what_it_is_about(code: str, kind: About) -> None:
    error = refusal(code, channel="#leakwatch")
    assert error.values["about"] is kind
    assert error.values["code"] == code
