"""A recording says word for word what came, and nothing of what was sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from leakwatch.crawl.recording import RecordedCrawl, dump, load
from leakwatch.crawl.tape import Answer, Role, Tape
from leakwatch.errors import SweepError

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@given(st.binary(max_size=200), st.text(max_size=20), st.sampled_from(Role))
def test_every_answer_comes_back_as_it_was(body: bytes, value: str, role: Role) -> None:
    answer = Answer(
        url="https://platform.example/a",
        role=role,
        status=200,
        headers=(("content-type", value), ("link", value)),
        body=body,
    )
    crawl = RecordedCrawl(source="platform", at=AT, since=AT, answers=(answer, answer))
    assert load(dump(crawl)) == crawl


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b'{"format": 99}\n', b"\xff", b"[1]\n", b"null\n"]
)
def test_what_is_no_recording_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(SweepError, match="record the source once more"):
        load(content)


def test_answers_are_played_in_their_order_and_the_last_one_stays() -> None:
    url = "https://platform.example/a"
    answers = [Answer(url=url, status=503), Answer(url=url, status=200)]
    tape = Tape(played=answers, most_bytes=1)
    played = [tape.next_of("GET", url) for _ in range(3)]
    assert [one.status if one else None for one in played] == [503, 200, 200]
    assert tape.next_of("POST", url) is None


def test_a_tape_that_is_full_keeps_no_more() -> None:
    tape = Tape(most_bytes=10)
    assert tape.keep(Answer(url="https://a.example/", body=b"x" * 10))
    assert not tape.keep(Answer(url="https://a.example/b", body=b"x"))
    assert len(tape.answers) == 1
