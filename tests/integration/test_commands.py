"""The commands beside the job: scan, explain, export, backup, a fresh start, and the demo."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from leakwatch.cli.findings_export import harmless
from tests.installation import ARCHIVE, ASKED, BLOG, Installation
from tests.planted import told_in

TEXT = "玄海ノヴァセラム株式会社 唐津製造所 焼成技術部の高崎直澄です"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a page, a text, JSON lines of every kind, and things nobody can read."""
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / "profile.html").write_text(f"<title>x</title><h1>{TEXT}</h1>", encoding="utf-8")
    (folder / "sub" / "note.txt").write_text(TEXT, encoding="cp932")
    (folder / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "bytes.txt").write_bytes(bytes(range(8)) * 500)
    lines = [
        json.dumps({"url": "https://a.example/1", "text": TEXT}),
        json.dumps({"url": "https://a.example/2", "html": f"<p>{TEXT}</p>"}),
        json.dumps({"url": "https://a.example/3", "file": "profile.html"}),
        json.dumps({"url": "https://a.example/4", "file": "absent.html"}),
        json.dumps({"url": "https://a.example/5"}),
        "{broken",
        '["no object"]',
        "",
    ]
    (folder / "dump.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_scan_reads_what_it_can_and_names_what_it_cannot(
    day_one: Installation, pages: Path
) -> None:
    before = day_one.stored()
    result = day_one.run("scan", pages, "--format", "jsonl")
    assert result.code == 1
    found = {line["page"] for line in result.lines if line["subject"] == "person:P001"}
    assert found == {
        *(f"https://a.example/{number}" for number in (1, 2, 3)),
        str(pages / "profile.html"),
        str(pages / "sub" / "note.txt"),
    }
    for where in (
        "image.html",
        "bytes.txt",
        "a.example/4",
        "dump.jsonl:5",
        "dump.jsonl:6",
        "dump.jsonl:7",
    ):
        assert where in result.err, where
    assert "5 pages read, 6 not readable" in result.err
    assert day_one.stored() == before


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only on Linux")
def test_a_file_that_cannot_be_read_hides_none_behind_it(
    day_one: Installation, pages: Path
) -> None:
    result = day_one.run("scan", "/proc/self/mem", pages / "profile.html", "--format", "jsonl")
    assert result.code == 1
    assert "/proc/self/mem cannot be read" in result.err
    assert {line["page"] for line in result.lines} == {str(pages / "profile.html")}


def test_a_scan_of_one_page_counts_it_in_figures(day_one: Installation) -> None:
    line = json.dumps({"url": "https://a.example/1", "text": TEXT})
    result = day_one.run("scan", "-", stdin=line)
    assert "1 pages read, 0 not readable, 1 findings" in result.err


def test_a_scan_gives_the_place_of_each_hit_in_the_page(day_one: Installation) -> None:
    line = json.dumps({"url": "https://a.example/1", "text": TEXT}) + "\n"
    result = day_one.run("scan", "-", "--format", "jsonl", stdin=line)
    assert result.code == 0, result.err
    (finding,) = (one for one in result.lines if one["subject"] == "person:P001")
    assert list(finding) == ["page", "kind", "subject", "score", "severity", "reasons", "hits"]
    for hit in finding["hits"]:
        assert TEXT[hit["start"] : hit["end"]] == hit["quote"]
    assert "高崎直澄" in {hit["quote"] for hit in finding["hits"]}


def test_what_a_page_shows_decides_what_a_hit_means(day_one: Installation) -> None:
    text = "玄海ノヴァセラムの焼成炉に詳しい方を募集します"
    line = json.dumps({"url": "https://a.example/1", "text": text})
    result = day_one.run("scan", "-", "--as", "request", "--format", "jsonl", stdin=line)
    assert {one["kind"] for one in result.lines} == {"solicitation"}


def test_a_scan_of_nothing_is_a_usage_error(day_one: Installation, tmp_path: Path) -> None:
    for arguments in ([tmp_path / "absent"], ["-", tmp_path]):
        result = day_one.run("scan", *arguments)
        assert (result.code, result.out) == (2, "")


def test_a_text_is_explained_by_hits_and_weights(day_one: Installation) -> None:
    result = day_one.run("explain", "--text", TEXT)
    assert result.code == 0, result.err
    assert result.out.startswith("registration of person:P001: score ")
    assert "The full name of a person on the roster stands here" in result.out


def test_a_silence_is_explained_by_what_was_set_aside(day_one: Installation) -> None:
    result = day_one.run("explain", "--text", "ミズナギドリの渡り", "--as", "article")
    assert result.out.startswith("no finding")
    assert "T06" in result.out


def test_the_watchlist_of_the_demo_is_sound_and_its_entries_are_unfolded(
    day_one: Installation,
) -> None:
    assert day_one.run("watchlist", "check").code == 0
    forms = day_one.run("watchlist", "variants", "T06")
    assert "mizunagi" in forms.out
    assert forms.out.split()[:5] == ["form", "entry", "rule", "strength", "reading"]
    assert "1.00" in forms.out
    unknown = day_one.run("watchlist", "variants", "T99")
    assert (unknown.code, unknown.out) == (2, "")


