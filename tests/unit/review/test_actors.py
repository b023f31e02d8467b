from __future__ import annotations

from datetime import date

import pytest

from leakwatch.errors import PermissionDenied
from leakwatch.models import Reviewer, Role
from leakwatch.review import actor_at_terminal, require_judge, require_reader, verdict_named

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
