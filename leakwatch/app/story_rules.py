"""The guideline of a story is made known again to all staff."""

from __future__ import annotations

from leakwatch.app import announcing_staff
from leakwatch.app.story_letters import draft
from leakwatch.app.story_stage import LEAD, REVIEWER, Stage
from leakwatch.casework.awareness import groups
from leakwatch.errors import N_
from leakwatch.models import Announcement, AnnouncementState, LetterKind

#: How many of each division press the button; of the last ones too few to be shown alone.
_READERS = {"firing": 9, "substrate": 6, "ionics": 2}
_FEW = ("ionics",)
_TITLE = N_("Side jobs and confidentiality")


def announce_again(stage: Stage, *, occasion: str) -> None:
    """Proposed by one, approved and published by the other. Raises LeakwatchError."""
    with stage.open() as watch:
        reviewer, lead = (stage.reviewer(watch, name) for name in (REVIEWER, LEAD))
        one = watch.record.announcements.propose(
            title=stage.words(_TITLE),
            kind=LetterKind.GUIDELINE.value,
            author=REVIEWER,
            now=stage.now,
            occasion=occasion,
            due=watch.day(stage.now),
        )
        assert one is not None
        draft(stage, watch, LetterKind.GUIDELINE, one.label)
        with stage.refused(
            N_("{label} is read by a second person before anybody else reads it: {why}"),
            label=one.label,
        ):
            announcing_staff.approve(watch, one.number, actor=reviewer, now=stage.now)
        announcing_staff.approve(watch, one.number, actor=lead, now=stage.now)
        told = announcing_staff.publish(watch, one.number, actor=lead, now=stage.now)
    stage.work()
    _read(stage, told)
    stage.expect(
        N_("{label}: the guideline stands in the channel of all staff, after {occasion}"),
        right=told.state is AnnouncementState.PUBLISHED and stage.posted(one.label),
        label=one.label,
        occasion=occasion,
    )


def _read(stage: Stage, told: Announcement) -> None:
    """The staff presses the button: who it was is not kept."""
    with stage.open() as watch:
        pressed = [division for division, count in _READERS.items() for _ in range(count)]
        for at, division in enumerate(pressed):
            user = f"U{at:08}"
            watch.record.announcements.readings.note(told.number, user, division=division)
        found = watch.record.announcements.counts(told.number, groups)
    shown = {group.divisions: group.readers for group in found}
    stage.expect(
        N_("{label}: {count} have read it; groups that are too small are told together"),
        right=sum(one or 0 for one in shown.values()) == len(pressed) and _FEW not in shown,
        label=told.label,
        count=len(pressed),
    )
