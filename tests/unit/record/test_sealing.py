from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import RecordError, SealError
from leakwatch.models import Kind, Status
from leakwatch.record import Record, SealedFile, Vault, VaultState, new_key, open_record
from leakwatch.record.sealing import read_keys
from tests.logged import (
    NOW,
    begin,
    day,
    make_finding,
    make_person,
    make_public_source,
    make_report,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)

SOURCE = make_source()
BLOG = make_public_source()


def open_with(state_dir: Path, key: str | None = None) -> Record:
    return open_record(state_dir, sealing_key=key, now=NOW)


def lose_key(state_dir: Path) -> str:
    key = (state_dir / "key").read_text("ascii")
    (state_dir / "key").unlink()
    return key


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists))
def test_what_is_sealed_is_read_back(value: object) -> None:
    vault = Vault()
    vault.found(read_keys(new_key()))
    assert vault.unseal(vault.seal(value)) == value


def test_a_new_record_makes_its_own_key(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        assert record.vault.state is VaultState.OPEN
    assert stat.S_IMODE((state_dir / "key").stat().st_mode) == 0o600


def test_a_key_from_elsewhere_makes_no_file(state_dir: Path) -> None:
    with open_with(state_dir, new_key()) as record:
        assert record.vault.is_open
    assert not (state_dir / "key").exists()


def test_the_same_key_opens_it_again(state_dir: Path) -> None:
    key = new_key()
    open_with(state_dir, key).close()
    with open_with(state_dir, f"\n {key} \n") as record:
        assert record.vault.state is VaultState.OPEN


def test_of_several_keys_one_has_to_fit_and_the_first_encrypts(state_dir: Path) -> None:
    old, new = new_key(), new_key()
    with open_with(state_dir, old) as record:
        record.people.replace([make_person()], actor="R01", now=NOW)
    with open_with(state_dir, f"{new}\n{old}") as record:
        record.people.replace(record.people.load(), actor="R01", now=NOW)
        assert record.people.load() == (make_person(),)
    with open_with(state_dir, old) as record, pytest.raises(SealError):
        record.people.load()


def test_a_lost_key_is_missing_and_no_other_is_made(state_dir: Path) -> None:
    open_with(state_dir).close()
    lose_key(state_dir)
    with open_with(state_dir) as record:
        assert record.vault.state is VaultState.MISSING
        assert "missing" in record.vault.message
    assert not (state_dir / "key").exists()


@pytest.mark.parametrize("key", [new_key(), "秘密", "x" * 44], ids=["other", "words", "no base64"])
def test_another_key_is_wrong(state_dir: Path, key: str) -> None:
    open_with(state_dir).close()
    with open_with(state_dir, key) as record:
        assert record.vault.state is VaultState.WRONG
        with pytest.raises(SealError, match="not the one"):
            record.vault.require()


def test_a_malformed_key_over_nothing_founds_nothing(state_dir: Path) -> None:
    with open_with(state_dir, "no key") as record:
        assert record.vault.state is VaultState.WRONG
    assert not (state_dir / "key").exists()
    with open_with(state_dir, new_key()) as record:
        assert record.vault.state is VaultState.OPEN


def test_a_closed_vault_refuses_people_and_reveals(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        record.people.replace([make_person()], actor="R01", now=NOW)
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
    lose_key(state_dir)
    with open_with(state_dir) as record:
        for refused in (
            record.people.load,
            lambda: record.people.find("東雲朔太郎"),
            lambda: record.people.replace([], actor="R01", now=NOW),
            lambda: record.people.delete("E012", actor="R01", reason="退職", now=NOW),
            lambda: record.findings.reveal(1001, actor="R01", reason="確認", now=NOW),
            lambda: record.findings.get(1001, reveal=True),
            lambda: record.rotate(new_key(), actor="R01", now=NOW),
            lambda: begin(record, SOURCE),
        ):
            with pytest.raises(SealError, match="LEAKWATCH_KEY"):
                refused()
        assert record.findings.get(1001).url is None
        assert record.audit.verify().ok


def test_a_refused_reveal_leaves_nothing_in_the_audit_trail(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
        before = record.audit.head()
    lose_key(state_dir)
    with open_with(state_dir) as record:
        with pytest.raises(SealError):
            record.findings.reveal(1001, actor="R01", reason="確認", now=NOW)
        assert record.audit.head() == before


def test_public_findings_go_on_while_the_vault_is_closed(state_dir: Path) -> None:
    page = make_sighting(BLOG)
    with open_with(state_dir) as record:
        sweep(record, BLOG, make_finding(page, kind=Kind.MENTION))
    lose_key(state_dir)
    with open_with(state_dir) as record:
        more = make_finding(make_sighting(BLOG, "18"), kind=Kind.MENTION)
        sweep(record, BLOG, make_finding(page, kind=Kind.MENTION), more, at=day(1))
        numbers = [finding.number for finding in record.findings.list()]
        assert numbers == [1001, 1002]
        assert record.findings.get(1002).url == "https://blog.example/18"


def test_a_secret_found_without_the_key_is_withheld_once_and_told_once(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        sweep(record, BLOG)
    lose_key(state_dir)
    with open_with(state_dir) as record:
        pages = [make_sighting(BLOG, str(number)) for number in range(3)]
        for number in (1, 2):
            sweep(record, BLOG, *(make_secret(page) for page in pages), at=day(number))
        (finding,) = record.findings.list()
        assert (finding.withheld, finding.url, finding.excerpts) == (True, None, ())
        (entry,) = record.outbox.list()[1:]
        assert entry.alert.findings[0].excerpt == ""
        assert entry.alert.url is None
        assert record.verify() == ()


def test_what_was_withheld_is_found_again_and_sealed_when_the_key_is_back(
    state_dir: Path,
) -> None:
    with open_with(state_dir) as record:
        sweep(record, BLOG)
    key = lose_key(state_dir)
    page = make_sighting(BLOG)
    with open_with(state_dir) as record:
        sweep(record, BLOG, make_secret(page), at=day(1))
    with open_with(state_dir, key) as record:
        sweep(record, BLOG, make_secret(page), at=day(2))
        withheld, sealed = record.findings.list()
        assert (withheld.status, sealed.status) == (Status.CLOSED, Status.NEW)
        assert record.findings.history(withheld.number)[-1].act == "superseded"
        assert record.findings.get(sealed.number, reveal=True).url == page.url
    with open_with(state_dir) as record:
        sweep(record, BLOG, make_secret(page), at=day(3))
        assert record.findings.get(withheld.number).status is Status.NEW


def test_a_clear_finding_that_gains_a_secret_is_sealed_under_its_number(record: Record) -> None:
    page = make_sighting(BLOG)
    secret = make_secret(page, kind=Kind.REGISTRATION, subject="unknown")
    sweep(record, BLOG, make_finding(page))
    assert record.findings.get(1001).url == page.url
    sweep(record, BLOG, secret, at=day(1))
    (finding,) = record.findings.list()
    assert (finding.number, finding.confidential, finding.url) == (1001, True, None)
    sweep(record, BLOG, make_finding(page), at=day(2))
    (finding,) = record.findings.list()
    assert (finding.confidential, finding.url, finding.title) == (True, None, None)
    assert [entry.act for entry in record.findings.history(1001)] == ["found", "reopened", "lost"]


def test_confidential_findings_are_not_called_missing_without_the_key(state_dir: Path) -> None:
    page = make_sighting(BLOG)
    with open_with(state_dir) as record:
        sweep(record, BLOG, make_secret(page), make_finding(page))
    lose_key(state_dir)
    with open_with(state_dir) as record:
        sweep(record, BLOG, at=day(1))
        missing = {one.subject: one.missing_since for one in record.findings.list()}
        assert missing == {"term:T08": None, "unknown": day(1)}


def test_alerts_go_out_without_their_excerpts_while_the_vault_is_closed(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)), alert_all=True)
        assert record.outbox.list()[0].alert.findings[0].excerpt
    lose_key(state_dir)
    with open_with(state_dir) as record:
        (entry,) = record.outbox.claim(NOW, 10)
        assert entry.alert.findings[0].excerpt == ""


def test_rotation_seals_everything_with_the_new_key(state_dir: Path) -> None:
    old, new = new_key(), new_key()
    with open_with(state_dir, old) as record:
        record.people.replace([make_person()], actor="R01", now=NOW)
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)), alert_all=True)
        record.rotate(new, actor="R01", now=NOW)
        assert record.people.load() == (make_person(),)
    with open_with(state_dir, old) as record:
        assert record.vault.state is VaultState.WRONG
    with open_with(state_dir, new) as record:
        assert record.people.find("東雲 朔太郎") == (make_person(),)
        assert record.findings.get(1001, reveal=True).title == "登録者 17"
        assert record.outbox.list()[0].alert.findings[0].excerpt
        assert record.verify() == ()
        sweep(record, SOURCE, make_finding(make_sighting(SOURCE)), at=day(1))
        assert len(record.findings.list()) == 1


