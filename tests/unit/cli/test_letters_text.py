from __future__ import annotations

import resource
from pathlib import Path

import pytest

from leakwatch.cli.letters_text import write_private
from leakwatch.errors import OutputError


def test_where_there_is_no_room_no_half_of_a_file_is_left(tmp_path: Path) -> None:
    file = tmp_path / "L-1.txt"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OutputError):
            write_private(file, b"x" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not file.exists()
    write_private(file, b"x" * 100)
    assert file.read_bytes() == b"x" * 100
