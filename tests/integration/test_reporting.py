"""The message shortcut: what a colleague points at becomes an entry of an inbox."""

from __future__ import annotations

import json

import pytest

from leakwatch.demo.slack import LEAD, STRANGER, Channel
from leakwatch.notify.actions import REPORT
from tests.at_slack import Member, pressable, served, words_of
from tests.installation import Installation, wait_until

INBOX = """\
kind: inbox
shows: page
personal_data: false
inbox: {folder: ../tips}
"""
ELSEWHERE = "C0RANDOM01"
PAGE = "https://blog.example/entry"


@pytest.fixture
def place(fresh: Installation) -> Installation:
    """An installation with an inbox and nothing else to sweep; people talk in #random."""
    pressable(fresh)
    fresh.only()
    (fresh.config / "sources" / "tips.yaml").write_text(INBOX, encoding="utf-8")
    (fresh.config.parent / "tips").mkdir()
    fresh.slack.workspace.channels.append(Channel(id=ELSEWHERE, name="random", member=False))
    return fresh


def says(place: Installation, text: str) -> str:
    """Somebody says something in #random; the `ts` of it."""
    channel = place.slack.workspace.channel(ELSEWHERE)
    assert channel is not None
    return str(place.slack.workspace.post(channel, {"user": STRANGER, "text": text})["ts"])


def reports(member: Member, ts: str) -> None:
    """Report the message and wait for what only the reporter is told."""
    before = len(member.told())
    member.slack.shortcut(member.user, member.channel, ts, REPORT)
    member.slack.wait_for(lambda: len(member.told()) > before)


def tips(place: Installation) -> list[dict[str, str]]:
    """What lies in the inbox, line by line."""
    files = sorted((place.config.parent / "tips").rglob("*.jsonl"))
    lines = "".join(path.read_text(encoding="utf-8") for path in files).splitlines()
    return [json.loads(line) for line in lines]


def told(place: Installation) -> str:
    return "\n".join(map(words_of, place.messages()))


def test_a_link_in_a_message_is_stored_swept_and_told_to_the_reviewers(
    place: Installation,
) -> None:
    company = "玄海ノヴァセラム株式会社"
    ts = says(place, f"Hanako said: look at <{PAGE}?q=1&amp;r=2|this> about {company}")
    with served(place):
        colleague = Member(place, STRANGER, channel="#random")
        assert place.slack.shortcut(STRANGER, "#random", ts, REPORT) == {}
        wait_until(
            lambda: any("Thank you: 1 links" in one for one in colleague.told()), what="thanks"
        )
        wait_until(lambda: "Swept tips" in told(place), what="reviewers were told")
    (tip,) = tips(place)
    assert tip["url"] == f"{PAGE}?q=1&r=2"
    assert "Hanako" not in json.dumps(tip)  # the words of the message stay where they are
    assert tip["reported_by"] == f"slack:{STRANGER}"
    assert "A colleague reported 1 links" in told(place)
    assert PAGE not in told(place)
    assert place.rows("SELECT source, outcome FROM sweep") == [("tips", "ok")]
    trail = place.rows("SELECT act, actor, subject FROM audit")
    assert ("tip.received", f"slack:{STRANGER}", "tips: 1 links") in trail


def test_without_a_link_a_modal_asks_for_one_and_for_a_word(place: Installation) -> None:
    ts = says(place, "there is something on a blog")
    with served(place):
        place.slack.shortcut(STRANGER, "#random", ts, REPORT)
        place.slack.wait_for(lambda: place.slack.views(STRANGER))
        (view,) = place.slack.views(STRANGER)
        wrong = place.slack.submit(STRANGER, view["id"], {"links": {"links": "blog, page 3"}})
        assert wrong["response_action"] == "errors"
        assert tips(place) == []
        note = "玄海ノヴァセラムの二槽式ゲル転写法が出ています"
        given = {"links": {"links": f"{PAGE}\nhttps://b.example/"}, "note": {"note": note}}
        assert place.slack.submit(STRANGER, view["id"], given)["response_action"] == "update"
        assert "Thank you: 2 links" in repr(place.slack.views(STRANGER)[-1])
        wait_until(lambda: "Swept tips" in told(place), what="reviewers were told")
    assert [one["url"] for one in tips(place)] == [PAGE, "https://b.example/"]
    assert all(note in one["text"] for one in tips(place))
    assert note not in told(place)
    assert [one.url for one in place.findings()] == [PAGE, "https://b.example/"]


def test_nobody_floods_the_inbox(place: Installation) -> None:
    ts = says(place, f"<{PAGE}>")
    with served(place):
        colleague = Member(place, STRANGER, channel="#random")
        for _ in range(12):
            reports(colleague, ts)
        assert "a lot at once" in colleague.told()[-1]
    assert len(tips(place)) == 10


def test_without_an_inbox_the_colleague_is_told_kindly_and_the_reviewers_once_how(
    place: Installation,
) -> None:
    place.edit("sources/tips.yaml", "kind: inbox", "kind: inbox\nenabled: false")
    ts = says(place, f"<{PAGE}>")
    with served(place):
        colleague = Member(place, STRANGER, channel="#random")
        for _ in range(2):
            reports(colleague, ts)
        assert "cannot take reports here yet" in colleague.told()[-1]
        wait_until(lambda: "example-inbox.yaml" in told(place), what="reviewers were told")
    assert told(place).count("example-inbox.yaml") == 1
    assert tips(place) == []


def test_a_folder_that_cannot_be_written_is_no_secret(place: Installation) -> None:
    (place.config.parent / "tips").rmdir()
    ts = says(place, f"<{PAGE}>")
    with served(place):
        lead = Member(place, LEAD, channel="#random")
        reports(lead, ts)
        assert "could not be stored" in lead.told()[-1]
