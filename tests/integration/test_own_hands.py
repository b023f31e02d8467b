"""What a reviewer may not do in silence, or about himself."""

from __future__ import annotations

from pathlib import Path

from tests.installation import LOGIN, Installation
from tests.planted import told_in


def as_member(place: Installation, roster_id: str) -> None:
    """The user of `place` is on the roster himself."""
    place.edit("reviewers.yaml", "role: lead", f"role: lead\n    roster_id: {roster_id}")


def acts(place: Installation) -> list[str]:
    return [act for (act,) in place.rows("SELECT act FROM audit ORDER BY id")]


def test_the_spellings_of_a_name_are_a_logged_reveal(copy: Installation) -> None:
    before = acts(copy)
    refused = copy.run("watchlist", "variants", "P001")
    assert refused.code == 2
    assert told_in(refused.out + refused.err) == set()
    assert acts(copy) == before
    shown = copy.run("watchlist", "variants", "P001", "--reveal", "--reason", "spelling")
    assert (shown.code, "高崎直澄" in shown.out) == (0, True)
    assert acts(copy) == [*before, "people.reveal"]
    company = copy.run("watchlist", "variants", "T04")
    assert company.code == 0


def test_somebody_who_is_no_reviewer_cannot_ask_who_is_on_the_roster(copy: Installation) -> None:
    copy.edit("reviewers.yaml", f'"{LOGIN}"', '"somebody-else"')
    known = copy.run("watchlist", "variants", "高崎直澄")
    unknown = copy.run("watchlist", "variants", "実在しない名前")
    assert known.code == unknown.code == 2
    assert "no entry" in known.err
    assert "no entry" in unknown.err


def test_a_noisy_roster_is_advised_against_without_a_name(copy: Installation) -> None:
    roster = (copy.config / "people.csv").read_text(encoding="utf-8").splitlines()
    (line,) = (one for one in roster if one.startswith("P001,"))
    doubled = copy.directory / "doubled.csv"
    twin = line.replace("P001", "P901")
    doubled.write_text("\n".join([*roster, twin]) + "\n", "utf-8")
    imported = copy.run("people", "import", doubled)
    assert imported.code == 0
    assert "1 people have the mail address of another entry" in imported.err
    assert told_in(imported.out + imported.err) == set()
    result = copy.run("watchlist", "check")
    assert result.code == 1
    assert "P901" in result.out
    assert told_in(result.out + result.err) == set()


def test_a_look_at_a_finding_is_entered(copy: Installation) -> None:
    number = copy.findings()[0].label
    before = acts(copy)
    assert copy.run("findings", "show", number).code == 0
    assert copy.run("explain", number).code == 0
    assert acts(copy) == [*before, "finding.view", "finding.view"]


def test_a_backup_is_entered(copy: Installation, tmp_path: Path) -> None:
    assert copy.run("db", "backup", tmp_path / "b.db").code == 0
    assert acts(copy)[-1] == "record.backup"


def test_nobody_deletes_himself_or_takes_himself_off_the_roster(copy: Installation) -> None:
    as_member(copy, "P001")
    before = copy.stored()
    deleted = copy.run("people", "delete", "P001", "--reason", "mine")
    assert deleted.code == 1
    assert "himself" in deleted.err
    roster = (copy.config / "people.csv").read_text(encoding="utf-8").splitlines()
    shorter = copy.directory / "shorter.csv"
    kept = [one for one in roster if not one.startswith("P001,")]
    shorter.write_text("\n".join(kept) + "\n", encoding="utf-8")
    imported = copy.run("people", "import", shorter)
    assert imported.code == 1
    assert "his own entry" in imported.err
    assert copy.stored() == before


def test_an_import_says_who_is_no_longer_on_the_roster_and_what_is_weak(
    copy: Installation,
) -> None:
    heading = "id,surname,given,reason\n"
    bare = copy.directory / "bare.csv"
    bare.write_text(heading + "P001,高崎,直澄,\n", encoding="utf-8")
    result = copy.run("people", "import", bare)
    assert result.code == 0
    assert "23 people are no longer on the roster" in result.err
    assert "without kana" in result.err
    assert "without a stated reason" in result.err
    assert told_in(result.out + result.err) == set()


def test_the_outbox_is_counted_for_somebody_unknown(copy: Installation) -> None:
    copy.edit("reviewers.yaml", f'"{LOGIN}"', '"somebody-else"')
    result = copy.run("notify", "list")
    assert result.code == 0
    assert "F-1" not in result.out
    assert "waiting" in result.out
    assert "counts only" in result.err


def test_a_page_cannot_forge_a_line_of_a_reveal(copy: Installation) -> None:
    number = next(one.label for one in copy.findings() if one.subject == "person:P001")
    shown = copy.run("findings", "show", number, "--reveal", "--reason", "look")
    facts = shown.out.split("when ", maxsplit=1)[0].splitlines()[1:]
    of_the_table = ("weight ", "+", "-", "= ")
    assert [line for line in facts if not line.startswith(("  ", *of_the_table))] == []
