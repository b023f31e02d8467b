"""An inbox: what each kind of file in it becomes."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest

from leakwatch.errors import SweepError
from leakwatch.models import FileRead, Inbox, Limits, PageProblem, Shows, Sighting, Source
from spiders.inbox import InboxSpider
from tests.answers import SEEN_AT, css, make_source

TABLE = "氏名,会社,URL\n架空 太郎,サンプル商会,https://a.example/p/1\n見本 花子,,\n"
ALERT = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>アラート</title>
<entry><id>tag:alert,1</id><title type="html">&lt;b&gt;サンプル商会&lt;/b&gt;の焼成</title>
<link href="https://www.google.com/url?rct=j&amp;url=https://news.example/a%3Fid%3D5&amp;ct=ga"/>
<published>2026-03-01T00:00:00Z</published><content type="html">本文</content></entry>
</feed>
"""


def source_at(folder: Path, *, columns: dict[str, str] | None = None, **changes: Any) -> Source:
    inbox = Inbox(folder=str(folder), columns=tuple((columns or {}).items()), where="x.yaml:3")
    given: dict[str, Any] = {"start": (), "links": None, "next": None, "limits": Limits()}
    return make_source(kind="inbox", inbox=inbox, **(given | changes))


def put(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (1_000_000_000, 1_000_000_000))


class Read:
    """All that a sweep of a folder yields."""

    def __init__(self, source: Source) -> None:
        self.all = asyncio.run(_items(source))
        self.sightings = [item for item in self.all if isinstance(item, Sighting)]
        problems = [item for item in self.all if isinstance(item, PageProblem)]
        self.files = sum(isinstance(item, FileRead) for item in self.all)
        assert len(self.sightings) + len(problems) + self.files == len(self.all)
        assert not any(problem.listing for problem in problems)
        self.problems = {problem.url: problem.name for problem in problems}
        self.identities = [sighting.identity for sighting in self.sightings]


