"""Files that cannot be read as text, each with its one mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leakwatch.config.text_file import WrongText, read_bytes, read_text


def told(path: Path) -> tuple[int | None, str]:
    with pytest.raises(WrongText) as caught:
        read_text(path, name="a.yaml")
    mistake = caught.value.mistake
    assert mistake.file == "a.yaml"
    return mistake.line, mistake.message.format(**mistake.values)


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ("a: 1\nb: 社外秘\n".encode("cp932"), 2, "it looks like Shift_JIS (cp932)"),
        (b"a: 1\n" + "社外秘﨑".encode("euc_jp", "ignore")[:-1], 2, "not UTF-8"),
        (b"a: 1\nb: \x81\xff\n", 2, "it looks like binary"),
        ("a: 1\n".encode("utf-16"), 1, "a NUL byte"),
        (b"a: 1\nb: 2\nc: \0\n", 3, "a NUL byte"),
    ],
    ids=["cp932", "euc-jp", "binary", "utf-16", "NUL byte"],
)
def test_the_line_that_is_no_utf_8_is_named(
    tmp_path: Path, body: bytes, line: int, says: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(body)
    found = told(path)
    assert found[0] == line
    assert says in found[1]


@pytest.mark.parametrize("body", [b"\xef\xbb\xbfa", b"a"], ids=["with mark", "without"])
def test_a_byte_order_mark_is_left_out(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a").write_bytes(body)
    assert read_text(tmp_path / "a", name="a.yaml") == "a"


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert "cannot be read" in told(tmp_path)[1]


def test_a_name_that_no_file_can_have_is_told_as_well() -> None:
    assert "cannot be read" in told(Path("a\0b"))[1]


def test_a_missing_file_names_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(WrongText) as caught:
        read_bytes(tmp_path / "nowhere", name="a.yaml")
    assert "leakwatch init" in (caught.value.mistake.remedy or "")


def test_a_file_that_never_ends_is_read_to_the_limit_only() -> None:
    with pytest.raises(WrongText) as caught:
        read_bytes(Path(os.devnull).with_name("zero"), name="a.yaml", limit=2_000_000)
    mistake = caught.value.mistake
    assert mistake.message.format(**mistake.values) == "this file is larger than 2 MB"
