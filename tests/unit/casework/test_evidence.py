"""What the archive of a captured page holds, and what it says of the page."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from leakwatch.casework.evidence_verify import problems_of_archive
from leakwatch.models import Exchange, Shown
from tests.archived import (
    ASKED,
    BODY,
    EXCHANGE,
    GROUND,
    HEAD,
    URL,
    excerpt,
    files_in,
    metadata_in,
    packed,
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
        (
            replace(
                EXCHANGE,
                answered=b"HTTP/1.0 200\r\nno colon here\r\nX-Long: a\r\n b\r\nX-\xff: \xfe\r\n\r\n"
                + BODY,
            ),
        ),
    ],
    ids=["page", "no body", "rendered", "redirect", "chunked", "long", "odd head"],
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
