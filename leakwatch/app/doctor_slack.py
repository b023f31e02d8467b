"""What the doctor says of Slack, and of what could not be delivered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.watch import Watch
from leakwatch.config import Settings, SlackSettings
from leakwatch.errors import N_
from leakwatch.models import Delivery, OutboxEntry
from leakwatch.notify import Answer, Named, SlackSetUp, token_shapes

#: Lines about single alerts; the rest is counted, and `notify list` has them all.
_MOST_LINES = 10
#: Places that are no channel of Slack's.
_ELSEWHERE = re.compile(r"(mail|webhook):.*|terminal|")


def examine_slack(
    settings: Settings, *, online: bool, post: bool, now: datetime
) -> Iterator[Check]:
    """One line for each thing; `online` asks Slack, `post` has a message make the round trip."""
    slack = settings.slack
    if slack is None:
        yield note("slack", N_("no token: alerts are printed in the terminal"))
        return
    yield from _pressers(settings, slack, now)
    if not online:
        yield from map(_check, token_shapes(slack))
        yield note("slack", N_("configured, not asked (--offline)"))
        return
    set_up = SlackSetUp(slack, network=settings.network)
    yield from map(_check, set_up.check(named(settings), now=now, post=post))
    if not post:
        yield note("slack round trip", N_("left out (--no-post): nothing was posted"))


def _pressers(settings: Settings, slack: SlackSettings, now: datetime) -> Iterator[Check]:
    """Buttons that nobody may press are a mistake that no request to Slack shows."""
    today = now.date()
    able = [one for one in settings.reviewers if one.slack and one.active(today)]
    if slack.app_token is not None and not able:
        message = N_("nobody in reviewers.yaml has a Slack member id: nobody can press a button")
        yield bad("slack reviewers", message)


def _check(answer: Answer) -> Check:
    report = note if answer.note else good if answer.ok else bad
    what = f"slack {answer.about}".strip()
    return report(what, answer.message, **answer.values)


def named(settings: Settings) -> Named:
    """Every channel of Slack's, and everybody, that the configuration names."""
    channels: dict[str, list[str]] = defaultdict(list)
    called: dict[str, list[str]] = defaultdict(list)
    for channel, by in _channels(settings):
        if not _ELSEWHERE.fullmatch(channel):
            channels[channel].append(by)
    for one, by in _called(settings):
        called[one].append(by)
    return Named(channels=_once(channels), called=_once(called))


def _channels(settings: Settings) -> Iterator[tuple[str, str]]:
    """Each channel with who names it."""
    if settings.slack is not None:
        yield settings.slack.channel, "slack.channel"
    for source in settings.sources.values():
        if source.enabled and source.channel:
            yield source.channel, f"sources/{source.name}"
    for route in settings.routing.routes:
        for channel in filter(None, (route.channel, *route.also)):
            yield channel, f"routes.{route.name}"
    yield settings.routing.fallback, "fallback"
    for digest in settings.routing.digests:
        yield digest.channel or "", "digests"
    yield settings.casework.awareness.channel or "", "awareness.channel"


def _called(settings: Settings) -> Iterator[tuple[str, str]]:
    for route in settings.routing.routes:
        for one in route.mention:
            yield one, f"routes.{route.name}"
    for reviewer in settings.reviewers:
        if reviewer.slack:
            yield reviewer.slack, f"reviewers.{reviewer.id}"


def _once(several: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(by)) for name, by in several.items()}


def examine_outbox(watch: Watch) -> Iterator[Check]:
    """What was refused or is undecided: how much, and what to do about each cause."""
    stuck = {
        state: watch.record.outbox.list(state=state, moot=False)
        for state in (Delivery.DEAD, Delivery.UNKNOWN)
    }
    if not any(stuck.values()):
        yield good("outbox", N_("nothing stuck"))
        return
    yield bad(
        "outbox",
        N_("{dead} alerts refused, {unknown} undecided: leakwatch notify list"),
        dead=len(stuck[Delivery.DEAD]),
        unknown=len(stuck[Delivery.UNKNOWN]),
    )
    causes: dict[tuple[Delivery, str, str], list[OutboxEntry]] = defaultdict(list)
    for state, entries in stuck.items():
        for entry in entries:
            causes[state, entry.error or "", entry.channel or ""].append(entry)
    for (state, code, channel), alike in list(causes.items())[:_MOST_LINES]:
        yield _stuck(state, code, channel, alike)


def _stuck(state: Delivery, code: str, channel: str, entries: list[OutboxEntry]) -> Check:
    """One cause: what it means, what to do, and how its alerts are sent again."""
    numbers = [str(entry.id) for entry in entries[:_MOST_LINES]]
    what = f"outbox {', '.join(numbers)}"
    message = N_("{count} were refused by {channel}; then: leakwatch notify requeue {numbers}")
    if state is Delivery.UNKNOWN:
        message = N_(
            "{count} may stand in {channel} already: look there, then leakwatch notify requeue"
            " {numbers}, with --absent when it is not there"
        )
    values = {"channel": channel or "-", "numbers": " ".join(numbers)}
    check = bad(what, message, count=len(entries), **values)
    return replace(check, codes=(code,) if code else ())
