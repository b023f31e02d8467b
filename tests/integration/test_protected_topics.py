"""A profile that speaks of a union beside the hit: the finding stays, the word goes nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from leakwatch.record import Record
from leakwatch.record.rows import FindingRow, OutboxRow
from tests.installation import Installation, installed

SOURCE = "members"
#: What the profile says of its owner's private life; none of it may be kept or sent.
PRIVATE = ("労働組合", "労 働 組 合", "信仰", "whistleblow", "執行委員")
PROFILE = """<!doctype html><html lang="ja"><head><meta charset="utf-8">
<title>高﨑 直澄（労働組合の執行委員）</title></head><body><main>
<h1 class="name">髙﨑 直澄</h1>
<p class="organisation">玄海ノヴァセラム株式会社</p>
<p class="body">労働組合の執行委員。唐津製造所の焼成技術部に在籍し、労 働 組 合の執行委員も務める。
二槽式ゲル転写法を担当。信仰についても話せます。ＷＨＩＳＴＬＥＢＬＯＷＩＮＧも経験した。</p>
</main></body></html>"""
LISTING = '<!doctype html><a class="expert" href="member-1.html">1</a>'
TOPICS = "protected_topics: [病気, 組合, 信仰]"
DEFINITION = """\
kind: directory
start: {url}/index.html
shows: profile
listing: {{links: "a.expert::attr(href)"}}
identity: {{url: 'member-([0-9]+)'}}
fields: {{name: .name, organisation: .organisation, body: .body}}
expect: {{at_least: 1}}
politeness: {{delay: 0s, concurrency: 1, autothrottle: false, timeout: 10s}}
allow_private: ["127.0.0.0/8"]
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing on the test's standard error."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(LISTING, encoding="utf-8")
    (folder / "member-1.html").write_text(PROFILE, encoding="utf-8")
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def place(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("protected") / "place") as one:
        definition = DEFINITION.format(url=site)
        (one.config / "sources" / f"{SOURCE}.yaml").write_text(definition, encoding="utf-8")
        one.edit("watchlist.yaml", TOPICS, TOPICS.replace("]", ", 労働組合, whistleblowing]"))
        swept = one.run("--verbose", "sweep", SOURCE, "--alert-all")
        assert swept.code in {0, 1}, swept.err
        assert not told_in(swept.out + swept.err)
        yield one


def told_in(text: str) -> set[str]:
    return {word for word in PRIVATE if word in text}


def unsealed(record: Record) -> str:
    """Everything in the database that can be unsealed, past the command line."""
    with record._database.reading() as session:
        details = [row.detail.open() for row in session.query(FindingRow) if row.detail]
        excerpts = [row.excerpts.open() for row in session.query(OutboxRow) if row.excerpts]
    return json.dumps([details, excerpts], ensure_ascii=False)


def test_the_finding_stays(place: Installation) -> None:
    found = {(one.kind.value, one.subject) for one in place.findings()}
    assert ("registration", "person:P001") in found
    assert ("leak", "term:T04") in found


def test_the_search_for_private_words_finds_them_where_they_stand() -> None:
    assert told_in(PROFILE) == set(PRIVATE) - {"whistleblow"}


def test_no_private_word_is_in_the_database(place: Installation) -> None:
    for path in place.state.iterdir():
        assert not told_in(path.read_bytes().decode("utf-8", "replace")), path
    with place.record() as record:
        text = unsealed(record)
    assert "二槽式ゲル転写法" in text
    assert not told_in(text)


def test_no_private_word_goes_to_slack(place: Installation) -> None:
    sent = json.dumps(place.messages(), ensure_ascii=False)
    assert "F-1001" in sent
    assert not told_in(sent)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["findings", "show", "F-1001", "--reveal", "--reason", "x"], id="show"),
        pytest.param(
            ["findings", "show", "F-1002", "--reveal", "--reason", "x"], id="show another"
        ),
        pytest.param(["explain", "F-1001", "--reveal", "--reason", "x"], id="explain"),
        pytest.param(["explain", "F-1001", "--format", "jsonl"], id="explain as lines"),
        pytest.param(["findings", "list", "--format", "jsonl"], id="list"),
        pytest.param(["findings", "export", "--reason", "x", "--format", "csv"], id="export"),
        pytest.param(["findings", "suppressed"], id="suppressed"),
        pytest.param(["notify", "list", "--format", "jsonl"], id="outbox"),
        pytest.param(["watchlist", "report"], id="report"),
        pytest.param(["watchlist", "proposals", "--reveal", "--reason", "x"], id="proposals"),
    ],
)
def test_no_private_word_stands_in_the_terminal(place: Installation, arguments: list[str]) -> None:
    shown = place.run("--verbose", *arguments)
    assert shown.code == 0, shown.err
    assert not told_in(shown.out + shown.err)


def test_the_cuts_are_counted(place: Installation) -> None:
    (explained,) = place.run("explain", "F-1001", "--format", "jsonl").lines[:1]
    assert explained["cuts"] > 0
    report = place.run("watchlist", "report", "--format", "jsonl").lines
    (protected,) = [line for line in report if line["record"] == "protected"]
    assert protected["findings"] == len(place.findings())
    assert protected["cuts"] >= protected["findings"]
    assert protected["unexplained"] == 0


def test_a_term_that_is_a_protected_topic_stops_every_command(
    place: Installation, tmp_path: Path
) -> None:
    text = (place.config / "watchlist.yaml").read_text(encoding="utf-8")
    term = "terms:\n  - {id: T99, text: 組合, sensitivity: 1, kind: technology}\n"
    wrong = tmp_path / "config"
    wrong.mkdir()
    for path in place.config.glob("*.*"):
        (wrong / path.name).write_bytes(path.read_bytes())
    (wrong / "watchlist.yaml").write_text(text.replace("terms:\n", term), encoding="utf-8")
    checked = place.run("config", "check", "--config", wrong)
    line = text.splitlines().index("terms:") + 2
    assert checked.code == 2
    assert f"watchlist.yaml:{line}" in checked.out + checked.err
    assert "never a hit" in checked.out + checked.err
