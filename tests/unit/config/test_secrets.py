"""Secrets come from outside, never from a file, and never show."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.config import SLACK_BASE_URL, ConfigMistakes, load_settings
from tests.unit.config.right import MAIN, TODAY, WATCHLIST, Fail, Load, write

TOKEN = "xoxb-111122223333-ABCDEFabcdef"
SLACK = MAIN + "slack:\n  token: ${SLACK_BOT_TOKEN}\n  channel: '#leakwatch'\n"


def test_a_token_is_taken_from_the_environment(load: Load) -> None:
    settings = load({"leakwatch.yaml": SLACK}, {"SLACK_BOT_TOKEN": TOKEN + "\n"})
    assert settings.slack is not None
    assert settings.slack.token == TOKEN
    assert (settings.slack.channel, settings.slack.base_url) == ("#leakwatch", SLACK_BASE_URL)
    assert settings.warnings == ()


def test_settings_do_not_show_what_they_hold(load: Load) -> None:
    content = SLACK + "sealing_key: ${K}\nnetwork: {proxy: '${P}'}\n"
    environ = {
        "SLACK_BOT_TOKEN": TOKEN,
        "K": "key-to-seal",
        "P": "http://u:hunter2@proxy.example:1",
    }
    settings = load({"leakwatch.yaml": content}, environ)
    for secret in (TOKEN, "key-to-seal", "hunter2"):
        assert secret not in repr(settings)


@pytest.mark.parametrize("environ", [{}, {"SLACK_BOT_TOKEN": ""}, {"SLACK_BOT_TOKEN": " \n"}])
def test_without_its_variable_slack_is_off_and_that_is_said(
    load: Load, environ: dict[str, str]
) -> None:
    settings = load({"leakwatch.yaml": SLACK}, environ)
    assert settings.slack is None
    (warning,) = settings.warnings
    assert warning.values == {"name": "SLACK_BOT_TOKEN", "where": "config/leakwatch.yaml:4"}


def test_without_a_slack_entry_nothing_is_said(load: Load) -> None:
    settings = load()
    assert (settings.slack, settings.warnings) == (None, ())


def test_a_token_is_taken_from_a_file(load: Load, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    content = MAIN + f"slack: {{token_file: '{tmp_path}/token', channel: '#a'}}\n"
    settings = load({"leakwatch.yaml": content})
    assert settings.slack is not None
    assert settings.slack.token == TOKEN


def test_a_relative_secret_file_lies_in_the_configuration(load: Load) -> None:
    files = {"leakwatch.yaml": MAIN + "sealing_key_file: key\n", "key": "s3cret\n"}
    assert load(files).sealing_key == "s3cret"


@pytest.mark.parametrize(
    ("content", "files", "key", "word"),
    [
        ("sealing_key: ${NOT_SET}", {}, "sealing_key", "NOT_SET is not set"),
        ("sealing_key: my-key-1234", {}, "sealing_key", "may not stand here"),
        ("sealing_key: 12345678", {}, "sealing_key", "may not stand here"),
        ("sealing_key: a${K}", {}, "sealing_key", "may not stand here"),
        ("sealing_key_file: nowhere", {}, "sealing_key_file", "missing"),
        ("sealing_key_file: empty", {"empty": "\n"}, "sealing_key_file", "is empty"),
        ("sealing_key_file: .", {}, "sealing_key_file", "cannot be read"),
        ("sealing_key: ${K}\nsealing_key_file: f", {"f": "x"}, "sealing_key_file", "not both"),
    ],
)
def test_a_secret_that_cannot_be_had_is_a_mistake(
    fail: Fail, content: str, files: dict[str, str], key: str, word: str
) -> None:
    error = fail({"leakwatch.yaml": MAIN + content + "\n", **files}, {"K": "k"})
    assert [mistake.key for mistake in error.mistakes][:1] == [key]
    assert word in str(error)
    for secret in ("my-key-1234", "12345678"):
        assert secret not in str(error)


def test_the_sealing_key_needs_no_entry(load: Load, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    assert load(environ={"LEAKWATCH_KEY": "from a variable"}).sealing_key == "from a variable"
    assert load(environ={"LEAKWATCH_KEY_FILE": str(tmp_path / "key")}).sealing_key == "from a file"
    assert load().sealing_key is None


def test_a_key_file_that_is_missing_is_a_mistake(tmp_path: Path) -> None:
    environ = {"LEAKWATCH_KEY_FILE": str(tmp_path / "nowhere")}
    with pytest.raises(ConfigMistakes, match="LEAKWATCH_KEY_FILE"):
        load_settings(write(tmp_path / "config", {}), environ=environ, today=TODAY)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param(
            "leakwatch.yaml", MAIN + f"slack: {{token: {TOKEN}, channel: '#a'}}\n", id="token"
        ),
        pytest.param(
            "leakwatch.yaml",
            MAIN + f"slack: {{tokn: {TOKEN}, channel: '#a'}}\n",
            id="slip in the key",
        ),
        pytest.param("leakwatch.yaml", MAIN + f"{TOKEN}: 1\n", id="as a key"),
        pytest.param("leakwatch.yaml", MAIN + f"language: [{TOKEN}]\n", id="in a list"),
        pytest.param("leakwatch.yaml", f"{TOKEN}\n", id="alone"),
        pytest.param("leakwatch.yaml", f"language: {TOKEN}\n", id="elsewhere"),
        pytest.param("leakwatch.yaml", f"language: *{TOKEN}\n", id="as an alias"),
        pytest.param("leakwatch.yaml", MAIN + f"a: '{TOKEN}\n", id="in broken YAML"),
        pytest.param("watchlist.yaml", WATCHLIST + f"  - {{id: '{TOKEN}'}}\n", id="as an id"),
        pytest.param("charter.yaml", f"purpose: {TOKEN}\n", id="in the charter"),
        pytest.param("reviewers.yaml", f"reviewers: [{{id: a, role: {TOKEN}}}]\n", id="as a role"),
    ],
)
def test_a_token_in_a_file_is_refused_and_never_repeated(
    fail: Fail, file: str, content: str
) -> None:
    error = fail({file: content})
    assert error.mistakes[0].file == f"config/{file}"
    assert TOKEN not in str(error)
    assert "ABCDEF" not in str(error)


def test_a_sweeps_process_reads_no_token(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(TOKEN)
    main = MAIN + f"slack: {{token_file: '{secret}', channel: '#a'}}\n"
    write(tmp_path / "config", {"leakwatch.yaml": main})
    settings = load_settings(tmp_path / "config", environ={}, today=TODAY, channels=False)
    assert (settings.slack, settings.warnings) == (None, ())


def test_what_a_sweeps_process_needs_of_the_environment_is_known(load: Load) -> None:
    content = SLACK + "sealing_key: ${KEY_OF_OURS}\nnetwork: {proxy: '${PROXY_OF_OURS}'}\n"
    environ = {"KEY_OF_OURS": "k", "PROXY_OF_OURS": "http://proxy.example:1"}
    settings = load({"leakwatch.yaml": content}, environ)
    assert settings.variables == {"KEY_OF_OURS", "PROXY_OF_OURS"}
