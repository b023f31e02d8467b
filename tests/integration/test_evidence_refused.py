"""What capturing and handing out evidence refuses, and what it says then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.models import Status
from leakwatch.record.rows import FindingRow
from tests.guild import GUILD, Guild, founded, profile
from tests.installation import Installation, Result

CAPTURE = ("evidence", "capture")
WHY = ("--reason", "証拠の保全")
FORBIDDEN = "terms: {crawling: forbidden, note: 規約第5条}\n"


def confirm(place: Installation, number: int) -> None:
    with place.record() as record:
        record.findings.set_status(
            number,
            Status.CONFIRMED,
            "confirm",
            actor="demo",
            reason="確認",
            until=None,
            now=datetime.now(UTC),
        )


@pytest.fixture(scope="module")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guild]:
    """F-1001 is confirmed, F-1002 is new."""
    with founded(tmp_path_factory.mktemp("guild") / "place") as running:
        running.shows(a=profile("焼成の相談をお受けします。"), b=profile("焼成も見ます。"))
        running.swept("--alert-all")
        confirm(running.place, 1001)
        yield running


@pytest.fixture(scope="module")
def kept(guild: Guild) -> str:
    """The label of evidence of F-1001."""
    done = guild.place.run(*CAPTURE, "F-1001", *WHY, "--format", "jsonl")
    assert done.code == 0, done.err
    return str(done.lines[0]["evidence"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((*CAPTURE, "F-1002", *WHY), 1, "F-1002 is new: evidence is captured of what was confirm"),
        ((*CAPTURE, "F-1001"), 2, "this needs --reason TEXT"),
        ((*CAPTURE, "F-1001", "--reason", "  "), 2, "this needs --reason TEXT"),
        ((*CAPTURE, "F-9999", *WHY), 2, "there is no finding F-9999"),
        ((*CAPTURE, "E-1", *WHY), 2, "write a finding as F-1042, a case as C-3"),
        ((*CAPTURE, "1001", *WHY), 2, "write a finding as F-1042, a case as C-3"),
        ((*CAPTURE, "C-77", *WHY), 2, "C-77"),
        (("evidence", "show", "E-99"), 2, "there is no evidence E-99"),
        (("evidence", "show", "F-1001"), 2, "write evidence as E-7"),
        (("evidence", "verify", "none.zip"), 2, "write evidence as E-7"),
    ],
    ids=lambda value: " ".join(value[1:]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_said_and_nobody_is_asked(
    guild: Guild, arguments: tuple[str, ...], code: int, said: str
) -> None:
    asked = len(guild.site.asked)
    result = guild.place.run(*arguments)
    assert result.code == code, result.out
    assert said in result.err
    assert len(guild.site.asked) == asked


def test_evidence_is_shown_by_labels_and_counts_alone(guild: Guild, kept: str) -> None:
    for arguments in (("show", kept), ("show", kept, "--format", "jsonl"), ("list",)):
        shown = guild.place.run("evidence", *arguments)
        assert shown.code == 0, shown.err
        assert "F-1001" in shown.out
        for secret in ("/members/", "玄海", "127.0.0.1"):
            assert secret not in shown.out + shown.err
    assert guild.place.run("evidence", "list", "--about", "F-1002", "--format", "jsonl").lines == []


def test_an_export_needs_a_reason_and_a_place_where_nothing_is(
    guild: Guild, kept: str, tmp_path: Path
) -> None:
    def export(*arguments: str | Path) -> Result:
        return guild.place.run("evidence", "export", kept, *arguments)

    there = tmp_path / "there.zip"
    there.write_text("mine", encoding="utf-8")
    (tmp_path / "link.zip").symlink_to(tmp_path / "nowhere.zip")
    assert "needs --reason" in export("--to", tmp_path).err
    for taken in (there, tmp_path / "link.zip"):
        refused = export("--to", taken, *WHY)
        assert refused.code == 2
        assert "never written over" in refused.err
    assert there.read_text(encoding="utf-8") == "mine"
    missing = export("--to", tmp_path / "no" / "such" / "out.zip", *WHY)
    assert missing.code == 3
    assert "name another place with --to" in missing.err
    assert export("--to", tmp_path, *WHY).code == 0
    assert (tmp_path / f"{kept}.zip").is_file()


def test_a_full_disk_leaves_no_half_archive(guild: Guild, kept: str, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    full = guild.place.run(
        "evidence", "export", kept, "--to", target, *WHY, prefix=("prlimit", "--fsize=4096")
    )
    assert full.code != 0
    assert not target.exists()


def test_a_file_that_is_no_evidence_is_told_from_evidence(
    guild: Guild, kept: str, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.zip"
    odd.write_bytes(b"no archive")
    told = guild.place.run("evidence", "verify", odd, kept)
    assert told.code == 1
    assert "archive: cannot be opened" in told.out
    assert f"{kept}: whole, and the archive that was sealed as {kept}" in told.out
    assert guild.place.run("evidence", "verify").code == 0


def test_somebody_who_is_not_entered_reads_counts_and_captures_nothing(
    guild: Guild, kept: str
) -> None:
    place = guild.place
    place.edit("reviewers.yaml", "    os_user:", "    os_user: somebody-else #")
    try:
        listed = place.run("evidence", "list")
        assert listed.code == 0
        assert "counts only" in listed.err
        assert kept not in listed.out
        for refused in (
            place.run(*CAPTURE, "F-1001", *WHY),
            place.run("evidence", "show", kept),
            place.run("evidence", "export", kept, *WHY),
        ):
            assert refused.code == 1
            assert "not entered in reviewers.yaml" in refused.err
    finally:
        place.edit("reviewers.yaml", "    os_user: somebody-else #", "    os_user:")


def test_an_auditor_reads_and_sends_nobody_out(guild: Guild, kept: str) -> None:
    place = guild.place
    place.edit("reviewers.yaml", "    role: lead", "    role: auditor")
    try:
        assert place.run("evidence", "show", kept).code == 0
        refused = place.run(*CAPTURE, "F-1001", *WHY)
        assert refused.code == 1
        assert "yours is auditor" in refused.err
    finally:
        place.edit(
            "reviewers.yaml", "    role: auditor\n    os_user", "    role: lead\n    os_user"
        )


def test_nobody_captures_or_reads_what_is_about_himself(guild: Guild, kept: str) -> None:
    place = guild.place
    place.edit("reviewers.yaml", "    role: lead", "    role: lead\n    roster_id: P001")
    with place.record() as record, record._database.writing() as session:
        finding = session.get(FindingRow, 1001)
        assert finding is not None
        before, finding.subject = finding.subject, "person:P001"
    try:
        for arguments in ((*CAPTURE, "F-1001"), ("evidence", "export", kept)):
            refused = place.run(*arguments, *WHY)
            assert refused.code == 1
            assert "about himself" in refused.err
        assert kept not in place.run("evidence", "list").out
    finally:
        place.edit("reviewers.yaml", "    roster_id: P001\n", "")
        with place.record() as record, record._database.writing() as session:
            finding = session.get(FindingRow, 1001)
            assert finding is not None
            finding.subject = before


def test_evidence_that_is_there_is_not_fetched_again(guild: Guild, kept: str) -> None:
    asked = len(guild.site.asked)
    again = guild.place.run(*CAPTURE, kept, "--events")
    assert again.code == 2
    assert "ask for the page anew" in again.events("sweep.refused")[0]["message"]
    assert len(guild.site.asked) == asked


def test_a_source_that_is_not_to_be_visited_is_not_visited_for_evidence(guild: Guild) -> None:
    place = guild.place
    name = f"sources/{GUILD}.yaml"
    place.edit(name, "shows: profile", "enabled: false\n" + FORBIDDEN + "shows: profile")
    try:
        asked = len(guild.site.asked)
        refused = place.run(*CAPTURE, "F-1001", *WHY)
        assert refused.code == 1
        assert "forbid programs: 規約第5条" in refused.err
        assert len(guild.site.asked) == asked
    finally:
        place.edit(name, "enabled: false\n" + FORBIDDEN, "")


def test_a_site_that_is_down_is_told_and_entered(tmp_path: Path) -> None:
    with founded(tmp_path / "place") as guild:
        guild.shows(a=profile("焼成の相談をお受けします。"))
        guild.swept("--alert-all")
        confirm(guild.place, 1001)
        port = guild.site.authority.rpartition(":")[2]
        with guild.place.record() as record:
            assert record.findings.get(1001, reveal=True).url
        guild.place.edit(
            "leakwatch.yaml", "timezone:", "network: {proxy: 'http://127.0.0.1:9'}\ntimezone:"
        )
        down = guild.place.run(*CAPTURE, "F-1001", *WHY)
        assert down.code == 1
        assert "E-1: the page of F-1001 was not captured" in down.out
        assert port not in down.out
        listed = guild.place.run("evidence", "list", "--format", "jsonl").lines
        assert [one["state"] for one in listed] == ["failed"]
