"""What the delivery benchmark delivers: findings of invented sources, each with a channel."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leakwatch.app.watch import open_watch
from leakwatch.demo.slack import TOKEN, Channel
from leakwatch.models import (
    Company,
    EntryKind,
    Finding,
    Hit,
    Kind,
    Outcome,
    Reason,
    Severity,
    Shows,
    Sighting,
    Source,
    SweepReport,
    Watchlist,
)
from leakwatch.record import Record

CHANNELS, SWEEPS_A_CHANNEL, FINDINGS_A_SWEEP = 40, 5, 10
FINDINGS = CHANNELS * SWEEPS_A_CHANNEL * FINDINGS_A_SWEEP
#: Every so manieth finding waits for the digest, and every so manieth is decided upon twice.
DIGESTED_EVERY, DECIDED_EVERY = 40, 10
INTERVAL = 0.02
RULES = "rules-1"
COMPANY = "見本商会"
WATCHLIST = Watchlist(
    companies=(Company(id="own", name=f"株式会社{COMPANY}", owner=True),), digest="watchlist-1"
)
_TEXT = f"{COMPANY}で焼成工程を10年。<!channel> *太字* `窯` "

_SETTINGS = """
language: en
state_dir: {state}
slack:
  token_file: slack-token
  channel: "#c00"
  interval: {milliseconds}ms
  base_url: {address}
"""
_WATCHLIST = """
companies:
  - id: own
    name: 株式会社見本商会
    owner: true
"""
_ROUTING = """
routes:
  - name: later
    when: {severity: low}
    deliver: digest
digests:
  - {every: week, on: mon, at: "03:00"}
fallback: "#c00"
"""


def channels(count: int = CHANNELS) -> list[Channel]:
    return [Channel(id=f"C{number:08}", name=f"c{number:02}") for number in range(count)]


def write_config(directory: Path, *, address: str, state: Path) -> Path:
    """An installation that delivers to the stand-in at `address`; returns its directory."""
    directory.mkdir(mode=0o700, parents=True)
    settings = _SETTINGS.format(state=state, address=address, milliseconds=int(1_000 * INTERVAL))
    files = {
        "leakwatch.yaml": settings,
        "watchlist.yaml": _WATCHLIST,
        "routing.yaml": _ROUTING,
        "slack-token": TOKEN,
    }
    for name, text in files.items():
        path = directory / name
        path.touch(mode=0o600)
        path.write_text(text.lstrip(), encoding="utf-8")
    return directory


class Seed:
    """A record with everything found and nothing delivered, to begin each run with."""

    def __init__(self, folder: Path, *, storm: int = 0) -> None:
        """With `storm` one sweep that found so much, else the findings of all channels."""
        self._folder = folder
        config = write_config(
            folder / "config", address="http://127.0.0.1:9/api/", state=self.state
        )
        with open_watch(config, environ={}, now=datetime.now(UTC)) as watch:
            if storm:
                found(watch.record, 0, range(storm))
                return
            for number in range(CHANNELS * SWEEPS_A_CHANNEL):
                first = number * FINDINGS_A_SWEEP
                numbers = range(first, first + FINDINGS_A_SWEEP)
                found(watch.record, number % CHANNELS, numbers, later=True)

    @property
    def state(self) -> Path:
        return self._folder / "state"

    def copy(self, state: Path) -> None:
        shutil.copytree(self.state, state)


def found(record: Record, channel: int, numbers: range, *, later: bool = False) -> None:
    """One sweep of the source of `channel` that finds these, a page each.

    With `later` some of them are of the severity that waits for the digest.
    """
    now = datetime.now(UTC)
    source = Source(
        name=f"s{channel:02}",
        kind="feed",
        start=(f"https://s{channel:02}.example/",),
        shows=Shows.ARTICLE,
        personal_data=False,
        domains=(f"s{channel:02}.example",),
        channel=f"#c{channel:02}",
    )
    writer = record.begin_sweep(
        source, at=now, alert_all=True, watchlist=WATCHLIST, rules_digest=RULES
    )
    for number in numbers:
        held = later and number % DIGESTED_EVERY == DIGESTED_EVERY - 1
        finding = _finding(source, number, now, Severity.LOW if held else Severity.HIGH)
        writer.add(finding.sighting, (finding,), now=now)
    report = SweepReport(
        source=source.name,
        outcome=Outcome.OK,
        started_at=now - timedelta(minutes=1),
        ended_at=now,
        requests=len(numbers),
        pages=len(numbers),
        bytes=70_000,
        sightings=len(numbers),
    )
    writer.finish(report, now=now)


def _finding(source: Source, number: int, now: datetime, severity: Severity) -> Finding:
    url = f"https://{source.name}.example/{number}"
    text = _TEXT + "長い文。" * (number % 50)
    sighting = Sighting(
        source=source.name,
        identity=str(number),
        url=url,
        page=url,
        shows=source.shows,
        title=f"記事 {number}",
        text=text,
        seen_at=now,
        personal_data=False,
        content_hash=f"hash-{number}",
    )
    hit = Hit(
        entry="own",
        entry_kind=EntryKind.COMPANY,
        rule="employer_named",
        field="text",
        start=0,
        end=len(COMPANY),
        quote=COMPANY,
        folded=COMPANY,
    )
    return Finding(
        sighting=sighting,
        kind=Kind.MENTION,
        subject="company",
        score=0.8,
        severity=severity,
        hits=(hit,),
        reasons=(Reason(rule="employer_named", weight=2.0, hit=hit),),
        watchlist_digest=WATCHLIST.digest,
        rules_digest=RULES,
    )
