"""An archive of a captured page verifies by itself, and any changed byte of it is found."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from leakwatch.casework import evidence_verify
from leakwatch.casework.evidence import Ground, pack
from leakwatch.casework.evidence_verify import problems_of_archive, problems_of_files
from leakwatch.models import EntryKind, Excerpt, Exchange, PackedCapture, Shown

NOW = datetime(2026, 11, 26, 9, 30, 15, 123456, tzinfo=UTC)
URL = "https://platform.example/people/17"
BODY = "<title>登録者17</title><p>元サンプル商会 技術部。ＡＢＣ計画に従事。</p>".encode()
HEAD = b"HTTP/1.1 200 OK\r\nsErVeR: odd\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
ASKED = b"GET /people/17 HTTP/1.1\r\nHost: platform.example\r\n\r\n"


def excerpt(quote: str, *, field: str = "text") -> Excerpt:
    return Excerpt(
        field=field,
        before="",
        quote=quote,
        after="",
        entry="sample",
        entry_kind=EntryKind.COMPANY,
        rule="company_name",
    )


GROUND = Ground(
    finding="F-1042",
    about="C-3",
    url=URL,
    excerpts=(excerpt("サンプル商会"), excerpt("ABC計画")),
    rules=("employer_named",),
    kind="registration",
    source="platform",
    watchlist_digest="w" * 16,
    rules_digest="r" * 16,
    charter_version="c" * 16,
    config_digest="d" * 64,
    version="0.1.0",
    by="reviewer-1",
)
EXCHANGE = Exchange(
    url=URL,
    at=NOW,
    status=200,
    asked=ASKED,
    answered=HEAD + BODY,
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=BODY,
    address="192.0.2.7",
)


def packed(
    *exchanges: Exchange, ground: Ground = GROUND, gone: bool = False, said: str = "http_200"
) -> PackedCapture:
    return pack(exchanges or (EXCHANGE,), ground, gone=gone, said=said, at=NOW)


def files_in(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def metadata_in(archive: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(files_in(archive)["metadata.json"])
    return found


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


def test_the_archive_says_what_was_captured_when_by_what_and_what_it_still_showed() -> None:
    capture = packed()
    assert (capture.shown, capture.quotes, capture.present) == (Shown.PRESENT, 2, 2)
    inside = files_in(capture.content)
    assert set(inside) == {
        "README.en.txt", "README.ja.txt", "SHA256SUMS", "__main__.py", "headers.txt",
        "metadata.json", "page.txt", "page.warc.gz", "verify.py",
    }  # fmt: skip
    said = metadata_in(capture.content)
    for name, value in {
        "finding": "F-1042",
        "about": "C-3",
        "url": URL,
        "status": 200,
        "shown": "present",
        "received_at": "2026-11-26T09:30:15.123456+00:00",
        "tool": {"name": "leakwatch", "version": "0.1.0"},
        "config_sha256": "d" * 64,
        "watchlist": "w" * 16,
        "entries": ["sample"],
        "rule_ids": ["employer_named"],
        "captured_by": "reviewer-1",
        "encoding": "utf-8",
    }.items():
        assert said[name] == value, name
    assert said["files"] == {
        name: sha256(inside[name]).hexdigest()
        for name in ("page.warc.gz", "headers.txt", "page.txt")
    }
    assert "元サンプル商会 技術部" in inside["page.txt"].decode()
    assert b"sErVeR: odd" in inside["headers.txt"]


def test_the_archive_of_the_web_holds_every_byte_as_it_came_and_went() -> None:
    inside = files_in(packed().content)["page.warc.gz"]
    records = {}
    for record in ArchiveIterator(BytesIO(inside), no_record_parse=True):
        records[record.rec_type] = (record.rec_headers, record.content_stream().read())
    assert list(records) == ["warcinfo", "response", "request"]
    assert records["response"][1] == HEAD + BODY
    assert records["request"][1] == ASKED
    head = records["response"][0]
    assert head.get_header("WARC-Target-URI") == URL
    assert head.get_header("WARC-Date") == "2026-11-26T09:30:15.123456Z"
    assert head.get_header("WARC-IP-Address") == "192.0.2.7"
    concurrent = records["request"][0].get_header("WARC-Concurrent-To")
    assert concurrent == head.get_header("WARC-Record-ID")


@pytest.mark.parametrize(
    "exchanges",
    [
        (EXCHANGE,),
        (replace(EXCHANGE, answered=HEAD, body=b""),),
        (replace(EXCHANGE, answered=b"", asked=b""),),
        (
            replace(EXCHANGE, status=302, answered=b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n"),
            EXCHANGE,
        ),
        (
            replace(
                EXCHANGE,
                answered=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                body=b"abc",
            ),
        ),
        (replace(EXCHANGE, answered=HEAD + b"x" * 900_000, body=b"x" * 900_000),),
    ],
    ids=["page", "no body", "rendered", "redirect", "chunked", "long"],
)
def test_warcio_and_the_program_inside_find_nothing_wrong(
    exchanges: tuple[Exchange, ...], tmp_path: Path
) -> None:
    archive = packed(*exchanges).content
    assert problems_of_archive(archive) == []
    warc = tmp_path / "page.warc.gz"
    warc.write_bytes(files_in(archive)["page.warc.gz"])
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(warc)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("digest pass") == checked.stdout.count("WARC-Record-ID")
    assert checked.stdout.count("digest pass") > 1


@pytest.mark.parametrize(
    ("quotes", "body", "shown", "present"),
    [
        (("サンプル商会",), BODY, Shown.PRESENT, [True]),
        (("サンプル 商会", "ＡＢＣ計画", "登録者17"), BODY, Shown.PRESENT, [True, True, True]),
        (("サンプル商会", "窒化ケイ素"), BODY, Shown.CHANGED, [True, False]),
        (("サンプル商会",), BODY.decode().encode("cp932"), Shown.PRESENT, [True]),
        (("サンプル商会",), BODY.decode().encode("euc_jp"), Shown.PRESENT, [True]),
        (("サンプル商会",), b"%PDF-1.7 \0\1", Shown.UNREAD, [None]),
        (("サンプル商会",), b"", Shown.UNREAD, [None]),
    ],
    ids=["there", "spelt otherwise", "one gone", "Shift_JIS", "EUC-JP", "no text", "nothing"],
)
def test_each_quote_is_looked_for_by_itself(
    quotes: tuple[str, ...], body: bytes, shown: Shown, present: list[bool | None]
) -> None:
    ground = replace(GROUND, excerpts=tuple(map(excerpt, quotes)))
    capture = packed(replace(EXCHANGE, body=body, headers=()), ground=ground)
    assert capture.shown is shown
    assert capture.present == present.count(True)
    said = metadata_in(capture.content)["quotes"]
    assert isinstance(said, list)
    assert [one["present"] for one in said] == present
    assert ("page.txt" in files_in(capture.content)) is (shown is not Shown.UNREAD)


def test_a_quote_of_a_selected_part_may_stand_in_an_attribute() -> None:
    body = '<p data-employer="サンプル商会">登録者</p>'.encode()
    for field, shown in (("employer", Shown.PRESENT), ("text", Shown.CHANGED)):
        ground = replace(GROUND, excerpts=(excerpt("サンプル商会", field=field),))
        assert packed(replace(EXCHANGE, body=body), ground=ground).shown is shown


def test_a_page_that_is_gone_is_evidence_of_that() -> None:
    absent = replace(EXCHANGE, status=404, body=b"<p>not found</p>")
    capture = packed(absent, gone=True, said="http_404")
    assert (capture.shown, capture.status, capture.present) == (Shown.GONE, 404, 0)
    assert metadata_in(capture.content)["said"] == "http_404"


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
