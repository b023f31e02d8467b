"""Whoever is deleted is in no file that the program wrote, sealed or not; a hold stops all of that."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.innocent import bytes_of
from tests.installation import Installation, Result, copied
from tests.planted import names

#: Of the demo's roster: he has findings on several sources.
PERSON, NAME, EMAIL = "P001", "高崎直澄", "n.takasaki@novaceram.example"
REASON = ("--reason", "本人の請求")


def found_in(place: Installation, forms: frozenset[str]) -> dict[str, set[str]]:
    """File of the installation, its home and its temporary folder → forms in its bytes or name."""
    needles = {needle: form for form in forms for needle in bytes_of(form)}
    told: dict[str, set[str]] = {}
    for path in sorted(one for one in place.directory.rglob("*") if one.is_file()):
        low = path.read_bytes().lower() + path.name.encode().lower()
        hit = {form for needle, form in needles.items() if needle in low}
        if hit:
            told[str(path.relative_to(place.directory))] = hit
    return told


def sealed_about(place: Installation) -> set[bytes]:
    """Every sealed value of the record that shows him."""
    tokens: set[bytes] = set()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    with place.record() as record, closing(sqlite3.connect(place.database)) as connection:
        for (table,) in connection.execute(tables).fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                tokens |= {
                    one
                    for one in row
                    if isinstance(one, bytes) and _shows(record.vault.unseal, one)
                }
    return tokens


def _shows(unseal: object, token: bytes) -> bool:
    assert callable(unseal)
    try:
        shown = json.dumps(unseal(token), ensure_ascii=False)
    except Exception:  # noqa: BLE001 - whatever is no sealed JSON shows nobody
        return False
    return any(one in shown for one in (NAME, "高崎 直澄", "TAKASAKI", EMAIL, "たかさき"))


def own(place: Installation) -> str:
    """Label of a finding about him."""
    return next(one.label for one in place.findings() if one.subject == f"person:{PERSON}")


def run(place: Installation, *arguments: str | Path) -> Result:
    """With a folder for temporary files of its own, which is looked into as well."""
    temporary = place.directory / "tmp"
    temporary.mkdir(exist_ok=True)
    return place.run("--verbose", *arguments, environ={"TMPDIR": str(temporary)})


@pytest.fixture(scope="module")
def followed_up(
    day_one: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A confirmed finding about him with a case; the roster's file is gone, as it should be."""
    with copied(day_one, tmp_path_factory.mktemp("followed") / "place") as place:
        (place.config / "people.csv").unlink()
        label = own(place)
        for command in (
            ("findings", "set", label, "confirm", "--reason", f"{NAME}さんの登録"),
            ("findings", "show", label, "--reveal", "--reason", f"{NAME}さんか"),
            ("cases", "open", label, "--reason", f"{NAME}さんの件"),
            ("findings", "export", "--format", "jsonl", "--reason", "点検"),
        ):
            done = run(place, *command)
            assert done.code == 0, (command, done.err)
        yield place


@pytest.fixture
def case(followed_up: Installation, tmp_path: Path) -> Iterator[Installation]:
    with copied(followed_up, tmp_path / "place") as place:
        yield place


def test_somebody_is_deleted_on_his_request_from_everything(case: Installation) -> None:
    label = own(case)
    assert found_in(case, names()) == {}, "nobody on the roster lies in clear anywhere"
    tokens = sealed_about(case)
    assert len(tokens) > 3
    gone = run(case, "requests", "delete", PERSON, *REASON)
    assert gone.code == 0, gone.err
    everything = b"".join(one.read_bytes() for one in case.directory.rglob("*") if one.is_file())
    assert not any(token in everything for token in tokens), "not even sealed"
    assert sealed_about(case) == set()
    assert found_in(case, names()) == {}
    journal = case.database.with_name("leakwatch.db-wal")
    assert not journal.exists() or not journal.stat().st_size
    shown = case.run("findings", "show", label)
    assert f"person:{PERSON}" not in shown.out
    assert all(NAME not in repr(one) for one in (*case.findings(), *case.alerts()))
    assert case.run("db", "verify").code == 0
    (request,) = case.run("requests", "list", "--format", "jsonl").lines
    assert (request["request"], request["about"]) == ("R-1", f"person:{PERSON}")
    assert case.run("requests", "delete", PERSON, *REASON).code != 0