async def _items(source: Source) -> list[object]:
    return [item async for item in InboxSpider(source=source, seen_at=SEEN_AT).start()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_row_of_an_answer_is_an_entry(tmp_path: Path, encoding: str, delimiter: str) -> None:
    put(tmp_path, "a.csv", TABLE.replace(",", delimiter).encode(encoding))
    read = Read(source_at(tmp_path))
    assert (read.problems, read.files) == ({}, 1)
    assert [one.fields["name"] for one in read.sightings] == ["架空 太郎", "見本 花子"]
    assert read.identities[0] == "https://a.example/p/1"
    assert all(one.shows is Shows.PROFILE and one.seen_at == SEEN_AT for one in read.sightings)


def test_the_definition_names_columns_and_what_parts_them(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "番号|人\n7|架空 太郎\n")
    source = source_at(tmp_path, columns={"id": "番号", "name": "人"})
    assert Read(source).problems  # one column: nothing parts it
    assert source.inbox is not None
    read = Read(replace(source, inbox=replace(source.inbox, delimiter="|")))
    assert (read.identities, read.problems) == (["7"], {})
    assert read.sightings[0].fields == {"name": "架空 太郎"}


def test_a_table_without_headings_is_read_and_reported(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "架空 太郎,サンプル商会\n見本 花子,他社\n")
    read = Read(source_at(tmp_path))
    assert [one.text for one in read.sightings] == ["架空 太郎\nサンプル商会", "見本 花子\n他社"]
    assert read.problems == {"inbox:a.csv": "layout_changed"}


def test_a_row_that_cannot_be_read_does_not_hide_those_before_it(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", '氏名\n架空 太郎\n"見本\n')
    read = Read(source_at(tmp_path))
    assert [one.fields["name"] for one in read.sightings] == ["架空 太郎"]
    assert (read.problems, read.files) == ({"inbox:a.csv": "broken_document"}, 0)


def test_an_alert_leads_to_the_page_it_is_about(tmp_path: Path) -> None:
    put(tmp_path, "alerts/one.xml", ALERT)
    read = Read(source_at(tmp_path, shows=Shows.ARTICLE))
    [entry] = read.sightings
    assert (entry.identity, entry.url) == ("https://news.example/a?id=5",) * 2
    assert (entry.title, entry.page) == ("サンプル商会の焼成", "inbox:alerts/one.xml")


def test_a_feed_in_json_is_a_feed(tmp_path: Path) -> None:
    item = {"id": "1", "url": "https://a.example/1", "title": "題", "content_text": "本文"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [item]}
    put(tmp_path, "feed.json", json.dumps(feed))
    assert Read(source_at(tmp_path)).identities == ["https://a.example/1"]


SAVED = [
    ("browser", "<!-- saved from url=(0026)https://a.example/p/1?utm_source=x -->\n<p>本文"),
    ("canonical", "<link rel=canonical href=https://a.example/p/1><p>本文"),
    ("open graph", "<meta property=og:url content=https://a.example/p/1><p>本文"),
    (
        "SingleFile",
        "<!DOCTYPE html><!--\n Page saved with SingleFile \n url: https://a.example/p/1 \n-->",
    ),
    (
        "the browser knows better",
        "<!-- saved from url=(0021)https://a.example/p/1 --><link rel=canonical href=https://b.example/x>",
    ),
    (
        "a bare host says nothing",
        "<link rel=canonical href=https://a.example/><meta property=og:url content=https://a.example/p/1>",
    ),
]


@pytest.mark.parametrize("html", [row[1] for row in SAVED], ids=[row[0] for row in SAVED])
def test_a_saved_page_is_known_by_the_address_it_was_saved_from(tmp_path: Path, html: str) -> None:
    put(tmp_path, "p.html", html)
    assert Read(source_at(tmp_path)).identities == ["https://a.example/p/1"]


def test_a_saved_page_that_does_not_say_is_known_by_its_file(tmp_path: Path) -> None:
    put(tmp_path, "架空 100%.html", "<link rel=canonical href=/p/1><h1>架空</h1>")
    read = Read(source_at(tmp_path, fields={"name": css("h1")}))
    assert read.identities == ["inbox:架空%20100%25.html"]
    assert read.sightings[0].fields["name"] == "架空"


def archive(kind: str) -> bytes:
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = "https://a.example/p/1"
    message.attach(MIMEText("<title>架空</title><p>本文" if kind == "html" else "本文", kind))
    return message.as_bytes()


def test_a_page_archive_is_unpacked(tmp_path: Path) -> None:
    put(tmp_path, "p.mhtml", archive("html"))
    put(tmp_path, "q.mhtml", archive("plain"))
    read = Read(source_at(tmp_path))
    assert [(one.identity, one.title, one.text) for one in read.sightings] == [
        ("https://a.example/p/1", "架空", "本文")
    ]
    assert read.problems == {"inbox:q.mhtml": "broken_document"}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
def test_pages_line_by_line_are_read_and_bad_lines_named(tmp_path: Path, name: str) -> None:
    lines = [
        '{"url": "https://a.example/1", "html": "<title>題</title><p>本文"}',
        '{"text": "<b>そのまま"}',
        "no json",
        '{"url": "https://a.example/2", "file": "/etc/passwd"}',
        '{"url": "javascript:x", "text": "y"}',
    ]
    put(tmp_path, name, "\n".join(lines))
    read = Read(source_at(tmp_path))
    assert read.identities == ["https://a.example/1", f"inbox:{name}:2", f"inbox:{name}:5"]
    assert [one.text for one in read.sightings] == ["本文", "<b>そのまま", "y"]
    assert set(read.problems.values()) == {"broken_document"}
    assert set(read.problems) == {f"inbox:{name}:3", f"inbox:{name}:4"}


def test_a_list_of_pages_is_read_as_well(tmp_path: Path) -> None:
    put(tmp_path, "a.json", json.dumps([{"url": "https://a.example/1", "text": "x"}, 7]))
    read = Read(source_at(tmp_path))
    assert (read.identities, list(read.problems)) == (["https://a.example/1"], ["inbox:a.json:2"])


def test_text_is_read_as_it_stands(tmp_path: Path) -> None:
    put(tmp_path, "memo.txt", "サンプル商会 <焼成>".encode("cp932"))
    put(tmp_path, "page", "<title>題</title>")
    read = Read(source_at(tmp_path))
    assert [(one.title, one.text) for one in read.sightings] == [
        ("", "サンプル商会 <焼成>"),
        ("題", ""),
    ]


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "回答"
    message.set_content("架空 太郎")
    return message.as_bytes()


def test_what_cannot_be_read_is_named_file_by_file(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"%PDF-1.7 \0\1\2")
    put(tmp_path, "b.xlsx", b"PK\x03\x04" + b"\0" * 90)
    put(tmp_path, "c.eml", mail())
    put(tmp_path, "d.xml", "<html><p>no feed")
    put(tmp_path, "e.txt", "x" * 50)
    put(tmp_path, "f.csv", "")
    read = Read(source_at(tmp_path, limits=Limits(page_bytes=49 * 4)))
    assert read.problems == {
        "inbox:a.pdf": "not_text",
        "inbox:b.xlsx": "not_text",
        "inbox:c.eml": "unknown_file",
        "inbox:d.xml": "broken_document",
    }
    assert Read(source_at(tmp_path, limits=Limits(page_bytes=49))).problems["inbox:e.txt"] == (
        "too_large"
    )
    assert len(read.sightings) == 1


def test_more_files_than_the_source_allows_are_cut_and_said_to_be(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path, f"{number}.txt", "x")
    read = Read(source_at(tmp_path, limits=Limits(pages=3)))
    assert len(read.sightings) == 3
    assert read.problems == {"inbox:3.txt": "page_limit"}


def test_nothing_in_the_folder_is_changed(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", TABLE)
    before = (tmp_path / "a.csv").stat()
    Read(source_at(tmp_path))
    after = (tmp_path / "a.csv").stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (
        before.st_mtime_ns,
        before.st_size,
        before.st_ino,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_an_inbox_without_a_folder_cannot_begin() -> None:
    with pytest.raises(SweepError, match="needs a folder"):
        Read(make_source(kind="inbox", start=()))
