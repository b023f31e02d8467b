from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from hypothesis import given, strategies as st

from leakwatch.casework.campaign_totals import propose, same_operator, totals
from leakwatch.models import AnswerKind, CampaignLine, LineState, Shows, Source
from tests.asked import ASKED, PLATFORMS, TODAY, make_campaign, make_line

UNASKED = {"sent_on": None, "approved_by": None, "due": None}
LINES = st.lists(
    st.builds(
        make_line,
        state=st.sampled_from(LineState),
        due=st.sampled_from([None, ASKED, TODAY, date(2026, 12, 24)]),
        sent_on=st.sampled_from([None, ASKED]),
        answer=st.one_of(st.none(), st.sampled_from(AnswerKind)),
        count=st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=8,
)


@given(LINES)
def test_whoever_was_asked_answered_waits_or_is_silent(lines: list[CampaignLine]) -> None:
    found = totals(replace(make_campaign(), lines=tuple(lines)), today=TODAY)
    assert found.asked == found.answered + found.waiting + found.silent
    assert found.answered == found.none + found.number + found.relayed + found.refused
    assert found.asked + found.withdrawn <= found.platforms
    assert min(asdict(found).values()) >= 0


def test_a_campaign_is_counted_by_what_became_of_its_lines() -> None:
    answered = {"state": LineState.ANSWERED, "due": None}
    campaign = make_campaign(
        make_line("a", **answered, answer=AnswerKind.NUMBER, count=3),
        make_line("b", **answered, answer=AnswerKind.RELAYED, count=2),
        make_line("c", state=LineState.CLOSED, due=None, answer=AnswerKind.NONE),
        make_line("d", **answered, answer=AnswerKind.REFUSED),
        make_line("e", due=date(2026, 12, 1)),
        make_line("f", state=LineState.REMINDED, due=date(2026, 11, 25)),
        make_line("g", state=LineState.CLOSED, due=None),
        make_line("h", state=LineState.CLOSED, **UNASKED),
        make_line("i", state=LineState.DRAFT, **UNASKED),
    )
    assert asdict(totals(campaign, today=TODAY)) == {
        "platforms": 9,
        "asked": 7,
        "answered": 4,
        "none": 1,
        "number": 1,
        "relayed": 1,
        "refused": 1,
        "waiting": 1,
        "silent": 2,
        "withdrawn": 1,
        "registrants": 5,
    }


def swept(name: str, *, shows: Shows = Shows.PROFILE, enabled: bool = True) -> Source:
    return Source(name=name, kind="directory", start=(), shows=shows, enabled=enabled)


def test_places_that_no_program_reads_come_first_even_when_switched_off() -> None:
    sources = [
        swept("aaa"),
        swept("board", shows=Shows.REQUEST),
        swept("off", enabled=False),
        *(replace(one, enabled=False) for one in PLATFORMS.values()),
    ]
    assert [one.source.name for one in propose(sources)] == [
        "hoshi",
        "komorebi",
        "minato",
        "tsuki",
        "aaa",
    ]


def test_what_the_last_campaign_asked_is_proposed_with_what_it_said() -> None:
    before = make_campaign(
        make_line("off", state=LineState.CLOSED, answer=AnswerKind.NUMBER, count=2)
    )
    (found,) = propose([swept("off", enabled=False)], before=before)
    assert found.before is not None
    assert (found.before.answer, found.before.count) == (AnswerKind.NUMBER, 2)


def test_an_operator_of_several_places_is_named_once() -> None:
    two = [replace(PLATFORMS["hoshi"], name=name) for name in ("one", "two")]
    assert same_operator([*two, PLATFORMS["minato"]]) == {"コモレビ": ("one", "two")}