def test_people_delete_leaves_as_little(case: Installation) -> None:
    tokens = sealed_about(case)
    assert run(case, "people", "delete", PERSON, *REASON).code == 0
    everything = b"".join(one.read_bytes() for one in case.directory.rglob("*") if one.is_file())
    assert not any(token in everything for token in tokens)
    assert sealed_about(case) == set()


def test_what_was_posted_about_him_is_rewritten(case: Installation) -> None:
    label = own(case)
    excerpts = [
        finding.excerpt
        for alert in case.alerts()
        for finding in alert.findings
        if finding.label == label and finding.excerpt
    ]
    words = max(re.split(r"\W+", excerpts[0]), key=len)
    assert run(case, "notify", "--once").code == 0
    posted = [one for one in case.messages() if label in written(one)]
    assert any(words in written(one) for one in posted)
    assert run(case, "requests", "delete", PERSON, *REASON).code == 0
    assert run(case, "notify", "--once").code == 0
    edited = [one for one in case.messages() if label in written(one)]
    assert len(edited) >= len(posted)
    assert not any(words in written(one) for one in edited)


def written(message: Mapping[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False)


@pytest.mark.parametrize("command", ["people", "requests"])
def test_a_hold_refuses_deletion_with_its_reason_until_two_people_released_it(
    copy: Installation, command: str
) -> None:
    label = own(copy)
    held = copy.run("cases", "hold", label, "--until", "2040-12-31", "--reason", "係争")
    assert held.code == 0, held.err
    refused = copy.run(command, "delete", PERSON, *REASON)
    assert refused.code != 0
    assert "legal hold H-1 until 2040-12-31" in refused.err
    alone = copy.run("cases", "hold", "approve", "H-1")
    assert alone.code != 0
    assert "somebody else" in alone.err
    reviewers = copy.config / "reviewers.yaml"
    first = reviewers.read_text(encoding="utf-8")
    login = next(line.split()[-1] for line in first.splitlines() if "os_user" in line)
    second = first.replace("os_user:", "# os_user:") + (
        f"  - {{id: legal, role: legal, os_user: {login}, email: legal@novaceram.example}}\n"
    )
    reviewers.write_text(second, encoding="utf-8")
    assert copy.run("cases", "hold", "show", "H-1").code == 2  # looking needs a reason as well
    assert copy.run("cases", "hold", "show", "H-1", "--reason", "承認前").out.endswith("係争\n")
    assert copy.run("cases", "hold", "approve", "h-1").code == 0
    assert copy.run("cases", "release", label, "--reason", "解決").code == 0
    assert copy.run("cases", "hold", "approve", "H-1").code != 0
    assert copy.run(command, "delete", PERSON, *REASON).code != 0
    reviewers.write_text(first, encoding="utf-8")
    assert copy.run("cases", "hold", "approve", "H-1").code == 0
    assert copy.run(command, "delete", PERSON, *REASON).code == 0


def test_the_same_person_under_another_account_is_no_second_one(copy: Installation) -> None:
    label = own(copy)
    copy.run("cases", "hold", label, "--until", "2040-12-31", "--reason", "係争")
    reviewers = copy.config / "reviewers.yaml"
    text = reviewers.read_text(encoding="utf-8")
    login = next(line.split()[-1] for line in text.splitlines() if "os_user" in line)
    reviewers.write_text(
        text.replace("os_user:", "# os_user:")
        + f"  - {{id: again, role: legal, os_user: {login}, email: DEMO@novaceram.example}}\n",
        encoding="utf-8",
    )
    assert copy.run("cases", "hold", "approve", "H-1").code != 0


def test_nobody_whose_time_is_over_holds_or_approves(copy: Installation) -> None:
    label = own(copy)
    copy.edit("reviewers.yaml", "role: lead", "role: lead\n    until: 2026-01-01")
    for command in (
        ("cases", "hold", label, "--until", "2040-12-31", "--reason", "係争"),
        ("requests", "export", PERSON, *REASON),
        ("requests", "delete", PERSON, *REASON),
        ("retention", "run"),
        ("audit", "report"),
    ):
        assert copy.run(*command).code != 0, command


def test_nobody_acts_on_what_is_about_himself(copy: Installation) -> None:
    label = own(copy)
    copy.edit("reviewers.yaml", "role: lead", f"role: lead\n    roster_id: {PERSON}")
    for command in (
        ("cases", "hold", label, "--until", "2040-12-31", "--reason", "係争"),
        ("requests", "export", PERSON, *REASON),
        ("requests", "correct", PERSON, "--set", "given=直", *REASON),
        ("requests", "delete", PERSON, *REASON),
    ):
        done = copy.run(*command)
        assert done.code != 0, command
        assert "himself" in done.err


def test_an_export_is_for_its_owner_alone_and_holds_what_is_kept(case: Installation) -> None:
    label = own(case)
    file = case.home / "export.json"
    done = case.run("requests", "export", PERSON, *REASON, "--output", file)
    assert done.code == 0, done.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["roster"][0]["surname"] == "高崎"
    assert label in {f"F-{one['number']}" for one in told["findings"]}
    assert told["case_file"][0]["subject"] == f"person:{PERSON}"
    assert "黒木田" not in file.read_text(encoding="utf-8")
    assert NAME not in done.out + done.err


def test_a_correction_is_found_by_from_then_on(copy: Installation) -> None:
    done = copy.run("requests", "correct", PERSON, "--set", "given=直純", *REASON)
    assert done.code == 0, done.err
    with copy.record() as record:
        assert record.people.find("高崎 直純")
    wrong = copy.run("requests", "correct", PERSON, "--set", "givn=直純", *REASON)
    assert wrong.code != 0
    assert "given" in wrong.err


def test_retention_shows_runs_and_lists(copy: Installation) -> None:
    backup = copy.home / "backup.db"
    assert copy.run("db", "backup", backup).code == 0
    label = own(copy)
    copy.run("findings", "set", label, "namesake", "--reason", "別人")
    plan = "retention: {dismissed: 1}\n"
    (copy.config / "casework.yaml").write_text(plan, encoding="utf-8")
    with closing(sqlite3.connect(copy.database)) as connection:
        connection.execute("UPDATE history SET at = '2026-01-01 00:00:00.000000'")
        connection.commit()
    rehearsed = copy.run("retention", "run", "--dry-run")
    assert rehearsed.code == 0, rehearsed.err
    assert "1 would be deleted" in rehearsed.out + rehearsed.err
    assert copy.run("retention", "run").code == 0
    (deleted,) = copy.run("retention", "deletions", "--format", "jsonl").lines
    assert (deleted["class"], deleted["about"]) == ("dismissed", label)
    assert deleted["backups"] == ["backup.db"]
    (stone,) = copy.run("retention", "tombstones", "--format", "jsonl").lines
    before = len(copy.findings())
    assert copy.run("sweep", "--all", "--no-send").code == 0
    assert len(copy.findings()) == before
    (stone,) = copy.run("retention", "tombstones", "--format", "jsonl").lines
    assert stone["stopped"] == 1
    shown = copy.run("findings", "suppressed", "--rule", "tombstone", "--format", "jsonl").lines
    assert [one["entry"] for one in shown] == ["T-1"]
    restored = copy.run("db", "restore", backup)
    assert restored.code == 0, restored.err
    assert "1 deleted again" in restored.out + restored.err
    assert copy.run("retention", "deletions", "--destroyed", "backup.db").code == 0
    (deleted,) = copy.run("retention", "deletions", "--format", "jsonl").lines
    assert deleted["backups"] == []
    assert copy.run("retention", "show").code == 0


def test_the_self_audit_tells_a_month_without_a_name(case: Installation) -> None:
    month = datetime.now(UTC).astimezone().strftime("%Y-%m")
    assert case.run("requests", "delete", PERSON, *REASON).code == 0
    told = case.run("audit", "report", "--month", month)
    assert told.code == 0, told.err
    assert "request.delete" in told.out
    assert "finding.confirm" in told.out
    assert "no head was ever sent" in told.out
    assert NAME not in told.out
    lines = case.run("audit", "report", "--month", month, "--format", "jsonl").lines
    sorts = {line["sort"] for line in lines}
    assert {"month", "run", "reveals", "decisions", "deletion", "request"} <= sorts
    assert case.run("audit", "verify").code == 0
    assert case.run("audit", "verify", "--head", "0123456789ab").code == 1
    assert case.run("audit", "report", "--month", "2026-99").code != 0
