from __future__ import annotations

from typing import Any

import pytest

from leakwatch.triage.links import MOST_LINKS, links_in, links_of

PAGE = "https://blog.example/entry"


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": list(elements)}
    return {"blocks": [{"type": "rich_text", "elements": [section]}]}


@pytest.mark.parametrize(
    "message",
    [
        rich({"type": "text", "text": "look: "}, {"type": "link", "url": PAGE}),
        {"text": f"look: <{PAGE}|here>"},
        {"text": f"<{PAGE}> and again <{PAGE}>"},
        {"attachments": [{"original_url": PAGE}, {"from_url": PAGE}]},
        {**rich({"type": "link", "url": PAGE}), "text": f"<{PAGE}>"},
        {"text": "<HTTPS://Blog.Example/entry#part>"},
    ],
    ids=["rich text", "labelled", "twice", "unfurled", "both", "shouted"],
)
def test_a_link_is_found_wherever_slack_puts_it_and_once(message: dict[str, Any]) -> None:
    assert links_of(message) == (PAGE,)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": "no link at all, <@U0ABC1DEF> said in <#C0ABC1DEF|general>"},
        {"text": "<mailto:hanako@example.com|mail> <tel:0312345678> <javascript:alert(1)>"},
        {"text": "<https://our.slack.com/archives/C0ABC1DEF/p1700000000000100>"},
        {"text": None, "blocks": "x", "attachments": [None, {"from_url": 3}]},
        {"text": "<https://>"},
    ],
    ids=["empty", "mentions", "other schemes", "a message", "nonsense", "no host"],
)
def test_what_is_no_page_is_no_link(message: dict[str, Any]) -> None:
    assert links_of(message) == ()


def test_a_message_of_many_links_gives_as_many_as_are_taken() -> None:
    text = " ".join(f"<https://blog.example/{number}>" for number in range(500))
    assert len(links_of({"text": text})) == MOST_LINKS


def test_a_tower_of_blocks_is_not_climbed_to_the_top() -> None:
    tower: dict[str, Any] = {"type": "link", "url": PAGE}
    for _ in range(500):
        tower = {"elements": [tower]}
    assert links_of({"blocks": [tower]}) == ()


def test_typed_links_stand_among_words_of_any_language() -> None:
    text = f"ここです（{PAGE}）。\nhttp://user:word@other.example/x?a=1&b=2, 以上"
    assert links_in(text) == (PAGE, "http://other.example/x?a=1&b=2,")
