"""Sources, sightings and findings of an invented watch, for tests of the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from leakwatch.models import (
    Alert,
    AlertKind,
    Answer,
    Check,
    Company,
    EntryKind,
    Finding,
    Form,
    Hit,
    Kind,
    LoggedFinding,
    Outcome,
    Person,
    Reason,
    Severity,
    Shows,
    Sighting,
    Source,
    Status,
    SweepReport,
    Watchlist,
)
from leakwatch.record import Record, SweepWriter, open_record

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
RULES = "rules-1"
#: Every quote of the tests stands in it.
TEXT = "大手素材メーカーで研究職を10年。蒼海マテリアル、東雲朔太郎、紅蓮計画、窯、甲、乙、丙。"
WATCHLIST = Watchlist(
    companies=(Company(id="C01", name="株式会社蒼海マテリアル", owner=True),), digest="watchlist-1"
)


def day(number: int) -> datetime:
    """The `number`th day of the watch; sweeps run once a day."""
    return NOW + timedelta(days=number)


def make_source(name: str = "platform", **changes: Any) -> Source:
    given: dict[str, Any] = {
        "name": name,
        "kind": "directory",
        "start": (f"https://{name}.example/experts",),
        "shows": Shows.PROFILE,
        "personal_data": True,
        "domains": (f"{name}.example",),
    }
    return Source(**(given | changes))


def make_public_source(name: str = "blog", **changes: Any) -> Source:
    return make_source(name, shows=Shows.ARTICLE, personal_data=False, **changes)


def make_sighting(source: Source, identity: str = "17", **changes: Any) -> Sighting:
    url = f"https://{source.name}.example/{identity}"
    given: dict[str, Any] = {
        "source": source.name,
        "identity": identity,
        "url": url,
        "page": url,
        "shows": source.shows,
        "title": f"登録者 {identity}",
        "text": TEXT,
        "seen_at": NOW,
        "personal_data": source.personal_data,
        "content_hash": "hash-1",
    }
    return Sighting(**(given | changes))


def make_hit(quote: str = "蒼海マテリアル", **changes: Any) -> Hit:
    given: dict[str, Any] = {
        "entry": "C01",
        "entry_kind": EntryKind.COMPANY,
        "rule": "employer_named",
        "field": "text",
        "start": TEXT.index(quote),
        "end": TEXT.index(quote) + len(quote),
        "quote": quote,
        "folded": quote,
    }
    return Hit(**(given | changes))


def make_finding(sighting: Sighting, *quotes: str, **changes: Any) -> Finding:
    hits = tuple(make_hit(quote) for quote in quotes or ("蒼海マテリアル",))
    given: dict[str, Any] = {
        "sighting": sighting,
        "kind": Kind.REGISTRATION,
        "subject": "unknown",
        "score": 0.8,
        "severity": Severity.HIGH,
        "hits": hits,
        "reasons": (Reason(rule="employer_named", weight=2.0, hit=hits[0]),),
        "watchlist_digest": WATCHLIST.digest,
        "rules_digest": RULES,
    }
    return Finding(**(given | changes))


def make_secret(sighting: Sighting, quote: str = "紅蓮計画", **changes: Any) -> Finding:
    """A leak of a term of sensitivity 3."""
    hit = make_hit(quote, entry="T08", entry_kind=EntryKind.TERM, rule="term", sensitivity=3)
    given: dict[str, Any] = {
        "kind": Kind.LEAK,
        "subject": "term:T08",
        "severity": Severity.CRITICAL,
        "hits": (hit,),
        "reasons": (Reason(rule="term", weight=3.0, hit=hit),),
    }
    return make_finding(sighting, **(given | changes))


def make_person(roster_id: str = "E012", **changes: Any) -> Person:
    given: dict[str, Any] = {
        "id": roster_id,
        "surname": "東雲",
        "given": "朔太郎",
        "surname_kana": "シノノメ",
        "given_kana": "サクタロウ",
        "romaji": ("Shinonome Sakutaro",),
        "reason": "焼成工程の責任者",
    }
    return Person(**(given | changes))


def make_report(source: Source, *, at: datetime = NOW, **changes: Any) -> SweepReport:
    given: dict[str, Any] = {
        "source": source.name,
        "outcome": Outcome.OK,
        "started_at": at,
        "ended_at": at + timedelta(minutes=1),
        "requests": 12,
        "pages": 10,
        "bytes": 70_000,
        "sightings": 9,
    }
    return SweepReport(**(given | changes))


def begin(record: Record, source: Source, *, at: datetime = NOW, **changes: Any) -> SweepWriter:
    given: dict[str, Any] = {"at": at, "watchlist": WATCHLIST, "rules_digest": RULES}
    return record.begin_sweep(source, **(given | changes))


def sweep(
    record: Record,
    source: Source,
    *findings: Finding,
    at: datetime = NOW,
    report: dict[str, Any] | None = None,
    said: tuple[Answer, str] | None = (Answer.GONE, "http_404"),
    **changes: Any,
) -> SweepReport:
    """One whole sweep that sees `findings`, those of one sighting together.

    `said` is what every page says that is asked directly; None: nobody came to ask.
    """
    writer = begin(record, source, at=at, **changes)
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        together.setdefault(finding.sighting.identity, []).append(finding)
    for group in together.values():
        writer.add(group[0].sighting, tuple(group), now=at)
    if said is not None:
        for url in writer.in_doubt(now=at):
            writer.note_check(url, Check(answer=said[0], how=said[1], at=at))
    return writer.finish(make_report(source, at=at, **(report or {})), now=at)


def sweep_page_by_page(state_dir: Path, *, at: int, pages: int) -> Iterator[int]:
    """A sweep with two findings on each page that yields each page once it is committed."""
    source = make_source()
    with open_record(state_dir, sealing_key=None, now=day(at)) as record:
        writer = begin(record, source, at=day(at))
        for number in range(pages):
            page = make_sighting(source, str(number))
            findings = (make_finding(page), make_finding(page, subject="company"))
            writer.add(page, findings, now=day(at))
            writer.flush(day(at))
            yield number
        writer.finish(make_report(source, at=day(at)), now=day(at))


def after_baseline(record: Record, *findings: Finding, source: Source | None = None) -> None:
    """A clean first sweep, its summary out of the way."""
    sweep(record, source or make_source(), *findings)
    drain(record)


def told(record: Record) -> list[Alert]:
    """The alerts that wait, as delivered; edits and lines in threads are delivered along."""
    told: list[Alert] = []
    while entries := record.outbox.claim(day(100), 1_000):
        for entry in entries:
            record.outbox.delivered(entry.id, "C1/1", day(100))
        told += [entry.alert for entry in entries if entry.form is Form.POST]
    return told


def drain(record: Record) -> list[AlertKind]:
    return [alert.kind for alert in told(record)]


def only(record: Record) -> LoggedFinding:
    (finding,) = record.findings.list()
    return finding


def acts(record: Record, number: int = 1001) -> list[str]:
    return [entry.act for entry in record.findings.history(number)]


def give_verdict(record: Record, status: Status, verdict: str = "", **changes: Any) -> None:
    given: dict[str, Any] = {"actor": "R01", "reason": "調べた", "until": None, "now": day(1)}
    record.findings.set_status(1001, status, verdict or status.value, **(given | changes))