def test_rotation_replaces_the_key_beside_the_database(state_dir: Path) -> None:
    with open_with(state_dir) as record:
        record.people.replace([make_person()], actor="R01", now=NOW)
        record.rotate(new_key(), actor="R01", now=NOW)
    assert len((state_dir / "key").read_text("ascii").split()) == 1
    with open_with(state_dir) as record:
        assert record.people.load() == (make_person(),)


def test_a_malformed_new_key_changes_nothing(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    with pytest.raises(SealError, match="44 characters"):
        record.rotate("short", actor="R01", now=NOW)
    assert record.people.load() == (make_person(),)


def test_a_sealed_file_shows_nothing_and_is_private(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "evidence"
    file = SealedFile(path, record.vault)
    file.write("東雲".encode())
    assert file.read() == "東雲".encode()
    assert "東雲".encode() not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_sealed_file_that_was_touched_is_refused(tmp_path: Path, record: Record) -> None:
    file = SealedFile(tmp_path / "evidence", record.vault)
    file.write(b"x")
    file.path.write_bytes(file.path.read_bytes()[:-3])
    with pytest.raises(SealError, match="damaged"):
        file.read()


def test_a_seal_error_is_a_record_error_that_exits_with_1() -> None:
    assert issubclass(SealError, RecordError)
    assert SealError.exit_code == 1


def test_a_sealed_value_does_not_print_itself(record: Record) -> None:
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
    assert make_report(SOURCE).source == "platform"
    assert "登録者" not in repr(record.findings.get(1001))
