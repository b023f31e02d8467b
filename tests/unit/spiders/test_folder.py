"""Files of a folder: in order, bounded, never out of it, and never one half written."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.errors import SweepError, TooLarge
from spiders.folder import NotAFile, Unreadable, files_below, read_file

LATER = datetime.now(UTC) + timedelta(hours=1)


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def found(folder: Path, now: datetime = LATER) -> list[tuple[str, str | None]]:
    return [(one.name, one.left) for one in files_below(folder, now=now, where="x.yaml:3")]


def names(folder: Path) -> list[str]:
    assert all(problem is None for _name, problem in found(folder))
    return [name for name, _problem in found(folder)]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, "b.csv", "a/2.csv", "a/1.csv", "c.csv", "回答.csv")
    assert names(tmp_path) == ["a/1.csv", "a/2.csv", "b.csv", "c.csv", "回答.csv"]


def test_hidden_and_unfinished_files_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".DS_Store", "a.csv.part", "b.tmp", "c.crdownload", "d.csv~", "Thumbs.db", "e")
    make(tmp_path, ".hidden/a.csv")
    assert names(tmp_path) == ["e"]


def test_style_and_pictures_of_a_saved_page_are_no_files_of_their_own(tmp_path: Path) -> None:
    make(tmp_path, "p.html", "p_files/logo.png", "answer_files/a.csv")
    assert names(tmp_path) == ["answer_files/a.csv", "p.html"]


def test_a_file_that_has_just_changed_is_left_alone_and_said_to_be(tmp_path: Path) -> None:
    make(tmp_path, "a.csv")
    changed = datetime.fromtimestamp((tmp_path / "a.csv").stat().st_mtime, UTC)
    assert found(tmp_path, changed + timedelta(seconds=1)) == [("a.csv", "being_written")]
    assert found(tmp_path, changed + timedelta(seconds=9)) == [("a.csv", None)]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    make(tmp_path, "outside/secret.csv", "inbox/a.csv", "inbox-2/b.csv")
    (inbox / "file.csv").symlink_to(outside / "secret.csv")
    (inbox / "folder").symlink_to(outside)
    (inbox / "prefix").symlink_to(tmp_path / "inbox-2")
    (inbox / "dangling").symlink_to(inbox / "nothing")
    (inbox / "within.csv").symlink_to(inbox / "a.csv")
    (inbox / "loop").symlink_to(inbox)
    assert found(inbox) == [
        ("a.csv", None),
        ("dangling", "unreadable"),
        ("file.csv", "outside_folder"),
        ("folder", "outside_folder"),
        ("prefix", "outside_folder"),
    ]


def test_a_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    make(tmp_path, "real/a.csv")
    (tmp_path / "inbox").symlink_to(tmp_path / "real")
    assert names(tmp_path / "inbox") == ["a.csv"]


def test_pipes_are_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [("pipe", "not_a_file")]
    with pytest.raises(NotAFile):
        read_file(tmp_path / "pipe", limit=10)


def test_folders_within_folders_end_somewhere(tmp_path: Path) -> None:
    make(tmp_path, "/".join("d" * 16) + "/deep.csv", "/".join("d" * 15) + "/last.csv")
    assert found(tmp_path) == [
        ("/".join("d" * 16), "too_deep"),
        ("/".join("d" * 15) + "/last.csv", None),
    ]


def test_a_folder_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SweepError, match=r"x\.yaml:3: the folder .*/gone cannot be read: No such"):
        found(tmp_path / "gone")
    make(tmp_path, "file")
    with pytest.raises(SweepError, match="Not a directory"):
        found(tmp_path / "file")


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    assert read_file(tmp_path / "a", limit=10) == b"0123456789"
    with pytest.raises(TooLarge):
        read_file(tmp_path / "a", limit=9)


def test_a_link_put_there_since_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "secret")
    (tmp_path / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(Unreadable):
        read_file(tmp_path / "a", limit=10)


def test_names_in_no_encoding_are_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.csv")).write_text("x")
    assert names(tmp_path) == ["caf\ufffd.csv"]
