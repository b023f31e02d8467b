from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from leakwatch.record.private_files import write_new, write_private


def test_a_private_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("old")
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_new(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("there", ["file", "link", "dangling"])
def test_a_new_file_takes_no_place_that_is_taken(tmp_path: Path, there: str) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    if there != "dangling":
        other.write_bytes(b"old")
    if there == "file":
        other.rename(path)
    else:
        path.symlink_to(other)
    with pytest.raises(FileExistsError):
        write_new(path, b"new")
    assert path.is_symlink() == (there != "file")
    assert other.exists() == (there == "link")
    assert not path.exists() or path.read_bytes() == b"old"


@pytest.mark.parametrize("write", [write_new, write_private])
def test_where_there_is_no_room_no_half_of_a_file_is_left(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            write(tmp_path / "file", b"x" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())
