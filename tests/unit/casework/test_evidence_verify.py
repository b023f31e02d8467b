"""The program inside an archive: what it finds, and that it needs nothing of ours."""

from __future__ import annotations

import ast
import builtins
import gzip
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from leakwatch.casework import evidence_verify
from leakwatch.casework.evidence_verify import (
    problems_of_archive,
    problems_of_files,
    problems_of_warc,
)
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


def test_an_archive_packed_in_another_way_is_told_without_being_unpacked() -> None:
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        made = BytesIO()
        with zipfile.ZipFile(made, "w", method) as archive:
            archive.writestr("page.txt", b"page")
        (told, *_) = problems_of_archive(made.getvalue())
        assert told == "page.txt: is packed in another way than evidence is"


@pytest.mark.parametrize("length", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "-1", ""])
def test_a_length_that_is_none_is_a_record_that_cannot_be_read(length: str) -> None:
    record = f"WARC/1.0\r\nContent-Length: {length}\r\n\r\n\r\n\r\n".encode()
    assert problems_of_warc(gzip.compress(record)) == ["record 1 cannot be read"]


def test_metadata_that_nobody_could_read_are_named() -> None:
    inside = {**files_in(packed().content), "metadata.json": b"[" * 200_000}
    assert "metadata.json: cannot be read" in problems_of_files(inside, strict=True)


def test_what_cannot_be_read_is_no_change_and_no_success(tmp_path: Path) -> None:
    whole, gone, changed = (tmp_path / f"{name}.zip" for name in ("whole", "gone", "changed"))
    whole.write_bytes(packed().content)
    changed.write_bytes(b"no archive")
    gone.write_bytes(b"")

    class Lost(type(whole)):  # type: ignore[misc]
        """A disk that gives nothing back."""

        def read_bytes(self) -> bytes:
            raise OSError(5, "Input/output error")

    assert evidence_verify._code(whole) == 0
    assert evidence_verify._code(changed) == 1
    assert evidence_verify._code(Lost(gone)) == 2


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
        "struct", "sys", "zipfile", "zlib",
    }  # fmt: skip


#: What the program may use of the standard library: all of it is in the manual of Python 3.8.
_IN_3_8 = {
    "base64": {"b32decode"},
    "binascii": {"Error"},
    "gzip": {"decompress"},
    "hashlib": {"new", "sha256"},
    "io": {"BytesIO"},
    "json": {"loads"},
    "re": {"ASCII", "compile", "match"},
    "struct": {"error"},
    "sys": {"argv", "exit", "stdout"},
    "zipfile": {"BadZipFile", "ZIP_DEFLATED", "ZIP_STORED", "ZipFile"},
    "zlib": {"error"},
}
#: Methods and attributes of what these give, none newer than that.
_METHODS_OF_3_8 = {
    "append", "compress_type", "decode", "digest", "encode", "encoding", "filename", "get", "glob",
    "group", "hexdigest", "index", "infolist", "is_dir", "is_file", "items", "lower", "match",
    "name", "parent", "partition", "read", "read_bytes", "resolve", "split", "splitlines",
    "startswith", "endswith", "strerror", "strip", "write",
}  # fmt: skip
_BUILTINS_OF_3_8 = {
    "__file__", "__name__", "all", "bytes", "dict", "int", "len", "list", "max", "set", "sorted",
    "str", "tuple",
    "AttributeError", "EOFError", "KeyError", "NotImplementedError", "OSError", "RecursionError",
    "RuntimeError", "TypeError", "ValueError", "bool",
}  # fmt: skip


def test_the_program_uses_no_name_that_python_3_8_lacks() -> None:
    source = Path(evidence_verify.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    of_modules: set[str] = set()
    of_values: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            known = isinstance(node.value, ast.Name) and node.value.id in _IN_3_8
            (of_modules if known else of_values).add(ast.unparse(node) if known else node.attr)
    assert of_modules <= {f"{module}.{name}" for module, names in _IN_3_8.items() for name in names}
    assert of_values <= _METHODS_OF_3_8
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert {name for name in read if hasattr(builtins, name)} <= _BUILTINS_OF_3_8
    running = list(_run(tree))
    assert not [
        one for one in running if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitOr)
    ]
    generic = [one for one in running if isinstance(one, ast.Subscript)]
    assert not [one for one in generic if ast.unparse(one.value) in _BUILTINS_OF_3_8]


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """What is executed: annotations are only read, so they may be newer."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield from _run(one)
