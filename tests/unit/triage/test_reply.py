from __future__ import annotations

import pytest

from leakwatch.demo.slack import check_blocks, too_long
from leakwatch.triage.reply import Line, content, reply, saying

HOSTILE = ["<!channel> <@U0ABC1DEF>", "x" * 100_000, "行" * 100_000, "\u202e*_~`", "a\nb"]


@pytest.mark.parametrize("text", HOSTILE, ids=["mention", "long", "kanji", "marks", "lines"])
def test_whatever_a_line_holds_the_answer_is_within_slacks_limits(text: str) -> None:
    lines = [Line(bold=text, text=text, code=text) for _ in range(50)]
    said = content(reply(text, lines, foot=text))
    assert check_blocks(said["blocks"]) == ()
    assert not too_long(said["blocks"])
    assert "<!" not in said["text"]
    assert "mrkdwn" not in str(said["blocks"])


def test_lines_stand_under_one_another() -> None:
    said = reply("Title", [Line(bold="a", text=" b"), Line(text="c ", code="d")])
    (section,) = said.blocks[1]["elements"]
    assert "".join(run["text"] for run in section["elements"]) == "a b\nc d"


def test_what_does_not_fit_shows_as_left_off() -> None:
    said = reply("Title", [Line(text="行" * 200) for _ in range(50)])
    (section,) = said.blocks[1]["elements"]
    assert section["elements"][-1]["text"] == "…"


def test_a_sentence_is_one_block() -> None:
    assert check_blocks(content(saying("Not so fast."))["blocks"]) == ()
