"""What the doctor says of Slack, and of what could not be delivered."""

from __future__ import annotations

import pytest

from leakwatch.demo.slack import Channel
from leakwatch.models import Delivery, Form
from tests.at_slack import pressable
from tests.factories import make_alert
from tests.installation import BLOG, Installation
from tests.outboxes import ending, put, taken

ROUTING = """\
routes:
  - name: urgent
    when: {severity: [high, critical]}
    channel: "#grave"
    mention: [S0000TRIAGE]
  - name: rest
    also: "C0ARCHIVE1"
fallback: "#strangers"
"""


def said(place: Installation, *options: str, code: int) -> str:
    """What `leakwatch doctor` prints, on single lines."""
    result = place.run("doctor", *options)
    assert result.code == code, result.out
    return " ".join(result.out.split())


def test_a_good_set_up_is_said_to_be_one_and_leaves_nothing_in_the_channel(
    fresh: Installation,
) -> None:
    pressable(fresh)
    page = said(fresh, code=0)
    assert "a message was posted to #leakwatch, found again and deleted" in page
    assert "posts to #leakwatch" in page
    assert "a connection can be opened" in page
    assert "members and groups, all there" in page
    assert fresh.messages() == ()
    methods = [call.method for call in fresh.slack.workspace.calls]
    assert methods.count("chat.delete") == 1


def test_without_a_post_it_says_that_nothing_was_posted(fresh: Installation) -> None:
    page = said(fresh, "--no-post", code=0)
    assert "left out (--no-post)" in page
    assert "chat.postMessage" not in [call.method for call in fresh.slack.workspace.calls]


def test_every_channel_that_the_configuration_names_is_looked_at(fresh: Installation) -> None:
    fresh.slack.workspace.channels += [
        Channel(id="C0ARCHIVE1", name="old", archived=True),
        Channel(id="C0STRANGE1", name="strangers", member=False),
    ]
    (fresh.config / "routing.yaml").write_text(ROUTING, encoding="utf-8")
    fresh.edit(f"sources/{BLOG}.yaml", "kind:", 'channel: "#nowhere"\nkind:')
    page = said(fresh, code=1)
    assert "the app sees no channel #grave" in page
    assert "C0ARCHIVE1 is archived" in page
    assert "invite the app to #strangers" in page
    assert f"#nowhere (sources/{BLOG})" in page


def test_tokens_in_each_others_place_are_seen_offline(fresh: Installation) -> None:
    (fresh.config / "slack-token").write_text("xapp-1-A-2-b", encoding="utf-8")
    page = said(fresh, "--offline", code=1)
    assert "slack.token is an app-level token" in page
    assert "xapp-1-A" not in page


def test_buttons_that_nobody_may_press_are_a_mistake(fresh: Installation) -> None:
    pressable(fresh)
    for user in ("U0000LEAD", "U00REVIEW"):
        fresh.edit("reviewers.yaml", f"    slack: {user}\n", "")
    assert "nobody can press a button" in said(fresh, "--offline", code=1)


def test_what_was_refused_is_listed_with_its_cause_and_how_to_send_it_again(
    fresh: Installation,
) -> None:
    fresh.only(BLOG)
    fresh.slack.workspace.channels[0].member = False
    fresh.run("sweep", "--all")
    page = said(fresh, "--offline", code=1)
    assert "1 alerts refused, 0 undecided" in page
    assert "not_in_channel" in page
    assert "/invite" in page
    assert "leakwatch notify requeue 1" in page


def test_what_was_refused_for_one_cause_is_sent_again_by_one_command(fresh: Installation) -> None:
    fresh.only(BLOG)
    fresh.slack.workspace.channels[0].member = False
    fresh.run("sweep", "--all", "--alert-all")
    page = said(fresh, "--offline", code=1)
    assert "leakwatch notify requeue 1 2" in page


def test_an_edit_of_a_message_that_somebody_deleted_needs_no_hand(fresh: Installation) -> None:
    with fresh.record() as record:
        put(record, make_alert("a", findings=()))
        put(record, make_alert("edit", findings=()), form=Form.UPDATE, parent="a", channel="")
        (first,) = taken(record)
        (edit,) = taken(record, ending(first))
        taken(record, ending(edit, Delivery.DEAD, error="message_not_found"), limit=0)
    assert "nothing stuck" in said(fresh, "--offline", code=0)


@pytest.mark.parametrize("option", [(), ("--offline",)], ids=["online", "offline"])
def test_no_token_is_ever_printed(fresh: Installation, option: tuple[str, ...]) -> None:
    pressable(fresh)
    page = said(fresh, *option, code=0)
    assert "xoxb-" not in page
    assert "xapp-" not in page
