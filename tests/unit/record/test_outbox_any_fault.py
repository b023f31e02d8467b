"""Whatever channels and deliverers do, in whatever order: nothing is lost, doubled or overtaken."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from leakwatch.models import Delivery, Ending, Form, OutboxEntry, Source, Status
from leakwatch.record import open_record
from leakwatch.record.outbox import CLAIM, Outbox
from tests.logged import NOW, make_finding, make_public_source, make_sighting, sweep

_CHANNELS = ("#a", "#b")
_SOURCES = tuple(make_public_source(f"s{name[1:]}", channel=name) for name in _CHANNELS)
_HOURS = timedelta(hours=1)
#: As far as a deliverer got before it died.
_CLAIMED, _SENT = "claimed", "sent"


class Deliverers(RuleBasedStateMachine):
    """Two deliverers on one outbox; the channels take, refuse, or say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._directory = tempfile.TemporaryDirectory()
        self._record = open_record(Path(self._directory.name), sealing_key=None, now=NOW)
        hosts = ("one", "two")
        self._outboxes = [Outbox(self._record._database, host=host) for host in hosts]
        self._now, self._pages = NOW, 0
        self._held: list[list[OutboxEntry]] = [[], []]
        self._channels: dict[str, list[str]] = {name: [] for name in _CHANNELS}
        self._edited: dict[str, Status] = {}

    def teardown(self) -> None:
        self._settle()
        self._record.close()
        self._directory.cleanup()

    @rule(source=st.sampled_from(_SOURCES), count=st.integers(1, 5))
    def find(self, source: Source, count: int) -> None:
        self._pages += count
        pages = [make_sighting(source, str(self._pages - number)) for number in range(count)]
        found = [make_finding(page) for page in pages]
        sweep(self._record, source, *found, at=self._now, alert_all=True, storm=3)

    @rule(choice=st.integers(0, 99), status=st.sampled_from([Status.TAKEN, Status.CONFIRMED]))
    @precondition(lambda self: self._pages)
    def decide(self, choice: int, status: Status) -> None:
        number = 1001 + choice % self._pages
        self._record.findings.set_status(
            number, status, status.value, actor="R01", reason="x", until=None, now=self._now
        )

    @rule(who=st.integers(0, 1), limit=st.integers(1, 3))
    def claim(self, who: int, limit: int) -> None:
        entries = self._outboxes[who].turn([], now=self._now, limit=limit)
        self._held[who] += entries

    @rule(who=st.integers(0, 1))
    def deliver(self, who: int) -> None:
        for entry in self._take(who):
            self._write(who, self._sent(entry))

    @rule(who=st.integers(0, 1), delivered=st.booleans())
    def lose_the_answer(self, who: int, delivered: bool) -> None:
        """It arrived or not, and the look-up right after fails as well."""
        for entry in self._take(who):
            if delivered:
                self._sent(entry)
            later = self._now + _HOURS
            ending = self._ending(entry, Delivery.RETRY, error="unclear:x", next_at=later)
            self._write(who, ending)

    @rule(who=st.integers(0, 1))
    def refuse(self, who: int) -> None:
        for entry in self._take(who):
            if self._stands(entry):
                self._write(who, self._sent(entry))
            else:
                self._write(who, self._ending(entry, Delivery.DEAD, error="x"))

    @rule(who=st.integers(0, 1), how_far=st.sampled_from([_CLAIMED, _SENT]))
    def die(self, who: int, how_far: str) -> None:
        for entry in self._take(who):
            if how_far == _SENT:
                self._sent(entry)

    @rule()
    def wait(self) -> None:
        """Long enough for the claims of the dead to run out; the living have ended by then."""
        for who in (0, 1):
            self.deliver(who)
        self._now += max(CLAIM, _HOURS)

    @rule()
    def requeue(self) -> None:
        self._record.outbox.requeue_all(list(Delivery), now=self._now)

    @invariant()
    def nothing_is_doubled(self) -> None:
        for messages in self._channels.values():
            assert not [key for key, count in Counter(messages).items() if count > 1]

    @invariant()
    def one_message_of_a_channel_is_on_its_way(self) -> None:
        sending = Counter(one.channel for one in self._record.outbox.list(Delivery.SENDING))
        assert all(count == 1 for count in sending.values())

    def _take(self, who: int) -> list[OutboxEntry]:
        held, self._held[who] = self._held[who], []
        return held

    def _sent(self, entry: OutboxEntry) -> Ending:
        """What a channel makes of it; one that may stand there already is looked for first."""
        channel = self._channels[entry.channel or ""]
        if entry.form is Form.UPDATE:
            self._edited[entry.thread or ""] = entry.standings[self._number(entry)].status
            return self._ending(entry, Delivery.DELIVERED, receipt=entry.thread)
        there = self._stands(entry)
        if not there:
            channel.append(entry.key)
            for number, standing in entry.standings.items():
                if len(entry.alert.findings) == 1 and entry.alert.standing is None:
                    self._edited[entry.key] = standing.status
                    assert number == self._number(entry)
        return self._ending(entry, Delivery.DELIVERED, receipt=entry.key, found=there)

    def _stands(self, entry: OutboxEntry) -> bool:
        """What a deliverer learns that looks before it sends, which it does where it must."""
        looks = entry.attempts > 1 and (entry.error or "unclear").startswith("unclear")
        return looks and entry.key in self._channels[entry.channel or ""]

    def _number(self, entry: OutboxEntry) -> int:
        return entry.alert.findings[0].number

    def _ending(self, entry: OutboxEntry, state: Delivery, **changes: object) -> Ending:
        return Ending(entry=entry.id, state=state, at=self._now, **changes)  # type: ignore[arg-type]

    def _write(self, who: int, ending: Ending) -> None:
        self._outboxes[who].turn([ending], now=self._now, limit=0)

    def _settle(self) -> None:
        """With a channel that works and a person who looks, all of it arrives, and tells the truth."""
        for _ in range(200):
            self.wait()
            self._record.outbox.requeue_all(list(Delivery), now=self._now)
            self.claim(0, 99)
            self.deliver(0)
            if all(one.state is Delivery.DELIVERED for one in self._owed()):
                break
        assert [one for one in self._owed() if one.state is not Delivery.DELIVERED] == []
        self.nothing_is_doubled()
        posted = [key for messages in self._channels.values() for key in messages]
        wanted = [one for one in self._owed() if one.form is not Form.UPDATE]
        assert sorted(posted) == sorted(one.key for one in wanted)
        for one in wanted:
            if one.alert.kind == "findings":
                status = self._record.findings.get(one.alert.findings[0].number).status
                assert self._edited[one.receipt or ""] is status

    def _owed(self) -> list[OutboxEntry]:
        moot = ("parent_dead", "parent_unknown")
        return [one for one in self._record.outbox.list() if one.error not in moot]


TestDeliverers = Deliverers.TestCase
TestDeliverers.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
