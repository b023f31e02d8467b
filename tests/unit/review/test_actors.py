from __future__ import annotations

import os
import pwd
from dataclasses import replace
from datetime import date

import pytest

from leakwatch.errors import PermissionDenied
from leakwatch.models import Person, Reviewer, Role
from leakwatch.review import (
    acting_uid,
    actor_at_terminal,
    actor_in_slack,
    login_of,
    require_judge,
    require_keeper,
    require_own_entry_kept,
    require_reader,
    verdict_named,
)

TODAY = date(2026, 5, 1)
LOGINS = {0: "root", 501: "hanako", 502: "taro"}
HANAKO = Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", roster_id="E001", deputy="taro")
TARO = Reviewer(id="taro", role=Role.REVIEWER, os_user="taro", valid_until=date(2026, 4, 30))
AUDITOR = Reviewer(id="audit", role=Role.AUDITOR, os_user="root")


def actor(uid: int, **environ: str) -> str | None:
    found = actor_at_terminal(
        [HANAKO, TARO, AUDITOR], uid=uid, environ=environ, login_of=LOGINS.get, today=TODAY
    )
    return found.id if found else None


@pytest.mark.parametrize(
    ("uid", "environ", "expected"),
    [
        pytest.param(501, {}, "hanako", id="by the login name of the process"),
        pytest.param(502, {}, None, id="past the last day"),
        pytest.param(503, {}, None, id="a user nobody entered"),
        pytest.param(0, {"SUDO_UID": "501"}, "hanako", id="root through sudo stays who he was"),
        pytest.param(0, {"SUDO_UID": "502"}, None, id="sudo does not make an inactive one root"),
        pytest.param(502, {"SUDO_UID": "501"}, None, id="SUDO_UID of a user is only a claim"),
        pytest.param(501, {"USER": "root", "LOGNAME": "root"}, "hanako", id="USER names nobody"),
        pytest.param(0, {}, "audit", id="root himself"),
        pytest.param(0, {"SUDO_UID": "x"}, "audit", id="a SUDO_UID that is no number"),
    ],
)
def test_the_actor_is_whom_the_system_says(
    uid: int, environ: dict[str, str], expected: str | None
) -> None:
    assert actor(uid, **environ) == expected


def test_somebody_unknown_sees_no_finding() -> None:
    with pytest.raises(PermissionDenied, match=r"reviewers\.yaml"):
        require_reader(None)


def test_nobody_sees_a_finding_about_himself() -> None:
    with pytest.raises(PermissionDenied, match="taro"):
        require_reader(HANAKO, subject="person:E001")


def test_a_finding_about_somebody_else_is_shown() -> None:
    assert require_reader(HANAKO, subject="person:E002") is HANAKO


def test_nobody_judges_a_finding_about_himself() -> None:
    with pytest.raises(PermissionDenied, match="himself"):
        require_judge(HANAKO, verdict_named("namesake"), subject="person:E001")


def test_an_auditor_may_read_but_not_judge() -> None:
    assert require_reader(AUDITOR, subject="unknown") is AUDITOR
    with pytest.raises(PermissionDenied, match="auditor"):
        require_judge(AUDITOR, verdict_named("confirm"), subject="unknown")


def test_a_reviewer_may_not_approve_a_side_job() -> None:
    with pytest.raises(PermissionDenied, match="lead"):
        require_judge(TARO, verdict_named("approved"), subject="unknown")


def test_a_user_without_a_name_is_known_by_his_number() -> None:
    assert login_of(2_000_000_001) == "#2000000001"


def test_the_system_names_who_runs_this() -> None:
    assert login_of(os.getuid()) == pwd.getpwuid(os.getuid()).pw_name


@pytest.mark.parametrize(
    ("uid", "claimed", "expected"),
    [
        pytest.param(0, "501", 501, id="root through sudo"),
        pytest.param(0, "abc", 0, id="no number"),
        pytest.param(0, "٣", 0, id="a digit of another script"),
        pytest.param(502, "501", 502, id="a claim of a user"),
    ],
)
def test_only_root_acts_for_another_user(uid: int, claimed: str, expected: int) -> None:
    assert acting_uid(uid, {"SUDO_UID": claimed}) == expected


def test_an_auditor_does_not_keep_the_roster() -> None:
    assert require_keeper(HANAKO, subject="person:E002") is HANAKO
    with pytest.raises(PermissionDenied, match="auditor"):
        require_keeper(AUDITOR)


def test_nobody_deletes_himself_from_the_roster() -> None:
    with pytest.raises(PermissionDenied, match="himself"):
        require_keeper(HANAKO, subject="person:E001")


OWN = Person(id="E001", surname="藍沢", given="はなこ")
OTHER = Person(id="E002", surname="久我", given="みなと")


@pytest.mark.parametrize(
    "after",
    [
        pytest.param([OTHER], id="left out"),
        pytest.param([replace(OWN, given="よしこ"), OTHER], id="under another name"),
    ],
)
def test_nobody_takes_himself_off_the_roster(after: list[Person]) -> None:
    with pytest.raises(PermissionDenied, match="taro"):
        require_own_entry_kept(HANAKO, before=[OWN, OTHER], after=after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([], [OWN], id="entered for the first time"),
        pytest.param([OWN, OTHER], [OWN], id="somebody else left out"),
        pytest.param([OTHER], [], id="not on it"),
    ],
)
def test_the_rest_of_the_roster_may_change(before: list[Person], after: list[Person]) -> None:
    require_own_entry_kept(HANAKO, before=before, after=after)


def in_slack(user: str, *reviewers: Reviewer) -> str:
    return actor_in_slack(reviewers, user=user, today=date(2026, 4, 1)).id


def test_in_slack_the_actor_is_whose_member_id_the_envelope_bears() -> None:
    two = [Reviewer(id=name, role=Role.LEAD, slack=f"U0{name}") for name in ("A", "B")]
    assert [in_slack(user, *two) for user in ("U0A", "U0B")] == ["A", "B"]


@pytest.mark.parametrize("user", ["U0C", "", "u0a", "A"])
def test_nobody_acts_in_slack_under_an_id_that_is_not_entered(user: str) -> None:
    without = Reviewer(id="A", role=Role.LEAD, slack="U0A"), Reviewer(id="D", role=Role.LEAD)
    with pytest.raises(PermissionDenied, match="Slack member id"):
        in_slack(user, *without)


def test_of_two_entries_of_one_member_the_one_in_office_counts() -> None:
    then = Reviewer(id="then", role=Role.LEAD, slack="U0A", valid_until=date(2026, 3, 31))
    now = Reviewer(id="now", role=Role.REVIEWER, slack="U0A", valid_from=date(2026, 4, 1))
    assert in_slack("U0A", then, now) == "now"
    with pytest.raises(PermissionDenied, match="ended on 2026-03-31"):
        in_slack("U0A", then)
    later = Reviewer(id="later", role=Role.LEAD, slack="U0A", valid_from=date(2026, 4, 2))
    with pytest.raises(PermissionDenied, match="begins on 2026-04-02"):
        in_slack("U0A", then, later)
