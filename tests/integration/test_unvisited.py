"""Places that no sweep visits: a folder, read where it lies, and what only people ask."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.alone import Alone

INBOX = "kind: inbox\nshows: profile\ninbox: {folder: ../answers}\n"
MANUAL = """\
kind: manual
shows: profile
manual:
  reason: its terms forbid programs
  links: [https://platform.example/search, https://platform.example/help]
  contact: compliance@platform.example
"""
OURS = "藍川マテリアル株式会社 開発部 低温焼結の研究を10年"


@pytest.fixture
def place(tmp_path: Path) -> Alone:
    place = Alone(tmp_path)
    place.write({"sources/answers.yaml": INBOX, "sources/asked.yaml": MANUAL})
    return place


def put(place: Alone, name: str, content: str | bytes) -> None:
    path = place.directory / "answers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (1_000_000_000, 1_000_000_000))


def sweep(place: Alone, *options: str) -> dict[str, object]:
    swept = place.run("sweep", "answers", "--no-send", "--format", "jsonl", *options)
    [done] = swept.events("sweep.done")
    assert swept.code == (0 if done["outcome"] in {"ok", "none"} else 1), swept.err
    return done


def test_what_lies_in_a_folder_is_found_without_a_request(place: Alone) -> None:
    put(place, "a.csv", f"氏名,経歴\n架空 太郎,{OURS}\n見本 花子,営業\n".encode("cp932"))
    done = sweep(place, "--alert-all")
    assert (done["outcome"], done["sightings"], done["new_findings"]) == ("ok", 2, 2)
    assert (done["requests"], done["pages"]) == (0, 1)


def test_an_empty_folder_holds_nothing_and_that_is_known(place: Alone) -> None:
    (place.directory / "answers").mkdir()
    done = sweep(place)
    assert (done["outcome"], done["reasons"]) == ("none", [])


def test_a_folder_that_is_not_there_is_no_empty_one(place: Alone) -> None:
    swept = place.run("sweep", "answers", "--no-send")
    assert swept.code == 1
    assert "config/sources/answers.yaml:3: the folder" in swept.err
    assert "answers cannot be read: No such file" in swept.err


def test_a_folder_is_cleared_without_anything_being_called_gone(place: Alone) -> None:
    put(place, "a.csv", f"氏名,経歴\n架空 太郎,{OURS}\n")
    sweep(place, "--alert-all")
    (place.directory / "answers" / "a.csv").unlink()
    for _ in range(4):
        assert sweep(place)["outcome"] == "none"
    assert place.rows("SELECT missing_since FROM finding") == [(None,), (None,)]


def test_one_bad_file_among_many_is_partial_and_named(place: Alone) -> None:
    for number in range(9):
        put(place, f"{number}.txt", "何もなし")
    put(place, "scan.pdf", b"%PDF-1.7 \0\1")
    done = sweep(place)
    assert (done["outcome"], done["errors"]) == ("partial", {"not_text": 1})
    assert done["sightings"] == 9


def test_a_place_for_people_is_refused_with_the_reason_and_the_links(place: Alone) -> None:
    refused = place.run("sweep", "asked")
    assert refused.code == 2
    for word in (
        "asked is never swept: its terms forbid programs",
        "https://platform.example/search, https://platform.example/help",
        "compliance@platform.example",
    ):
        assert word in refused.err
    child = place.run("sweep", "asked", "--events")
    assert (child.code, [event["event"] for event in child.lines]) == (1, ["sweep.refused"])


def test_a_place_for_people_is_listed_and_neither_swept_with_all_nor_called_blind(
    place: Alone,
) -> None:
    (place.directory / "answers").mkdir()
    swept = place.run("sweep", "--all", "--no-send", "--format", "jsonl")
    assert [event["source"] for event in swept.events("sweep.done")] == ["answers"]
    listed = place.run("sources", "list", "--format", "jsonl").lines
    assert {line["source"]: line["kind"] for line in listed} == {
        "answers": "inbox",
        "asked": "manual",
    }
    assert "source asked" not in place.run("doctor", "--offline").out
    assert place.run("config", "check").code == 0


def test_nothing_to_sweep_is_said_when_only_people_can_ask(place: Alone) -> None:
    (place.directory / "config" / "sources" / "answers.yaml").unlink()
    swept = place.run("sweep", "--all")
    assert (swept.code, "no source is enabled" in swept.err) == (2, True)
    doctor = place.run("doctor", "--offline")
    assert "no source is enabled in sources/" in doctor.out
