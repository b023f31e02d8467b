"""Of somebody whom a sweep merely passes by nothing is kept: not in any file, log or message."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.guild import GUILD, Guild, founded, profile
from tests.innocent import EMAIL, NAME, PERSON, SLUG, needles, told_by, told_in_files, written
from tests.installation import children_of, wait_until
from tests.servers.behaviours import Behaviour, Drop, Page, Slow, Turns, redirect
from tests.warm import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    f"氏名 {NAME}（{PERSON.surname_kana} {PERSON.given_kana}）",
    f"Mayuuko SAIJOU, {EMAIL}",
    "窯業の現場を十年ほど見てまいりました。",
)
INNOCENT = profile(*WORDS, name=NAME, organisation="サンプル商会 営業部")
#: Somebody of ours, and beside him on his page the one who is not.
OURS = profile(
    "焼成の相談をお受けします。</p><p>同じ分野の方</p>"
    f'<ul><li><a href="/members/{SLUG}">{NAME}</a></li></ul><p>{NAME}',
    name="登録番号の方",
)


def saying(page: Page, more: str) -> Page:
    return Page(f"{page.body!s}<p>{more}</p>", page.status, page.headers)


#: The innocent's page, as sites serve such pages on a bad day; each under an address that names him.
PAGES: dict[str, Behaviour] = {
    SLUG: INNOCENT,
    f"{SLUG}-404": Page(INNOCENT.body, 404),
    f"{SLUG}-500": Page(INNOCENT.body, 500),
    f"{SLUG}-403": Page(INNOCENT.body, 403),
    f"{SLUG}-again": Turns((Page(INNOCENT.body, 503), INNOCENT)),
    f"{SLUG}-moved": redirect(f"/members/{SLUG}?name={SLUG}"),
    f"{SLUG}-loop": redirect(f"/members/{SLUG}-loop"),
    f"{SLUG}-inside": redirect(f"http://127.0.0.2:9/{SLUG}"),
    f"{SLUG}-elsewhere": redirect(f"http://{SLUG}.example/"),
    f"{SLUG}-odd": redirect(f"mailto:{EMAIL}"),
    f"{SLUG}-half": Drop(),
    f"{SLUG}-binary": Page(b"\x89PNG\0\0\1" * 500 + NAME.encode()),
    f"{SLUG}-sjis": Page(
        str(INNOCENT.body).encode("cp932"), headers={"Content-Type": "text/html; charset=Shift_JIS"}
    ),
    f"{SLUG}-raises": saying(INNOCENT, "RAISE"),
    f"{SLUG}-layout": saying(INNOCENT, "OTHER LAYOUT"),
    f"{SLUG}-cookie": Page(INNOCENT.body, headers={"Set-Cookie": f"who={SLUG}", "ETag": SLUG}),
}


@dataclass
class Watched:
    """What lay about after each step, by its name: file → forms of the innocent found in it."""

    files: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    said: str = ""  #: both streams of every command
    messages: str = ""
    revealed: str = ""  #: all that the log can be made to show with its key
    outcomes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  #: of files that were looked into
    findings: int = 0


def look(guild: Guild, watched: Watched, step: str) -> None:
    """Into every file of the installation, its home and its folder for temporary files."""
    place = guild.place
    watched.files[step] = told_in_files(place.directory)
    watched.names |= {path.name for path in place.directory.rglob("*") if path.is_file()}


def sweep(guild: Guild, watched: Watched, step: str, *arguments: str) -> None:
    result = guild.sweep(*arguments)
    watched.said += result.out + result.err
    watched.outcomes += [str(done["outcome"]) for done in result.events("sweep.done")]
    look(guild, watched, step)


def killed(guild: Guild, watched: Watched) -> None:
    """A sweep that is killed when it has read all but one page."""
    guild.answers(slow=Slow(3_600))
    process = guild.place.start("--verbose", "sweep", GUILD, environ=guild.environ)
    guild.site.wait_for("/members/slow", seconds=PATIENCE)
    wait_until(lambda: guild.site.paths().count(f"/members/{SLUG}") > 2, what="it was read")
    look(guild, watched, "under way")
    for child in children_of(process.pid):
        os.kill(child, signal.SIGKILL)
    out, err = process.communicate(timeout=PATIENCE)
    watched.said += out + err
    look(guild, watched, "killed")


def overheard(guild: Guild, watched: Watched) -> None:
    """The process that crawls, which says more when it is told to be verbose."""
    process = guild.place.start(
        "--verbose", "sweep", GUILD, "--events", environ=guild.environ, stdin=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    watched.said += process.stdout.read() + process.stderr.read()
    process.wait(timeout=PATIENCE)
    look(guild, watched, "overheard")


def prepared(guild: Guild) -> None:
    temporary = guild.place.directory / "tmp"
    temporary.mkdir()
    guild.environ = {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    guild.place.edit("leakwatch.yaml", "timezone:", "spiders: [tests.servers.gossiping]\ntimezone:")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Sweeps good and bad over a site on which somebody innocent stands everywhere."""
    watched = Watched()
    place = tmp_path_factory.mktemp("guild") / "place"
    with founded(place, kind="gossiping") as guild:
        prepared(guild)
        guild.shows(ours=OURS, **{SLUG: INNOCENT})
        sweep(guild, watched, "first", "--alert-all")
        guild.shows(ours=OURS, **{SLUG: saying(INNOCENT, "相談は31件です。")})
        sweep(guild, watched, "changed")
        guild.shows(ours=saying(OURS, "窒化ケイ素基板も見ます。"), **PAGES)
        sweep(guild, watched, "bad day")
        sweep(guild, watched, "bad day again")
        sweep(guild, watched, "rehearsed", "--dry-run")
        overheard(guild, watched)
        guild.shows("ours", SLUG, slow=INNOCENT)
        killed(guild, watched)
        guild.shows(**{SLUG: INNOCENT})
        sweep(guild, watched, "one is missing")
        guild.answers(ours=redirect(f"/members/{SLUG}"))
        sweep(guild, watched, "one is gone")
        for command in (["doctor"], ["findings", "list"], ["findings", "suppressed"]):
            done = guild.place.run("--verbose", *command, environ=guild.environ)
            watched.said += done.out + done.err
        look(guild, watched, "in the end")
        watched.messages = "\n".join(guild.told())
        watched.revealed = repr(guild.place.findings()) + repr(guild.place.alerts())
        watched.findings = len(guild.place.findings())
        watched.asked = guild.site.paths()
        yield watched


