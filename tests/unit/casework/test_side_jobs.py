"""What an approved side job settles, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from leakwatch.casework.side_jobs import (
    Register,
    allowed,
    domains_of,
    require_approver,
    require_other,
)
from leakwatch.errors import PermissionDenied
from leakwatch.models import (
    Approval,
    EntryKind,
    Finding,
    Hit,
    Kind,
    Reviewer,
    Role,
    Severity,
    SideJob,
    SideJobState,
    SideJobTerms,
)
from tests.logged import make_source
from tests.sample_watch import WATCHLIST, make_sighting

TODAY = date(2026, 4, 1)
SIGHTING = make_sighting("土岐川 静電チャック")


def make_job(
    number: int = 2, *, state: SideJobState = SideJobState.APPROVED, **changes: Any
) -> SideJob:
    given: dict[str, Any] = {
        "person": "E001",
        "platform": "experts",
        "topics": ("T01",),
        "begins": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "approver": "hanako",
    }
    return SideJob(
        number=number,
        state=state,
        entered_by="jiro",
        entered_at=datetime(2026, 1, 1, tzinfo=UTC),
        terms=SideJobTerms(**(given | changes)),
    )


def make_finding(kind: Kind = Kind.REGISTRATION, subject: str = "person:E001") -> Finding:
    return Finding(
        sighting=SIGHTING,
        kind=kind,
        subject=subject,
        score=0.9,
        severity=Severity.HIGH,
        hits=(),
        reasons=(),
    )


def make_hit(entry: str = "T01", sensitivity: int = 1) -> Hit:
    return Hit(
        entry=entry,
        entry_kind=EntryKind.TERM,
        rule="term_named",
        field="text",
        start=0,
        end=1,
        quote="土",
        folded="土",
        sensitivity=sensitivity,
    )


def consulted(
    *jobs: SideJob, findings: tuple[Finding, ...] = (), hits: tuple[Hit, ...] = (), **changes: Any
) -> dict[int, Approval]:
    register = Register(jobs=jobs, domains={"experts": ("experts.example",)})
    said = register.consult(
        findings or (make_finding(),), hits, WATCHLIST, today=changes.get("today", TODAY)
    )
    return dict(said)


def why(*jobs: SideJob, **changes: Any) -> str | None:
    said = consulted(*jobs, **changes)
    return said[0].why if 0 in said else None


def test_a_registration_inside_its_bounds_is_settled() -> None:
    assert consulted(make_job(), hits=(make_hit(),)) == {0: Approval(side_job=2, why="within")}
    assert consulted(make_job())[0].settles


def test_a_former_registration_is_settled_as_well() -> None:
    assert why(make_job(), findings=(make_finding(Kind.FORMER_REGISTRATION),)) == "within"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"platform": "coconala"}, "elsewhere", id="another platform"),
        pytest.param({"platform": "other.example"}, "elsewhere", id="another domain"),
        pytest.param({"platform": "xperts.example"}, "elsewhere", id="a domain that merely ends alike"),
        pytest.param({"ends": date(2026, 3, 31)}, "other_time", id="over since yesterday"),
        pytest.param({"begins": date(2026, 4, 2)}, "other_time", id="from tomorrow on"),
        pytest.param({"topics": ("英会話",)}, "beyond", id="another topic"),
        pytest.param({"topics": ()}, "beyond", id="no topic"),
    ],
)  # fmt: skip
def test_what_goes_beyond_says_that_an_approval_exists(changes: dict[str, Any], said: str) -> None:
    assert why(make_job(**changes), hits=(make_hit(),)) == said


@pytest.mark.parametrize("platform", ["experts.example", "example", "EXPERTS.example"])
def test_a_domain_covers_itself_and_what_is_below_it(platform: str) -> None:
    assert why(make_job(platform=platform)) == "within"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)], ids=["first", "last"])
def test_its_first_and_its_last_day_count(day: date) -> None:
    assert why(make_job(), today=day) == "within"


@pytest.mark.parametrize("topic", ["T01", "t01", "静電チャック", "electrostatic chuck", "chuck"])
def test_a_topic_is_a_term_by_id_or_text_or_the_technologies_of_a_division(topic: str) -> None:
    assert "T01" in allowed([topic], WATCHLIST)


@pytest.mark.parametrize("sensitivity", [2, 3])
def test_a_term_that_is_internal_or_secret_is_never_settled(sensitivity: int) -> None:
    job = make_job(topics=("T01", "T02", "T03", "三段ゾルゲル法"))
    assert not {"T02", "T03"} & allowed(job.terms.topics, WATCHLIST)
    assert why(job, hits=(make_hit("T02", sensitivity),)) == "confidential"


def test_a_leak_beside_a_registration_settles_neither_and_both_say_so() -> None:
    findings = (make_finding(Kind.LEAK, "term:T03"), make_finding())
    said = consulted(make_job(), findings=findings)
    assert {place: one.why for place, one in said.items()} == {0: "confidential", 1: "confidential"}


@pytest.mark.parametrize("kind", [Kind.MENTION, Kind.OFFICIAL, Kind.SOLICITATION])
def test_other_kinds_are_none_of_its_business(kind: Kind) -> None:
    assert why(make_job(), findings=(make_finding(kind),)) is None


@pytest.mark.parametrize("subject", ["person:E002", "unknown", "company"])
def test_nobody_else_is_settled_by_it(subject: str) -> None:
    assert why(make_job(), findings=(make_finding(subject=subject),)) is None


def test_of_several_the_one_that_covers_it_is_named() -> None:
    jobs = (make_job(1, platform="coconala"), make_job(2), make_job(3, ends=date(2026, 2, 1)))
    assert consulted(*jobs) == {0: Approval(side_job=2, why="within")}


def test_what_waits_or_was_withdrawn_holds_on_no_day() -> None:
    for state in (SideJobState.PENDING, SideJobState.WITHDRAWN):
        assert not make_job(state=state).holds(TODAY)


HANAKO = Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", roster_id="E009")
JIRO = Reviewer(id="jiro", role=Role.REVIEWER, os_user="jiro")


def test_only_the_approver_named_may_approve() -> None:
    job = make_job(state=SideJobState.PENDING)
    require_approver(job, HANAKO, [HANAKO, JIRO])
    with pytest.raises(PermissionDenied, match="for hanako to approve"):
        require_approver(job, replace(JIRO, role=Role.LEAD), [HANAKO, JIRO])


@pytest.mark.parametrize(
    ("approver", "says"),
    [
        pytest.param(replace(HANAKO, roster_id="E001"), "about yourself", id="his own"),
        pytest.param(replace(HANAKO, role=Role.REVIEWER), "approved by the roles", id="role"),
        pytest.param(replace(HANAKO, os_user="jiro"), "are one person", id="two entries of one person"),
    ],
)  # fmt: skip
def test_an_approval_that_is_none_is_refused(approver: Reviewer, says: str) -> None:
    with pytest.raises(PermissionDenied, match=says):
        require_approver(make_job(state=SideJobState.PENDING), approver, [approver, JIRO])


def test_two_places_on_one_host_are_told_apart_by_their_ports() -> None:
    sources = {
        "experts": make_source(
            "experts", start=("http://127.0.0.1:8001/x",), domains=("127.0.0.1",)
        ),
        "blog": make_source("blog", start=("http://127.0.0.1:8002/y",), domains=("127.0.0.1",)),
        "far": make_source("far"),
    }
    assert domains_of(sources) == {
        "experts": ("127.0.0.1:8001",),
        "blog": ("127.0.0.1:8002",),
        "far": ("far.example",),
    }
    sighting = make_sighting(url="http://127.0.0.1:8001/users/1")
    register = Register(jobs=(make_job(platform="blog"),), domains=domains_of(sources))
    finding = replace(make_finding(), sighting=sighting)
    assert register.consult([finding], (), WATCHLIST, today=TODAY)[0].why == "elsewhere"


def test_nobody_ends_his_own_side_job() -> None:
    require_other(make_job(), HANAKO)
    with pytest.raises(PermissionDenied, match="about yourself"):
        require_other(make_job(), replace(HANAKO, roster_id="E001"))
