"""Cases over a record of a test's own, led by the reviewers of one desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from leakwatch.app.case_following import follow_cases
from leakwatch.app.cases import Given, move_case, open_case
from leakwatch.app.watch import Watch
from leakwatch.casework.cases import act_named
from leakwatch.models import (
    AnswerFile,
    Basis,
    Case,
    Finding,
    LetterKind,
    LetterText,
    Reason,
    Reviewer,
    Status,
)
from tests.logged import (
    NOW,
    after_baseline,
    day,
    make_finding,
    make_hit,
    make_sighting,
    make_source,
    sweep,
)
from tests.watching import watching

REVIEWERS = """\
reviewers:
  - {id: hanako, role: lead, os_user: hanako, deputy: jiro}
  - {id: jiro, role: reviewer, os_user: jiro}
  - {id: legal, role: legal, os_user: legal}
  - {id: aki, role: auditor}
  - {id: saku, role: reviewer, roster_id: E012, deputy: jiro}
  - {id: gone, role: reviewer, until: 2026-03-31}
"""
SOURCE = """\
kind: directory
start: https://platform.example/experts
shows: profile
listing:
  links: a.expert::attr(href)
fields:
  name: h1.name
"""
ASKED = """\
kind: manual
shows: profile
manual:
  reason: Its terms forbid programs
  contact: desk@platform.example
"""
PLATFORM = make_source()
PAGE = make_sighting(PLATFORM)
ANSWER = AnswerFile(content=b"deregistered", name="answer.txt", media_type="text/plain")


@contextmanager
def at_desk(directory: Path, source: str = SOURCE) -> Iterator[Watch]:
    """A watch with these reviewers over one platform, which `source` defines."""
    files = {"reviewers.yaml": REVIEWERS, "sources/platform.yaml": source}
    with watching(directory, files) as opened:
        yield opened


def person(**changes: object) -> Finding:
    hit = make_hit()
    reasons = tuple(
        Reason(rule=rule, weight=1.0, hit=hit) for rule in ("person_named", "company_named")
    )
    given = {"subject": "person:E012", "reasons": reasons, **changes}
    return make_finding(PAGE, **given)


def reviewer(watch: Watch, name: str) -> Reviewer:
    return next(one for one in watch.settings.reviewers if one.id == name)


def lead(
    watch: Watch, act: str, by: str, *, at: datetime = NOW, number: int = 1, **said: object
) -> Case:
    given = Given(**{"reason": "調べた", **said})  # type: ignore[arg-type]
    actor = reviewer(watch, by)
    return move_case(watch, number, act_named(act), actor=actor, now=at, given=given)


def opened(watch: Watch, finding: Finding | None = None) -> Case:
    after_baseline(watch.record, finding or person())
    watch.record.findings.set_status(
        1001, Status.CONFIRMED, "confirm", actor="jiro", reason="本人", until=None, now=NOW
    )
    return open_case(
        watch, [1001], actor=reviewer(watch, "jiro"), now=NOW, reason="登録が見つかった"
    )


def send(watch: Watch, kind: LetterKind, *, at: datetime = NOW, about: str = "C-1") -> None:
    text = LetterText(subject="件名", recipient="desk@platform.example", body="本文")
    made = watch.record.letters.draft(kind, "ja", about=about, text=text, author="jiro", now=at)
    may = {"check": lambda _letter, _text: None, "now": at}
    watch.record.letters.approve(made.number, actor="hanako", **may)  # type: ignore[arg-type]
    watch.record.letters.mark_sent(made.number, by_hand=True, actor="jiro", **may)  # type: ignore[arg-type]


def waiting(watch: Watch) -> None:
    opened(watch)
    lead(watch, "approve", "hanako")
    lead(watch, "review", "jiro")
    lead(watch, "plan", "legal")
    lead(watch, "ask_platform", "jiro")
    send(watch, LetterKind.DEREGISTRATION_RELAY)
    lead(watch, "wait", "jiro")


def vanish(watch: Watch, *, at: int) -> None:
    for number in (at, at + 1):
        sweep(watch.record, PLATFORM, at=day(number))


def closed(watch: Watch) -> None:
    waiting(watch)
    vanish(watch, at=1)
    assert follow_cases(watch, now=day(2)) == 1
    lead(watch, "verify", "jiro", at=day(2), basis=Basis.SWEEP)
    lead(watch, "close", "jiro", at=day(2))
