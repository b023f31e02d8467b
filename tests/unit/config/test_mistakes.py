"""How mistakes are told: all of them, in order, in the reader's language, without secrets."""

from __future__ import annotations

import pytest

from leakwatch.config import ConfigMistakes, Mistake, Phrase
from leakwatch.config.mistakes import KeyPath, dotted, nearest, shown
from leakwatch.errors import ConfigError, UsageError
from leakwatch.locale import catalogue
from tests.unit.config.right import CHARTER, MAIN, REVIEWERS, SOURCE, WATCHLIST, Fail

EN, JA = catalogue("en"), catalogue("ja")


def test_every_mistake_of_every_file_is_told_at_once(fail: Fail) -> None:
    error = fail(
        {
            "leakwatch.yaml": MAIN + "timezone: Asia/Tokio\nslak: {}\nsealing_key: ${NOT_SET}\n",
            "watchlist.yaml": WATCHLIST.replace("T01]", "T02]").replace("tivity: 1", "tivity: 9"),
            "reviewers.yaml": REVIEWERS.replace("role: lead", "role: boss"),
            "charter.yaml": CHARTER + "seal: x\n",
            "sources/experts.yaml": SOURCE.replace("https", "htps") + "schedule: {every: 6}\n",
            "sources/Second.yaml": "kind: fed\n",
        }
    )
    assert [(one.file.removeprefix("config/"), one.line, one.key) for one in error.mistakes] == [
        ("leakwatch.yaml", 3, "timezone"),
        ("leakwatch.yaml", 4, "slak"),
        ("leakwatch.yaml", 5, "sealing_key"),
        ("watchlist.yaml", 11, "divisions[0].technologies[0]"),
        ("watchlist.yaml", 15, "terms[0].sensitivity"),
        ("reviewers.yaml", 2, "reviewers[0].role"),
        ("charter.yaml", 8, "seal"),
        ("sources/Second.yaml", 1, "shows"),
        ("sources/Second.yaml", 1, ""),
        ("sources/Second.yaml", 1, "kind"),
        ("sources/experts.yaml", 2, "start"),
        ("sources/experts.yaml", 8, "schedule.every"),
    ]


def test_a_configuration_is_told_to_its_last_mistake(fail: Fail) -> None:
    error = fail({"leakwatch.yaml": MAIN + "".join(f"no{number}: 1\n" for number in range(30))})
    assert len(str(error).splitlines()) == len(error.mistakes) + 1 == 31


def test_the_error_is_a_configuration_error_with_a_line_for_each(fail: Fail) -> None:
    error = fail({"leakwatch.yaml": "langauge: en\ncontact: a@example.com\ntimezone: UCT9\n"})
    assert isinstance(error, ConfigError)
    assert error.exit_code == 2
    head, *lines = str(error).splitlines()
    assert head.endswith("2")
    assert [line.split(": ")[:2] for line in lines] == [
        ["config/leakwatch.yaml:1", "langauge"],
        ["config/leakwatch.yaml:3", "timezone"],
    ]


def test_they_are_told_in_japanese_as_well(fail: Fail) -> None:
    error = fail({"watchlist.yaml": WATCHLIST.replace("sensitivity: 1", "sensitivity: [1]")})
    (line,) = error.text(JA).splitlines()[1:]
    assert line.startswith("config/watchlist.yaml:15: terms[0].sensitivity: ")
    assert JA.text("a whole number") in line
    assert JA.text("a list") in line


def test_of_a_place_with_a_secret_only_that_is_said(fail: Fail) -> None:
    content = MAIN + "slack: {token: xoxb-1111-abcdef, channel: '#a'}\ntimezone: xoxb-1111-abcdef\n"
    found = fail({"leakwatch.yaml": content}).mistakes
    assert [(one.key, one.message) for one in found] == [
        ("slack.token", "a secret stands in this file"),
        ("timezone", "a secret stands in this file"),
    ]


def test_a_mistake_is_one_line_with_place_cause_guess_and_remedy() -> None:
    mistake = Mistake(
        file="config/a.yaml",
        line=3,
        key="terms[0].kind",
        message="expected {expected}, found {found}",
        values={"expected": Phrase("one of {choices}", {"choices": "a, b"}), "found": '"c"'},
        nearest="b",
        remedy="put it in quotes",
    )
    assert mistake.text(EN) == (
        'config/a.yaml:3: terms[0].kind: expected one of a, b, found "c"; did you mean b?;'
        " put it in quotes"
    )
    assert str(ConfigMistakes([mistake])).endswith(mistake.text(EN))


def test_a_whole_file_has_neither_line_nor_key() -> None:
    mistake = Mistake(file="config/a.yaml", line=None, message="this file is empty")
    assert mistake.text(EN) == "config/a.yaml: this file is empty"


@pytest.mark.parametrize(
    ("path", "text"),
    [((), ""), (("a",), "a"), (("a", 0), "a[0]"), (("a", 0, "b", "c", 12), "a[0].b.c[12]")],
)
def test_a_path_is_written_as_people_point_to_it(path: KeyPath, text: str) -> None:
    assert dotted(path) == text


@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("langauge", "language"),
        ("Timezone", "timezone"),
        ("time_zone", "timezone"),
        ("x", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_one_that_could_be_meant(word: str, guess: str | None) -> None:
    assert nearest(word, ["language", "timezone", "contact"]) == guess


@pytest.mark.parametrize(
    ("value", "path", "text"),
    [
        ("abc", ("a",), '"abc"'),
        ("a" * 100, ("a",), '"' + "a" * 40 + '…"'),
        (5, ("a",), "5"),
        (True, ("a",), "true"),
        ("xoxb-1234-abcd", ("a",), '"…"'),
        ("see xapp-1-abcdef", ("a",), '"see …"'),
    ],
)
def test_a_wrong_value_is_shown_short_and_without_tokens(
    value: object, path: KeyPath, text: str
) -> None:
    assert shown(value, path) == text


@pytest.mark.parametrize(
    "path",
    [("slack", "token"), ("slack", "token_file"), ("sealing_key",), ("network", "proxy"), ("db", "password"), ("api_key",), ("secrets", 0)],
)  # fmt: skip
def test_what_a_key_of_a_secret_holds_is_not_shown(path: KeyPath) -> None:
    assert shown("hunter2", path) == Phrase("a value that is not shown here")


@pytest.mark.parametrize(
    ("value", "phrase"), [(None, "nothing"), ({}, "a mapping"), ([], "a list"), ((), "a list")]
)
def test_what_is_no_plain_value_is_named(value: object, phrase: str) -> None:
    assert shown(value, ("a",)) == Phrase(phrase)


def test_words_inside_an_error_are_said_and_not_shown_as_they_are_held() -> None:
    inner = Phrase("{file} is empty", {"file": "a.j2"})
    error = UsageError("{letter} cannot leave: {fault}", letter="L-1", fault=inner)
    assert catalogue("en").error(error) == "L-1 cannot leave: a.j2 is empty"
