"""Why a finding is one, as the log keeps it: ids in the open for reviewers, quotes sealed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from leakwatch.models import (
    EntryKind,
    Explanation,
    Finding,
    LoggedReason,
    Reason,
    Shows,
    Suppressed,
    Suppression,
    Taken,
)
from leakwatch.record import Record, new_key, open_record
from tests.logged import (
    NOW,
    TEXT,
    WATCHLIST,
    day,
    make_finding,
    make_hit,
    make_person,
    make_public_source,
    make_sighting,
    make_source,
    only,
    sweep,
)

SOURCE, BLOG = make_source(), make_public_source()
UNION = replace(WATCHLIST, protected_topics=("労働組合",))


def explained(finding: Finding, *rules: str) -> Finding:
    """`finding` with a reason without a hit, and one suppression per rule."""
    hit = make_hit("窯", entry="T09", entry_kind=EntryKind.TERM, rule="term_named")
    reasons = (*finding.reasons, Reason(rule="employed_wording", weight=1.5))
    suppressions = tuple(Suppression(hit=hit, rule=rule) for rule in rules)
    return replace(finding, reasons=reasons, suppressions=suppressions)


def explanation_of(record: Record, *, reveal: bool = False) -> Explanation:
    found = record.findings.get(only(record).number, reveal=reveal).explanation
    assert found is not None
    return found


@pytest.mark.parametrize("source", [SOURCE, BLOG], ids=["sealed", "in clear"])
def test_reasons_are_kept_with_entry_rule_and_field_and_quoted_only_when_revealed(
    record: Record, source: object
) -> None:
    page = make_sighting(SOURCE if source is SOURCE else BLOG)
    sweep(record, SOURCE if source is SOURCE else BLOG, explained(make_finding(page)))
    named = LoggedReason(
        rule="employer_named", weight=2.0, entry="C01", matched="employer_named", field="text"
    )
    worded = LoggedReason(rule="employed_wording", weight=1.5)
    assert explanation_of(record).reasons == (named, worded)
    quoted = replace(named, quote="蒼海マテリアル")
    assert explanation_of(record, reveal=True).reasons == (quoted, worded)


@pytest.mark.parametrize("fits", [(7, 120), None])
def test_how_many_on_the_roster_fit_is_kept(record: Record, fits: tuple[int, int] | None) -> None:
    sweep(record, SOURCE, replace(make_finding(make_sighting(SOURCE)), fits=fits))
    assert explanation_of(record).fits == fits


def test_suppressions_of_the_page_are_kept_as_counts(record: Record) -> None:
    rules = ("in_trap_word", "in_longer_word", "in_trap_word")
    sweep(record, SOURCE, explained(make_finding(make_sighting(SOURCE)), *rules))
    assert explanation_of(record).suppressed == (
        Suppressed(rule="in_trap_word", entry="T09", matched="term_named", count=2),
        Suppressed(rule="in_longer_word", entry="T09", matched="term_named", count=1),
    )


def test_a_list_has_explanations_only_when_asked(record: Record) -> None:
    sweep(record, SOURCE, explained(make_finding(make_sighting(SOURCE))))
    assert [one.explanation for one in record.findings.list()] == [None]
    (asked,) = record.findings.list(explained=True)
    assert asked.explanation == explanation_of(record)


def test_with_the_wrong_key_there_is_no_explanation(record: Record, state_dir: Path) -> None:
    sweep(record, SOURCE, explained(make_finding(make_sighting(SOURCE))))
    record.close()
    with open_record(state_dir, sealing_key=new_key(), now=NOW) as closed:
        (finding,) = closed.findings.list(explained=True)
    assert finding.explanation is None
    assert finding.reasons[0] == ("employer_named", 2.0)


def test_nothing_of_a_sealed_explanation_lies_in_clear(record: Record, state_dir: Path) -> None:
    hit = make_hit("窯", field="kiln_field_77")
    reason = Reason(rule="employer_named", weight=2.0, hit=hit)
    finding = make_finding(make_sighting(SOURCE, fields={"kiln_field_77": TEXT}), hits=(hit,))
    sweep(record, SOURCE, replace(finding, reasons=(reason,)))
    assert explanation_of(record).reasons[0].field == "kiln_field_77"
    for path in state_dir.glob("leakwatch.db*"):
        assert b"kiln_field_77" not in path.read_bytes()


def test_cuts_at_a_protected_topic_are_counted_and_the_finding_stays(record: Record) -> None:
    text = f"労働組合の役員。{TEXT}"
    page = make_sighting(SOURCE, text=text, title="登録者17 労働組合")
    hit = make_hit("蒼海マテリアル", start=text.index("蒼"), end=text.index("蒼") + 7)
    sweep(record, SOURCE, make_finding(page, hits=(hit,)), watchlist=UNION)
    finding = record.findings.get(1001, reveal=True)
    assert explanation_of(record).cuts == 2
    assert finding.title == "登録者17 "
    assert finding.excerpts[0].before == "大手素材メーカーで研究職を10年。"


def test_a_deleted_person_is_taken_out_of_the_explanations_of_others(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    hit = make_hit("東雲朔太郎", entry="E012", entry_kind=EntryKind.PERSON, rule="person_named")
    finding = make_finding(make_sighting(SOURCE))
    named = Reason(rule="name_shared", weight=-0.7, hit=hit)
    finding = replace(
        finding,
        reasons=(*finding.reasons, named),
        suppressions=(Suppression(hit=hit, rule="in_longer_name"),),
    )
    sweep(record, SOURCE, finding)
    assert {one.entry for one in explanation_of(record).reasons} == {"C01", "E012"}
    record.people.delete("E012", actor="R01", reason="本人の求め", now=day(1))
    assert {one.entry for one in explanation_of(record, reveal=True).reasons} == {"C01"}
    assert explanation_of(record).suppressed == ()


def test_a_finding_about_a_deleted_person_keeps_no_explanation(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE), subject="person:E012"))
    record.people.delete("E012", actor="R01", reason="本人の求め", now=day(1))
    assert record.findings.get(1001, reveal=True).explanation is None


def test_what_a_page_was_taken_for_is_kept_where_its_source_does_not_say(record: Record) -> None:
    taken = Taken(Shows.PROFILE, ("profile_labels",))
    sweep(record, SOURCE, replace(make_finding(make_sighting(SOURCE)), taken=taken))
    assert explanation_of(record).taken == taken
