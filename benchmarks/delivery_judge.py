"""What a run left in the outbox, held against what stands in the stand-in Slack."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leakwatch.demo.slack import Workspace
from leakwatch.models import AlertKind, Delivery, Form, OutboxEntry
from leakwatch.notify.attempt import posting_of
from leakwatch.notify.blocks import delivery_key

#: Ends of an edit that has nothing left to edit.
_MOOT = {"parent_dead", "parent_unknown", "parent_lost"}
Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Counts of one run, and what is wrong with it."""

    delivered: int
    replies: int
    edits: int
    lost: int
    doubled: int
    unknown: int
    disorder: int
    offences: int
    wrong: tuple[str, ...]


class Judge:
    def __init__(self, workspace: Workspace, entries: Sequence[OutboxEntry]) -> None:
        self._entries = entries
        self._stands: dict[str, list[tuple[str, Message]]] = defaultdict(list)
        for channel in workspace.channels:
            for message in channel.messages:
                metadata = message.get("metadata")
                key = metadata["event_payload"]["key"] if metadata else ""
                self._stands[key].append((channel.id, message))
        self._offences = workspace.offences

    def verdict(self, *, decided: Sequence[int], blind: bool) -> Verdict:
        """`decided`: numbers of the findings that were decided upon; `blind`: history is closed."""
        told = [entry for entry in self._entries if entry.form is not Form.UPDATE]
        unknown = [entry for entry in told if entry.state is Delivery.UNKNOWN]
        lost = list(self._lost(told))
        doubled = [one for one in told if len(self._stands[_key(one)]) > 1]
        disorder = list(self._disorder(told)) if not blind else []
        wrong = [*self._unedited(decided)] if not blind else []
        if "" in self._stands:
            wrong.append(f"{len(self._stands[''])} messages without a key")
        delivered = [one for one in self._entries if one.state is Delivery.DELIVERED]
        return Verdict(
            delivered=len(delivered),
            replies=sum(one.form is Form.REPLY for one in delivered),
            edits=sum(one.form is Form.UPDATE for one in delivered),
            lost=len(lost),
            doubled=len(doubled),
            unknown=len(unknown),
            disorder=len(disorder),
            offences=len(self._offences),
            wrong=tuple(wrong),
        )

    def _lost(self, told: Sequence[OutboxEntry]) -> Iterator[OutboxEntry]:
        """What is neither in Slack nor on the list of what a person has to look at."""
        for entry in told:
            if entry.state is Delivery.UNKNOWN:
                continue
            if entry.state is not Delivery.DELIVERED or not self._stands[_key(entry)]:
                yield entry
        for entry in self._entries:
            moot = entry.state is Delivery.DEAD and entry.error in _MOOT
            if entry.form is Form.UPDATE and entry.state is not Delivery.DELIVERED and not moot:
                yield entry

    def _disorder(self, told: Sequence[OutboxEntry]) -> Iterator[str]:
        """Findings whose messages do not stand in the order they were queued in, and channels."""
        last: dict[object, float] = {}
        for entry in sorted(told, key=lambda one: one.id):
            stands = self._stands[_key(entry)]
            if not stands:
                continue
            channel, message = stands[0]
            at = float(message["ts"])
            orders: list[object] = [finding.number for finding in entry.alert.findings]
            if entry.alert.kind is AlertKind.FINDINGS and entry.form is Form.POST:
                orders.append(channel)
            for order in orders:
                if at < last.get(order, 0.0):
                    yield f"{order}"
                last[order] = max(at, last.get(order, 0.0))

    def _unedited(self, decided: Sequence[int]) -> Iterator[str]:
        """What should have been told of decisions and was not."""
        answers: Counter[int] = Counter()
        for entry in self._entries:
            if entry.alert.kind is AlertKind.STATUS and entry.form is Form.REPLY:
                answers.update(finding.number for finding in entry.alert.findings)
        shown = {
            finding.number: self._stands[_key(entry)]
            for entry in self._entries
            if entry.alert.kind is AlertKind.FINDINGS and entry.form is not Form.UPDATE
            for finding in entry.alert.findings
        }
        for number in decided:
            if answers[number] != 2:
                yield f"F-{number}: {answers[number]} lines in its thread, not 2"
            text = json.dumps([message for _, message in shown[number]])
            if "confirmed" not in text:
                yield f"F-{number}: its message does not say that it was confirmed"


def _key(entry: OutboxEntry) -> str:
    return delivery_key(posting_of(entry))
