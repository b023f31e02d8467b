from __future__ import annotations

import pytest

from leakwatch.errors import UsageError
from leakwatch.models import Kind, Severity, Status
from leakwatch.triage.asking import (
    Act,
    Query,
    no_source,
    read_command,
    read_label,
    read_name,
    read_query,
)

SOURCES = ("tech-blog", "expert-platform")


@pytest.mark.parametrize(
    ("text", "act", "argument"),
    [
        ("", Act.HELP, ""),
        ("   \n\t　", Act.HELP, ""),
        ("status", Act.STATUS, ""),
        ("STATUS now", Act.STATUS, "now"),
        ("  sweep\n tech-blog ", Act.SWEEP, "tech-blog"),
        ("`sweep` “tech-blog”", Act.SWEEP, "“tech-blog”"),
        ("findings　status:new", Act.FINDINGS, "status:new"),
    ],
)
def test_the_first_word_is_the_command_and_the_rest_its_argument(
    text: str, act: Act, argument: str
) -> None:
    command = read_command(text)
    assert (command.act, command.argument, command.unknown) == (act, argument, "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("stauts", "status"), ("finding x", "findings"), ("swep all", "sweep"), ("xyzzy", None)],
)
def test_an_unknown_word_is_answered_with_the_nearest_command(text: str, meant: str | None) -> None:
    command = read_command(text)
    assert (command.act, command.unknown, command.meant) == (
        Act.HELP,
        text.split(maxsplit=1)[0],
        meant,
    )


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "'" * 10_000, "<!channel> " * 1_000, "\x1b[31m\u202e" * 500, "\ud800"],
    ids=["long", "quotes", "mention", "escapes", "surrogate"],
)
def test_nothing_that_is_typed_is_too_much(text: str) -> None:
    command = read_command(text)
    assert command.act is Act.HELP
    assert len(command.unknown) <= 60
    assert "\x1b" not in command.unknown
    assert len(read_command(f"sweep {text}").argument) <= 500
    assert len(read_name(text)) <= 60
    assert len(read_query(text, sources=SOURCES).text) <= 100


@pytest.mark.parametrize("text", ["F-1042", "f1042", "1042", "`F-1042`", " 'f-1042' "])
def test_a_finding_is_known_by_its_label_however_it_is_written(text: str) -> None:
    assert read_label(text) == 1042


@pytest.mark.parametrize("text", ["", "F-", "F-0", "F-1; DROP", "١٢", "9" * 400, "F-1042 F-1043"])
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="F-1042"):
        read_label(text)


def test_whoever_names_no_finding_is_told_to_name_one() -> None:
    with pytest.raises(UsageError) as raised:
        read_label("  ")
    assert str(raised.value) == "Name a finding: /leakwatch show F-1042"


@pytest.mark.parametrize(
    ("argument", "query"),
    [
        ("", Query()),
        ("new", Query(status=Status.NEW)),
        ("status:new severity=HIGH", Query(status=Status.NEW, severity=Severity.HIGH)),
        ("kind:leak page:3", Query(kind=Kind.LEAK, page=3)),
        ("source:tech-blog 焼結 炉", Query(source="tech-blog", text="焼結 炉")),
        ("tech-blog", Query(source="tech-blog")),
        ("https://blog.example/x", Query(text="https://blog.example/x")),
        ('"two words"', Query(text="two words")),
        ("100% _done_", Query(text="100% _done_")),
    ],
)
def test_findings_are_asked_for_by_what_they_are_and_by_words(argument: str, query: Query) -> None:
    assert read_query(argument, sources=SOURCES) == query


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("status:nwe", "nwe is no status: one of new, taken"),
        ("severity:grave", "one of low, medium, high, critical"),
        ("kind:x", "is no kind"),
        ("source:tech-blgo", "did you mean tech-blog"),
        ("source:zzzzz", "/leakwatch sources"),
        ("page:0", "page:2"),
        ("page:" + "9" * 400, "page:2"),
    ],
)
def test_a_value_that_is_none_is_answered_with_those_there_are(argument: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_query(argument, sources=SOURCES)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_source_without_a_name_is_no_source() -> None:
    assert "there is no source -" in str(no_source("", SOURCES))