def test_the_story_went_as_it_was_meant_to(watched: Watched) -> None:
    good = [watched.outcomes[at] for at in (0, 1, 5, 6)]
    assert good == ["ok"] * 4
    assert set(watched.outcomes[2:5]) <= {"failed", "blocked"}, watched.outcomes
    assert watched.findings == 1
    assert {f"/members/{name}" for name in PAGES} <= set(watched.asked)
    assert "F-1001" in watched.messages
    assert {"leakwatch.db", "leakwatch.db-wal"} <= watched.names
    assert "玄海ノヴァセラム" in watched.revealed


def test_nothing_of_him_lies_in_any_file_at_any_time(watched: Watched) -> None:
    assert {step: found for step, found in watched.files.items() if found} == {}
    assert len(watched.files) == 11


def test_nothing_of_him_is_said_on_any_stream(watched: Watched) -> None:
    assert "crawl.spoken" in watched.said
    assert "crawl.page_lost" in watched.said
    assert told_by(watched.said.encode()) == set()


def test_nothing_of_him_is_told_to_the_channel(watched: Watched) -> None:
    assert told_by(watched.messages.encode()) == set()


def test_nothing_of_him_is_behind_the_seal_of_somebody_beside_him(watched: Watched) -> None:
    assert told_by(watched.revealed.encode()) == set()


def test_the_search_sees_every_form_in_every_encoding(tmp_path: Path) -> None:
    assert len(needles()) > 500
    for number, needle in enumerate(needles()):
        path = tmp_path / f"{number % 7}"
        path.write_bytes(b"SQLite format 3\0" + needle + b"\0")
        assert told_by(path.read_bytes()), needle
    assert told_in_files(tmp_path)
    (tmp_path / SLUG).touch()
    assert SLUG in told_in_files(tmp_path)[SLUG]


@pytest.mark.parametrize("form", sorted(written()))
def test_each_way_to_write_him_is_seen_in_a_text(form: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp932", "euc_jp"):
        with contextlib.suppress(UnicodeEncodeError):
            assert told_by(f"prefix {form} suffix".encode(encoding)), encoding


def test_the_search_sees_him_where_something_of_him_is_kept(tmp_path: Path) -> None:
    """The same innocent on a source of no personal data, where he is found: then it shows."""
    with founded(tmp_path / "place", personal_data=False, kind="gossiping") as guild:
        prepared(guild)
        guild.shows(**{SLUG: saying(profile(), NAME), f"{SLUG}-raises": PAGES[f"{SLUG}-raises"]})
        result = guild.sweep("--alert-all")
        assert guild.log()[SLUG].url
        found = told_in_files(guild.place.directory)
        assert SLUG in set().union(*found.values())
        assert any("leakwatch.db" in name for name in found)
        assert {SLUG, NAME} <= told_by(result.err.encode())
        shutil.copy(guild.place.database, tmp_path / "copy")
    assert told_in_files(tmp_path)