def test_a_noisy_watchlist_is_advised_against(fresh: Installation) -> None:
    fresh.edit("watchlist.yaml", ", context: [焼成, 焼結, 昇温]", "")
    result = fresh.run("watchlist", "check")
    assert result.code == 1
    line = next(
        line for line in result.out.splitlines() if "is a parameter without context" in line
    )
    assert re.match(r"config/watchlist\.yaml:\d+: T\d+: “", line)


def test_sources_are_listed_with_their_last_and_next_sweep(day_one: Installation) -> None:
    result = day_one.run("sources", "list", "--format", "jsonl")
    assert {line["source"]: line["outcome"] for line in result.lines} == {
        path.stem: None if path.stem in ASKED else "ok"
        for path in (day_one.config / "sources").iterdir()
    }
    swept = [line for line in result.lines if line["source"] not in ASKED]
    assert all(line["last_clean"] and line["next_sweep"] for line in swept)


def test_every_mistake_of_every_file_is_named_with_its_line(fresh: Installation) -> None:
    fresh.edit("leakwatch.yaml", "language:", "langage:")
    fresh.edit(
        "watchlist.yaml", "sensitivity: 3, kind: parameter", "sensitivity: 7, kind: parameter"
    )
    fresh.edit(f"sources/{BLOG}.yaml", "shows: article", "shows: articel")
    result = fresh.run("config", "check")
    assert (result.code, result.out) == (2, "")
    for said in ("leakwatch.yaml:2", "language", "watchlist.yaml:", "tech-blog.yaml:4", "article"):
        assert said in result.err


def test_schemas_for_editors_are_written(day_one: Installation, tmp_path: Path) -> None:
    assert day_one.run("config", "schema", tmp_path / "schemas").code == 0
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "schemas").iterdir()}
    assert written.keys() >= {"leakwatch.schema.json", "routing.schema.json"}
    assert all("properties" in schema for schema in written.values())


def test_a_backup_brings_back_what_was_lost_and_the_trail_says_so(
    copy: Installation, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    assert copy.run("db", "backup", saved).code == 0
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    before = copy.findings()
    assert copy.run("findings", "set", before[0].label, "take").code == 0
    restored = copy.run("db", "restore", saved)
    assert restored.code == 0, restored.err
    assert copy.findings() == before
    assert copy.rows("SELECT act FROM audit ORDER BY id DESC LIMIT 1") == [("restored",)]
    verified = copy.run("db", "verify")
    assert verified.code == 0
    assert verified.out.startswith("head of the audit trail: ")
    copy.database.write_bytes(b"\0" * 8192)
    for name in ("leakwatch.db-wal", "leakwatch.db-shm"):
        (copy.state / name).unlink(missing_ok=True)
    assert copy.run("db", "restore", saved).code == 0
    assert copy.findings() == before


def test_a_changed_audit_trail_is_noticed(copy: Installation) -> None:
    with closing(sqlite3.connect(copy.database)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET actor = 'somebody'")
    result = copy.run("db", "verify")
    assert result.code == 1
    assert "row 1 of the audit trail was changed" in result.err


def test_an_export_is_a_table_without_formulas_and_is_entered(copy: Installation) -> None:
    assert copy.run("findings", "export").code == 2
    result = copy.run("findings", "export", "--reason", "board", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert len(rows) == len(copy.findings())
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]
    assert copy.rows("SELECT actor, act, subject FROM audit ORDER BY id DESC LIMIT 1") == [
        ("demo", "findings.export", f"{len(rows)} findings")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        " =1",
        "\u3000=1",
        "\n=1",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text).startswith(("'", "�"))


def test_a_fresh_start_lacks_only_what_nobody_can_know(fresh: Installation) -> None:
    place = fresh.home / "own"
    written = fresh.run("init", place)
    assert written.code == 0, written.err
    assert {path.name for path in place.iterdir()} >= {"leakwatch.yaml", "charter.yaml"}
    assert f"leakwatch --config {place} doctor" in written.out
    checked = fresh.run("--config", place, "config", "check")
    assert checked.code == 0, checked.err
    doctor = fresh.run("doctor", "--offline", "--config", place)
    assert doctor.code == 1
    bad = [line.split()[1] for line in doctor.out.splitlines() if line.startswith("BAD")]
    assert bad == ["charter", "sources"]
    files = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    refused = fresh.run("init", place).err
    assert "exist already" in refused
    assert len(refused) < 400
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == files


def test_a_folder_without_configuration_is_said_to_be_none(fresh: Installation) -> None:
    for command in (["doctor"], ["sweep", "--all"], ["findings", "list"], ["run"]):
        result = fresh.run("--config", fresh.home / "nowhere", *command)
        assert (result.code, result.out) == (2, ""), command
        assert "leakwatch init" in result.err
    assert list(fresh.home.iterdir()) == []


def test_without_a_token_alerts_are_printed(fresh: Installation) -> None:
    text = (fresh.config / "leakwatch.yaml").read_text(encoding="utf-8")
    (fresh.config / "leakwatch.yaml").write_text(text.partition("slack:")[0], encoding="utf-8")
    result = fresh.run("sweep", ARCHIVE, "--alert-all")
    assert result.code == 0, result.err
    assert "F-1001" in result.out
    assert "［T07］" in result.out
    assert told_in(result.out + result.err) == set()
