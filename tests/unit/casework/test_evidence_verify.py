"""The program inside an archive: what it finds, and that it needs nothing of ours."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from leakwatch.casework import evidence_verify
from leakwatch.casework.evidence_verify import problems_of_archive, problems_of_files
from tests.archived import EXCHANGE, HEAD, files_in, packed


def unpacked(archive: bytes, folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        opened.extractall(folder)
    return folder


def python(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", *map(str, arguments)],
        cwd=cwd,
        env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_archive_verifies_without_leakwatch_in_every_way_it_may_be_held(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "E-1.zip"
    archive.write_bytes(packed().content)
    folder = unpacked(packed().content, tmp_path / "unpacked")
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "verify.py").write_bytes((folder / "verify.py").read_bytes())
    (beside / "E-1.zip").write_bytes(archive.read_bytes())
    for arguments, cwd in (
        ([archive], tmp_path),
        ([folder / "verify.py", archive], tmp_path),
        (["verify.py"], folder),
        (["verify.py", "."], folder),
        (["verify.py"], beside),
    ):
        verified = python(*arguments, cwd=cwd)
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert verified.stdout.startswith("OK / 改変なし")


@pytest.mark.parametrize("name", sorted(files_in(packed().content)))
def test_a_flipped_byte_of_an_unpacked_file_is_found_and_its_file_named(
    name: str, tmp_path: Path
) -> None:
    folder = unpacked(packed().content, tmp_path / "unpacked")
    trusted = tmp_path / "verify.py"
    trusted.write_bytes((folder / "verify.py").read_bytes())
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    verified = python(trusted, folder, cwd=tmp_path)
    assert verified.returncode == 1, verified.stdout + verified.stderr
    assert name in verified.stdout


@pytest.mark.parametrize("name", sorted(files_in(packed().content)))
def test_a_missing_file_is_named(name: str) -> None:
    inside = files_in(packed().content)
    del inside[name]
    found = problems_of_files(inside, strict=True)
    assert any(problem.startswith(f"{name}: ") for problem in found)


def test_every_single_flipped_byte_of_the_archive_is_found() -> None:
    archive = packed().content
    for at in range(0, len(archive), 37):
        spoilt = bytearray(archive)
        spoilt[at] ^= 0x20
        assert problems_of_archive(bytes(spoilt)), at
    for end in (b"", b"x"):
        assert problems_of_archive(archive[:-1] + end)
    assert problems_of_archive(archive + b"x")


def test_a_file_that_was_exchanged_with_its_hash_is_told_by_the_digests_of_the_archive() -> None:
    inside = files_in(packed().content)
    other = files_in(packed(replace(EXCHANGE, answered=HEAD + b"other")).content)
    inside["page.warc.gz"] = other["page.warc.gz"]
    inside["SHA256SUMS"] = b"".join(
        f"{sha256(content).hexdigest()}  {name}\n".encode()
        for name, content in inside.items()
        if name != "SHA256SUMS"
    )
    assert problems_of_files(inside, strict=True) == [
        "page.warc.gz: does not have the SHA-256 in metadata.json"
    ]


def test_where_there_is_no_evidence_the_program_says_so(tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(Path(evidence_verify.__file__).read_bytes())
    (tmp_path / "page.zip").mkdir()
    for arguments in ([program, tmp_path / "none.zip"], [program, tmp_path]):
        assert python(*arguments, cwd=tmp_path).returncode == 2
    (tmp_path / "odd.zip").write_bytes(b"no archive at all")
    told = python(program, tmp_path / "odd.zip", cwd=tmp_path)
    assert told.returncode == 1
    assert "cannot be opened" in told.stdout


def test_the_program_keeps_to_what_python_3_8_reads() -> None:
    source = Path(evidence_verify.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert imported <= {
        "__future__", "base64", "binascii", "gzip", "hashlib", "io", "json", "pathlib", "re",
        "sys", "zipfile", "zlib",
    }  # fmt: skip
