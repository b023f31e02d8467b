"""What goes wrong on request, by chance and by haste."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPException

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import TOKEN, Fault, FaultKind, Mix, SlackStandIn, Workspace
from leakwatch.demo.slack.faults import Faults
from leakwatch.demo.slack.pace import Pace

POST = "chat.postMessage"
C = "C00000001"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url, timeout=2, retry_handlers=[])


def test_faults_take_their_turns_each_for_its_method() -> None:
    faults = Faults()
    faults.ask(Fault(kind=FaultKind.CUT, times=2))
    faults.ask(Fault(kind=FaultKind.REFUSED, method="auth.test"))
    shown = [faults.take(method) for method in (POST, "auth.test", POST, POST, "auth.test")]
    assert [one and one.kind for one in shown] == [
        FaultKind.CUT,
        FaultKind.REFUSED,
        FaultKind.CUT,
        None,
        None,
    ]


def drawn(mix: Mix, *, method: str = POST, calls: int = 1_000) -> list[FaultKind | None]:
    faults = Faults()
    faults.mix(mix)
    return [(one.kind if one else None) for one in (faults.take(method) for _ in range(calls))]


def test_chance_is_the_same_for_the_same_seed() -> None:
    mix = Mix(seed=7, shares={Fault(kind=FaultKind.CUT): 0.1, Fault(kind=FaultKind.REFUSED): 0.2})
    assert drawn(mix) == drawn(mix)
    assert drawn(mix) != drawn(Mix(seed=8, shares=mix.shares))


def test_chance_keeps_to_its_shares() -> None:
    kinds = drawn(
        Mix(seed=7, shares={Fault(kind=FaultKind.CUT): 0.1, Fault(kind=FaultKind.REFUSED): 0.2})
    )
    assert 70 < kinds.count(FaultKind.CUT) < 130
    assert 150 < kinds.count(FaultKind.REFUSED) < 250


def test_chance_spares_methods_that_are_not_named() -> None:
    mix = Mix(seed=7, shares={Fault(kind=FaultKind.CUT): 1.0}, methods=frozenset({POST}))
    assert set(drawn(mix)) == {FaultKind.CUT}
    assert set(drawn(mix, method="auth.test")) == {None}


def test_what_is_asked_for_comes_before_chance() -> None:
    faults = Faults()
    faults.mix(Mix(seed=1, shares={Fault(kind=FaultKind.CUT): 1.0}))
    faults.ask(Fault(kind=FaultKind.REFUSED))
    first, second = faults.take(POST), faults.take(POST)
    assert [one and one.kind for one in (first, second)] == [FaultKind.REFUSED, FaultKind.CUT]
    assert dict(faults.shown) == {FaultKind.CUT: 1, FaultKind.REFUSED: 1}


@pytest.mark.parametrize("kind", list(FaultKind))
def test_each_fault_posts_or_does_not_as_its_name_says(
    kind: FaultKind, slack: SlackStandIn, client: WebClient
) -> None:
    slack.fail_next(kind, seconds=4.0)
    with pytest.raises((SlackApiError, HTTPException, OSError)):
        client.chat_postMessage(channel=C, text="x")
    assert len(slack.messages(C)) == int(kind.accepts)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda client, ts: client.chat_update(channel=C, ts=ts, text="y"), id="update"
        ),
        pytest.param(
            lambda client, ts: client.chat_postMessage(channel=C, thread_ts=ts, text="y"),
            id="reply",
        ),
    ],
)
def test_an_edit_and_a_reply_go_wrong_after_they_were_taken(
    change: Callable[[WebClient, str], object], slack: SlackStandIn, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel=C, text="x")["ts"]
    for method in ("chat.update", POST):
        slack.fail_next(FaultKind.ERROR_AFTER, method=method)
    with pytest.raises(SlackApiError):
        change(client, ts)
    assert [one["text"] for one in slack.messages(C)][-1] == "y"


class Ticks:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(pace: Pace, *times: float) -> list[int]:
    return [pace.take("C1", POST, at) for at in times]


def test_a_channel_takes_one_message_an_interval() -> None:
    pace = Pace(interval=1.0)
    assert taken(pace, 0.0, 0.5, 1.0, 1.5) == [0, 1, 0, 1]
    assert [one.early for one in pace.offences] == [0.5, 0.5]


def test_what_was_refused_does_not_push_the_next_one_back() -> None:
    pace = Pace(interval=1.0)
    assert taken(pace, 0.0, 0.9, 0.95, 1.0) == [0, 1, 1, 0]


def test_a_burst_is_paid_back() -> None:
    pace = Pace(interval=1.0, burst=3)
    assert taken(pace, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0) == [0, 0, 0, 1, 0, 1]
    assert taken(pace, 4.0, 4.0, 4.0, 4.0) == [0, 0, 0, 1]


def test_over_a_long_time_a_burst_adds_nothing_to_the_rate() -> None:
    pace = Pace(interval=0.02, burst=2)
    sent = sum(not pace.take("C1", POST, number * 0.01) for number in range(1_000))
    assert sent <= 10 / 0.02 + 2


def test_channels_do_not_wait_for_each_other() -> None:
    pace = Pace(interval=1.0)
    assert [pace.take(channel, POST, 0.0) for channel in ("C1", "C2", "C1")] == [0, 0, 1]


def test_replies_and_edits_count_and_haste_is_remembered() -> None:
    ticks = Ticks()
    with SlackStandIn(Workspace(interval=1.0, monotonic=ticks)) as slack:
        client = WebClient(token=TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])
        ts = client.chat_postMessage(channel=C, text="x")["ts"]
        with pytest.raises(SlackApiError, match="ratelimited"):
            client.chat_update(channel=C, ts=ts, text="y")
        with pytest.raises(SlackApiError, match="ratelimited"):
            client.chat_postMessage(channel=C, thread_ts=ts, text="y")
        ticks.now += 1.0
        client.chat_update(channel=C, ts=ts, text="z")
        assert [one.method for one in slack.workspace.offences] == ["chat.update", POST]
        assert [one["text"] for one in slack.messages(C)] == ["z"]
