"""A spider of a user's own, as docs/sources/own-spider.md shows it, and the mistakes one makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.errors import SweepError
from tests.alone import Alone
from tests.servers.behaviours import Page, Site, serving
from tests.servers.crawling import Order, make_source, sweep

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sources" / "own-spider.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
[SPIDER] = [text for language, text in BLOCKS if language == "python"]
[MODULES, DEFINITION] = [text for language, text in BLOCKS if language == "yaml"]

MEMBERS = "".join(
    f"<li class=member>{text}</li>"
    for text in (
        "藍川マテリアル株式会社 開発部 低温焼結の研究を10年。ご相談ください",
        "架空工業 営業部",
    )
)


@pytest.fixture
def site() -> Iterator[Site]:
    routes = {
        "/list": Page(f"<title>会員</title><ul>{MEMBERS}</ul>"),
        "/about": Page("<p>会員の名鑑</p>"),
        "/robots.txt": Page("User-agent: *\nDisallow: /private\n"),
    }
    with serving(Site(routes)) as site:
        yield site


def alone(directory: Path, site: Site, *, spider: str = SPIDER, more: str = "") -> Alone:
    """The document's example, but for the address of its site, and in no hurry."""
    definition = DEFINITION.replace("https://members.example", site.url("").rstrip("/"))
    assert definition.count("127.0.0.1") == 2
    place = Alone(directory, environ={"PYTHONPATH": str(directory)})
    (directory / "our_spiders.py").write_text(spider, encoding="utf-8")
    quick = "allow_private: 127.0.0.1/32\npoliteness: {delay: 0s, autothrottle: false}\n"
    place.write(
        {
            "leakwatch.yaml": f"language: en\ncontact: watch@example.com\n{MODULES}",
            "sources/members.yaml": definition + (more or quick),
        }
    )
    return place


def test_the_example_of_the_document_finds_and_records_what_is_there(
    tmp_path: Path, site: Site
) -> None:
    place = alone(tmp_path, site)
    swept = place.run("sweep", "members", "--alert-all", "--no-send", "--format", "jsonl")
    assert swept.code == 0, swept.out + swept.err
    [done] = swept.events("sweep.done")
    assert (done["outcome"], done["sightings"], done["new_findings"]) == ("ok", 2, 2)
    assert [kind for (kind,) in place.rows("SELECT kind FROM finding ORDER BY kind")] == [
        "leak",
        "registration",
    ]
    assert "/robots.txt" in site.paths()


def test_guard_robots_and_limits_hold_for_it_as_for_any_other(tmp_path: Path, site: Site) -> None:
    place = alone(tmp_path, site, more="politeness: {delay: 0s}\n")
    refused = place.run("sweep", "members", "--no-send", "--format", "jsonl")
    [done] = refused.events("sweep.done")
    assert (done["outcome"], refused.code) == ("failed", 1)
    assert "guard_refused" in done["errors"]
    assert site.paths() == []


def test_a_layout_it_does_not_know_is_no_empty_page(tmp_path: Path, site: Site) -> None:
    place = alone(tmp_path, site, spider=SPIDER.replace("li.member", "li.person"))
    [done] = place.run("sweep", "members", "--no-send", "--format", "jsonl").events("sweep.done")
    assert (done["outcome"], done["reasons"]) == ("changed", ["layout_changed"])


MISTAKES = [
    ("a module that is not there", None, "No module named 'our_spiders'"),
    ("a broken import", "import does_not_exist\n", "our_spiders.py:1"),
    ("a slip of the pen", "def x(:\n", "our_spiders.py, line 1"),
    ("another name", SPIDER.replace('"members"', '"people"'), "known kinds are api, directory"),
    (
        "no name",
        re.sub(r"    name = .*\n", "", SPIDER),
        "our_spiders.MembersSpider has no name",
    ),
    (
        "no base",
        "class Ours:\n    name = 'members'\n",
        "our_spiders.Ours is called members and is no",
    ),
    (
        "a name that is taken",
        SPIDER.replace('"members"', '"feed"'),
        "spiders.feed.FeedSpider and our_spiders.MembersSpider",
    ),
    (
        "no beginning",
        SPIDER.replace("def first_request", "def begin"),
        "our_spiders.MembersSpider does not say how it begins",
    ),
    (
        "a constructor of its own",
        SPIDER + "\n    def __init__(self, source):\n        super().__init__(source=source)\n",
        "unexpected keyword argument 'seen_at'",
    ),
]


@pytest.mark.parametrize(
    ("spider", "says"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_in_it_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spider: str | None, says: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    if spider is not None:
        (tmp_path / "our_spiders.py").write_text(spider, encoding="utf-8")
    source = make_source("http://127.0.0.1:9/", kind="feed" if "'feed'" in says else "members")
    swept = sweep(Order(source=source, modules=("our_spiders",)))
    assert isinstance(swept.error, SweepError)
    assert says in str(swept.error)


def test_a_refusal_reaches_whoever_asked_for_the_sweep(tmp_path: Path, site: Site) -> None:
    swept = alone(tmp_path, site, spider="import does_not_exist\n").run("sweep", "members")
    assert swept.code == 1
    assert "the spiders in our_spiders cannot be loaded: ModuleNotFoundError" in swept.err
    assert "Traceback" not in swept.err


WRONG_ITEMS = [
    ("a dictionary", "            yield {'text': text}\n", "unknown_item"),
    ("an exception", "            raise ValueError(text)\n", "callback_error"),
]


@pytest.mark.parametrize(
    ("line", "name"), [row[1:] for row in WRONG_ITEMS], ids=[row[0] for row in WRONG_ITEMS]
)
def test_what_it_does_wrong_with_a_page_is_counted_and_no_clean_sweep(
    tmp_path: Path, site: Site, line: str, name: str
) -> None:
    before = "            digest = content_hash"
    place = alone(tmp_path, site, spider=SPIDER.replace(before, f"{line}{before}"))
    swept = place.run("-v", "sweep", "members", "--no-send", "--format", "jsonl")
    [done] = swept.events("sweep.done")
    assert (done["outcome"], swept.code) == ("failed", 1)
    assert name in done["errors"]
    assert "低温焼結" not in swept.err  # of a source of personal data
