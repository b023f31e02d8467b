"""The guideline of a story is made known again to all staff."""

from __future__ import annotations

from leakwatch.app import announcing_staff
from leakwatch.app.story_stage import LEAD, REVIEWER, Stage
from leakwatch.errors import N_
from leakwatch.models import AnnouncementState, LetterKind


def announce_again(stage: Stage, *, occasion: str) -> None:
    """Proposed by one, approved and published by the other. Raises LeakwatchError."""
    with stage.open() as watch:
        reviewer, lead = (stage.reviewer(watch, name) for name in (REVIEWER, LEAD))
        wanted = announcing_staff.Wanted(
            kind=LetterKind.GUIDELINE,
            occasion=occasion,
            title="副業・兼業と秘密保持のきまり",
            language=stage.language,
        )
        one = announcing_staff.announce(watch, wanted, actor=reviewer, now=stage.now)
        with stage.refused(
            N_("{label} is read by a second person before anybody else reads it: {why}"),
            label=one.label,
        ):
            announcing_staff.approve(watch, one.number, actor=reviewer, now=stage.now)
        announcing_staff.approve(watch, one.number, actor=lead, now=stage.now)
        told = announcing_staff.publish(watch, one.number, actor=lead, now=stage.now)
    stage.work()
    stage.expect(
        N_("{label}: the guideline stands in the channel of all staff, after {occasion}"),
        right=told.state is AnnouncementState.PUBLISHED and stage.posted(one.label),
        label=one.label,
        occasion=occasion,
    )
