"""What the page shows of the channels, and that nothing in them becomes more than text."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from leakwatch.demo.slack import Channel, Workspace
from leakwatch.demo.slack.page import Scene, page
from leakwatch.demo.slack.page_viewer import Viewer
from leakwatch.demo.slack.people import LEAD, REVIEWER

CHANNEL = "C00000001"


def workspace_of(*blocks: dict[str, Any], text: str = "fallback") -> Workspace:
    workspace = Workspace(clock=lambda: 1_775_034_000.0)
    workspace.post(workspace.channels[0], {"text": text, "blocks": list(blocks)})
    return workspace


def viewer(**changes: Any) -> Viewer:
    return Viewer(**{"user": LEAD, "channel": CHANNEL, "token": "t", **changes})


def shown(workspace: Workspace, *, read: str = "", **changes: Any) -> str:
    """The page as the lead sees it."""
    scene = Scene(workspace=workspace, viewer=viewer(**changes), read={CHANNEL: read}, zone=UTC)
    return page(scene)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def rich(kind: str, *elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def run(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Take"), "action_id": "leakwatch_take", **more}


@pytest.mark.parametrize(
    ("block", "html"),
    [
        pytest.param({"type": "header", "text": plain("A")}, "<h4>A</h4>", id="header"),
        pytest.param(
            {"type": "context", "elements": [plain("A"), plain("B")]},
            "<p><small>A · B</small></p>",
            id="context",
        ),
        pytest.param(
            {"type": "section", "text": plain("A"), "fields": [plain("B"), plain("C")]},
            '<p>A</p><ul class="fields"><li>B</li><li>C</li></ul>',
            id="section",
        ),
        pytest.param({"type": "divider"}, "<hr>", id="divider"),
        pytest.param({"type": "image", "alt_text": "A"}, "<p>[A]</p>", id="image-in-words"),
        pytest.param(
            rich("rich_text_quote", run("A")), "<blockquote>A</blockquote>", id="quotation"
        ),
        pytest.param(rich("rich_text_preformatted", run("A")), "<pre>A</pre>", id="preformatted"),
        pytest.param(
            rich("rich_text_section", run("A", bold=True), run("B", code=True)),
            "<p><b>A</b><code>B</code></p>",
            id="styles",
        ),
        pytest.param(
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": [run("A")]}],
                    }
                ],
            },
            "<ul><li>A</li></ul>",
            id="list",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "link", "url": "https://a.example/", "text": "A"}),
            "<p><u>A</u> <small>(https://a.example/)</small></p>",
            id="link-as-text",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "user", "user_id": REVIEWER}),
            '<mark class="call">@reviewer</mark>',
            id="call-of-a-user",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "usergroup", "usergroup_id": "S0000TRIAGE"}),
            '<mark class="call">@triage</mark>',
            id="call-of-a-group",
        ),
        pytest.param(
            rich("rich_text_section", {"type": "broadcast", "range": "here"}),
            '<mark class="call">@here</mark>',
            id="call-of-all",
        ),
        pytest.param({"type": "video"}, "<p>[video]</p>", id="unknown-kind-is-named"),
    ],
)
def test_a_block_is_shown(block: dict[str, Any], html: str) -> None:
    assert html in shown(workspace_of(block))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("a &lt;b&gt; &amp;amp;", "<p>a &lt;b&gt; &amp;amp;</p>", id="entities"),
        pytest.param("<!channel> x", '<mark class="call">@channel</mark> x', id="broadcast"),
        pytest.param(f"<@{REVIEWER}>", '<mark class="call">@reviewer</mark>', id="user"),
        pytest.param("<!subteam^S0000TRIAGE>", '<mark class="call">@triage</mark>', id="group"),
        pytest.param(
            "<https://a.example/|A>", "<u>A</u> <small>(https://a.example/)</small>", id="link"
        ),
        pytest.param("*A* `b` 2*3*4", "<b>A</b> <code>b</code> 2*3*4", id="formats"),
        pytest.param("<script>alert(1)</script>", "<u>script</u>alert(1)", id="no-markup"),
    ],
)
def test_markup_of_slack_is_read_as_slack_reads_it(text: str, html: str) -> None:
    assert html in shown(workspace_of(text=text))


def test_a_button_is_a_form_that_carries_its_message_and_block() -> None:
    block = {"type": "actions", "block_id": "leakwatch_F-1", "elements": [button(style="danger")]}
    workspace = workspace_of(block)
    html = shown(workspace)
    (message,) = workspace.messages(CHANNEL)
    assert '<form method="post" action="/page/press" class="row">' in html
    assert f'<input type="hidden" name="ts" value="{message["ts"]}">' in html
    assert '<input type="hidden" name="block" value="leakwatch_F-1">' in html
    assert '<button name="action" value="leakwatch_take" class="danger">Take</button>' in html


def test_an_accessory_button_can_be_pressed_as_well() -> None:
    section = {"type": "section", "text": plain("A"), "accessory": button()}
    assert 'value="leakwatch_take">Take</button>' in shown(workspace_of(section))


def test_a_menu_can_be_chosen_from() -> None:
    options = [{"text": plain("Snooze"), "value": "snooze"}]
    menu = {"type": "overflow", "action_id": "more", "options": options}
    html = shown(workspace_of({"type": "actions", "elements": [menu]}))
    assert '<option value="snooze">Snooze</option></select>' in html
    assert '<input type="hidden" name="action" value="more">' in html


def test_a_message_that_was_edited_says_so() -> None:
    workspace = workspace_of()
    assert "(edited)" not in shown(workspace)
    workspace.channels[0].messages[0]["edited"] = {"user": "U", "ts": "1.0"}
    assert "(edited)" in shown(workspace)


def test_a_reply_stands_under_what_it_answers() -> None:
    workspace = workspace_of(text="first")
    head = workspace.messages(CHANNEL)[0]["ts"]
    workspace.post(workspace.channels[0], {"text": "second"})
    workspace.post(workspace.channels[0], {"text": "answer", "thread_ts": head})
    html = shown(workspace)
    assert html.index("first") < html.index("answer") < html.index("second")
    assert "1 reply" in html


def test_a_reply_to_a_message_that_was_deleted_is_not_lost() -> None:
    workspace = workspace_of(text="first")
    workspace.post(workspace.channels[0], {"text": "answer", "thread_ts": "1.000000"})
    assert "answer" in shown(workspace)


def test_what_was_whispered_is_shown_to_its_receiver_alone() -> None:
    workspace = workspace_of()
    workspace.whisper(REVIEWER, workspace.channels[0], {"text": "for the reviewer"})
    assert "for the reviewer" not in shown(workspace)
    html = shown(workspace, user=REVIEWER)
    assert "for the reviewer" in html
    assert "Only visible to you" in html


def test_a_channel_is_shown_to_those_who_are_in_it() -> None:
    closed = Channel(id="C00000002", name="closed", private=True, people={REVIEWER})
    workspace = Workspace(channels=[Channel(id=CHANNEL, name="leakwatch"), closed])
    workspace.post(closed, {"text": "for few"})
    assert "closed" not in shown(workspace)
    assert "for few" not in shown(workspace, channel="C00000002")
    assert "for few" in shown(workspace, user=REVIEWER, channel="C00000002")


def test_what_came_since_the_last_mark_is_counted_and_set_off() -> None:
    workspace = workspace_of(text="old")
    mark = workspace.messages(CHANNEL)[-1]["ts"]
    assert "Mark as read" not in shown(workspace, read=mark)
    workspace.post(workspace.channels[0], {"text": "new"})
    workspace.say(LEAD, workspace.channels[0], "my own")
    html = shown(workspace, read=mark)
    assert "# leakwatch <b>1</b>" in html
    assert html.count('class="unread"') == 1
    assert "Mark as read" in html


def test_of_a_long_channel_the_latest_are_shown_and_the_rest_counted() -> None:
    workspace = Workspace()
    for number in range(70):
        workspace.post(workspace.channels[0], {"text": f"message {number}."})
    html = shown(workspace)
    assert "20 earlier messages" in html
    assert "message 19." not in html
    assert "message 20." in html
    assert "message 0." in shown(workspace, whole=True)


def test_the_page_loads_again_by_itself_unless_somebody_writes_or_wants_it_still() -> None:
    workspace, again = Workspace(), 'http-equiv="refresh"'
    assert again in shown(workspace)
    assert again not in shown(workspace, still=True)
    assert again not in shown(workspace, writing=True)
    scene = Scene(workspace=workspace, viewer=viewer(), modal="<p>open</p>")
    assert again not in page(scene)


def test_an_empty_channel_says_so_in_either_language() -> None:
    assert "No message yet." in shown(Workspace())
    assert '<html lang="ja">' in shown(Workspace(), language="ja")


def test_the_time_of_a_message_is_shown_with_its_zone() -> None:
    assert "2026-04-01 09:00:00 UTC" in shown(workspace_of())
