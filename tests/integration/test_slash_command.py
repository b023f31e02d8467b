"""`/leakwatch` in a channel of the stand-in, answered by the real service."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from leakwatch.demo import Fault
from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER, Channel
from leakwatch.notify.actions import DETAILS, TAKE
from tests.at_slack import Member, pressable, served, words_of
from tests.installation import ARCHIVE, BLOG, Installation, copied, finish, wait_until

#: What nobody types by accident.
HOSTILE = [
    "'; DROP TABLE finding; --",
    'sweep "unbalanced',
    "sweep tech-blog\nsweep all\n",
    "x" * 10_240,
    "findings " + "%" * 10_240,
    "findings <!channel> <@U0000LEAD> *bold* `code`",
    "show F-" + "9" * 10_000,
    "sweep ../../etc/passwd",
    "sweep $(reboot)",
    "findings \x1b[31m\u202e\u200b",
]


@pytest.fixture
def place(copy: Installation) -> Iterator[Installation]:
    """The world of day 1, swept; nothing is due, and people may press and type."""
    pressable(copy)
    yield copy
    copy.world.fault = Fault.NONE


def progress(place: Installation) -> list[str]:
    """What the messages about sweeps in the channel say."""
    told = map(words_of, place.messages())
    return [one for one in told if "asked for by" in one]


def trail(place: Installation) -> list[tuple[str, str, str]]:
    """What was done through Slack: at the command line it is `demo` who acts."""
    rows = place.rows(
        "SELECT act, actor, subject FROM audit WHERE actor NOT IN ('demo', '-') ORDER BY id"
    )
    return [(act, actor, subject) for act, actor, subject in rows]


def test_a_reviewer_reads_how_the_watch_stands_and_every_look_is_in_the_audit_trail(
    place: Installation,
) -> None:
    first = min(finding.number for finding in place.findings())
    with served(place):
        lead = Member(place, LEAD)
        status = lead.asks("status")
        assert "31 new" in status
        assert "Blind: no source" in status
        assert "tech-blog ✅ clean" in status
        assert "tech-blog  seen" in lead.asks("sources")
        listed = lead.asks("findings")
        assert "31 findings" in listed
        assert f"F-{first}" in listed
        assert "21 more: add page:2" in listed
        assert "F-1031" in lead.asks("findings page:4")
        assert "Nothing there." in lead.asks("findings status:closed")
        assert "stauts is no command: did you mean status?" in lead.asks("stauts")
        card = lead.asks(f"show F-{first}")
        assert f"F-{first}" in card
        shown = place.slack.ephemerals(LEAD, lead.channel)[-1]
        buttons = [one["action_id"] for one in _buttons(shown)]
        assert TAKE in buttons
        assert "There is no finding F-9" in lead.asks("show F-9")
        place.slack.press(LEAD, lead.channel, shown["ts"], TAKE)
        taken = f"SELECT actor FROM history WHERE finding = {first} AND act = 'take'"
        wait_until(
            lambda: place.rows(taken) == [("hanako",)], what="it was taken by the card's button"
        )
    assert trail(place) == [
        ("status.view", "hanako", "status"),
        ("sources.view", "hanako", "7 sources"),
        ("findings.list", "hanako", "31 findings"),
        ("findings.list", "hanako", "31 findings"),
        ("findings.list", "hanako", "0 findings"),
        ("finding.view", "hanako", f"F-{first}"),
        ("finding.take", "hanako", f"F-{first}"),
    ]


def _buttons(message: dict[str, object]) -> list[dict[str, str]]:
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return [
        element
        for block in blocks
        for element in block.get("elements", ())
        if element.get("type") == "button"
    ]


def test_no_answer_holds_a_name_or_anything_sealed(place: Installation) -> None:
    names = {
        part
        for line in (place.config / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
        for part in line.split(",")[1:3]
        if len(part) > 1
    }
    personal = [one for one in place.findings() if one.confidential]
    sealed = {one.url for one in personal if one.url} | {one.title for one in personal if one.title}
    with served(place):
        lead = Member(place, LEAD)
        for finding in personal[:5]:
            lead.asks(f"show {finding.label}")
        for text in ("status", "sources", "findings", "findings page:2", "findings page:3"):
            lead.asks(text)
    said = json.dumps(place.slack.ephemerals(LEAD, lead.channel), ensure_ascii=False)
    assert names
    assert sealed
    assert [one for one in names | sealed if one in said] == []
    assert "person:" not in said


def test_a_stranger_reads_counts_and_nothing_else(place: Installation) -> None:
    with served(place):
        stranger = Member(place, STRANGER)
        counts = stranger.asks("status")
        assert "31 new" in counts
        assert "tech-blog" not in counts
        for text in ("sources", "findings", "show F-1001", "sweep all", f"sweep {BLOG}"):
            answer = stranger.asks(text)
            assert "not entered in reviewers.yaml" in answer
            assert "tech-blog" not in answer
        assert "/leakwatch sweep NAME" in stranger.asks("help")
    assert progress(place) == []
    assert trail(place) == [
        ("status.view", f"slack:{STRANGER}", "status"),
        ("finding.view.refused", f"slack:{STRANGER}", "F-1001"),
    ]


def test_a_right_that_is_taken_away_ends_while_the_service_runs(place: Installation) -> None:
    with served(place):
        reviewer = Member(place, REVIEWER)
        assert "31 findings" in reviewer.asks("findings")
        place.edit("reviewers.yaml", f"slack: {REVIEWER}", "until: 2020-01-01")
        assert "not entered" in reviewer.asks("findings")
        place.edit("reviewers.yaml", "role: reviewer", "role: [")
        assert "31 findings" in Member(place, LEAD).asks("findings")  # a slip locks nobody out


@pytest.mark.parametrize("text", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_hostile_words_are_only_words(hostile: Member, text: str) -> None:
    answer = hostile.asks(text)
    assert len(answer) < 4_000
    assert "wrong: the service's log" not in answer
    assert hostile.place.rows("SELECT COUNT(*) FROM finding") == [(31,)]


@pytest.fixture(scope="module")
def hostile(day_one: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    """A reviewer at a service that all hostile words go to."""
    with copied(day_one, tmp_path_factory.mktemp("hostile") / "place") as place:
        pressable(place)
        with served(place):
            yield Member(place, LEAD)


def test_a_sweep_is_shown_in_one_message_that_is_edited_to_a_summary(place: Installation) -> None:
    with served(place):
        Member(place, LEAD).types("sweep all")
        wait_until(lambda: "Swept 4 sources" in "".join(progress(place)), what="all were swept")
    (told,) = progress(place)
    assert "4 of them clean" in told
    assert "asked for by hanako" in told
    assert "expert-platform  ✅ clean: " in told
    assert ("sweep.start", "hanako", "4 sources") in trail(place)
    edits = [one for one in place.slack.workspace.calls if one.method == "chat.update"]
    assert edits


def test_a_private_channel_of_alerts_that_is_given_by_name_shows_its_sweeps(
    place: Installation,
) -> None:
    place.slack.workspace.channels[0].private = True
    with served(place):
        Member(place, LEAD).types(f"sweep {BLOG}")
        wait_until(lambda: "Swept tech-blog" in "".join(progress(place)), what="it ended")
    assert len(progress(place)) == 1


def test_a_source_is_swept_once_at_a_time_and_refusals_are_said(place: Installation) -> None:
    place.edit(f"sources/{ARCHIVE}.yaml", "politeness: {", "politeness: {quiet: '00:00-23:59', ")
    place.world.slow_seconds, place.world.fault = 0.3, Fault.SLOW
    with served(place):
        lead, reviewer = Member(place, LEAD), Member(place, REVIEWER)
        lead.types(f"sweep {BLOG}")
        wait_until(lambda: progress(place), what="it began")
        assert "it is being swept" in reviewer.asks(f"sweep {BLOG}")
        assert "did you mean tech-blog?" in reviewer.asks("sweep tech-blgo")
        assert "is left alone until" in reviewer.asks(f"sweep {ARCHIVE}")
        assert "Name a source" in reviewer.asks("sweep")
        wait_until(lambda: "Swept tech-blog" in "".join(progress(place)), what="it ended")
    assert [act for act, _actor, _subject in trail(place)] == ["sweep.start"]


def test_a_sweep_that_is_not_clean_or_dies_says_why(place: Installation) -> None:
    place.edit(f"sources/{ARCHIVE}.yaml", "kind:", "limits: {memory: 64MB}\nkind:")
    with served(place):
        lead = Member(place, LEAD)
        place.world.fault = Fault.FORBIDDEN
        lead.types(f"sweep {BLOG}")
        wait_until(lambda: "Swept tech-blog" in "".join(progress(place)), what="it ended")
        assert "⛔ blocked by the site" in progress(place)[0]
        assert "the site forbids us the page (403) →" in progress(place)[0]
        lead.types(f"sweep {ARCHIVE}")
        wait_until(lambda: f"{ARCHIVE}: no sweep" in "".join(progress(place)), what="it died")
        assert "died (exit code" in progress(place)[1]
        assert "tech-blog: blocked by the site" in lead.asks("status")


def test_a_service_that_ends_in_mid_sweep_says_so(place: Installation) -> None:
    place.world.slow_seconds, place.world.fault = 0.5, Fault.SLOW
    with served(place) as process:
        Member(place, LEAD).types(f"sweep {BLOG}")
        wait_until(lambda: place.world.seen and progress(place), what="it began")
        process.terminate()
        result = finish(process)
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    assert "stopped with the service" in progress(place)[0]


def test_outside_the_channels_of_alerts_only_whoever_asked_sees_the_sweep(
    place: Installation,
) -> None:
    place.slack.workspace.channels.append(Channel(id="C0RANDOM01", name="random", member=False))
    with served(place):
        lead = Member(place, LEAD, channel="#random")
        lead.types(f"sweep {BLOG}")
        wait_until(lambda: "Swept tech-blog" in "".join(lead.told()), what="it ended")
    assert place.slack.messages("#random") == ()
    assert progress(place) == []


def test_buttons_of_a_finding_shown_where_the_app_is_in_no_channel_are_answered(
    place: Installation,
) -> None:
    place.slack.workspace.channels.append(Channel(id="C0RANDOM01", name="random", member=False))
    first = min(finding.number for finding in place.findings())
    with served(place):
        lead = Member(place, LEAD, channel="#random")
        lead.asks(f"show F-{first}")
        shown = place.slack.ephemerals(LEAD, lead.channel)[-1]
        place.slack.press(LEAD, lead.channel, shown["ts"], DETAILS)
        wait_until(lambda: "Why it is one" in "".join(lead.told()), what="details")
        place.slack.press(LEAD, lead.channel, shown["ts"], TAKE)
        wait_until(lambda: f"F-{first} is in your hands" in lead.told()[-1], what="taken")
    assert place.slack.messages("#random") == ()
