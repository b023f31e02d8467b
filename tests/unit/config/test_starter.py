"""The starter: loads as it is, is for its owner only, and overwrites nothing."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from leakwatch.config import load_settings, read_roster, starter_files, write_starter
from leakwatch.errors import UsageError
from leakwatch.locale import Language
from leakwatch.models import LetterKind, Role, Routing
from tests.unit.config.right import TODAY

SOURCES = Path(__file__).parents[3] / "config" / "sources"
FILES = {
    "casework.yaml",
    "charter.yaml",
    "leakwatch.yaml",
    *(f"letters/{one}/{kind}.j2" for one in ("ja", "en") for kind in LetterKind),
    "people.csv.example",
    "reviewers.yaml",
    "routing.yaml",
    *(f"sources/{path.name}" for path in SOURCES.glob("*.yaml")),
    "watchlist.yaml",
}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_starter_loads_and_waits_for_its_charter(tmp_path: Path, language: Language) -> None:
    directory = tmp_path / "config"
    written = write_starter(directory, reviewer="hanako", language=language)
    assert {path.relative_to(directory).as_posix() for path in written} == FILES
    settings = load_settings(directory, environ={}, today=TODAY)
    assert settings.language == language
    assert settings.charter.problem is not None
    assert "incomplete" in settings.charter.problem
    assert len(settings.sources) > 20
    assert not any(source.enabled for source in settings.sources.values())
    (reviewer,) = settings.reviewers
    assert (reviewer.id, reviewer.role, reviewer.os_user) == ("hanako", Role.LEAD, "hanako")


def test_the_routing_of_the_starter_changes_nothing(tmp_path: Path) -> None:
    write_starter(tmp_path, reviewer="hanako", language="en")
    assert load_settings(tmp_path, environ={}, today=TODAY).routing == Routing()


def test_what_the_routing_of_the_starter_shows_is_right_once_it_counts(tmp_path: Path) -> None:
    write_starter(tmp_path, reviewer="hanako", language="en")
    path = tmp_path / "routing.yaml"
    text = path.read_text(encoding="utf-8").replace("routes: []", "routes:")
    text = text.replace("digests: []", "digests:").replace("  holidays: []\n  # ", "  ")
    path.write_text(re.sub(r"^#   ", "  ", text, flags=re.MULTILINE), encoding="utf-8")
    reviewers = tmp_path / "reviewers.yaml"
    text = reviewers.read_text(encoding="utf-8").replace("    # deputy", "    deputy")
    reviewers.write_text(re.sub(r"^  # ", "  ", text, flags=re.MULTILINE), encoding="utf-8")
    main = tmp_path / "leakwatch.yaml"
    mail = "\nmail: {host: smtp.example, sender: leakwatch@example.com}\n"
    main.write_text(main.read_text(encoding="utf-8") + mail, encoding="utf-8")
    routing = load_settings(tmp_path, environ={}, today=TODAY).routing
    assert [route.name for route in routing.routes] == ["secrets", "sources", "rest"]
    assert len(routing.digests) == 2
    assert len(routing.free_days) == 5


def test_the_topics_of_private_life_are_there_in_both_languages(tmp_path: Path) -> None:
    write_starter(tmp_path, reviewer="hanako", language="en")
    topics = load_settings(tmp_path, environ={}, today=TODAY).watchlist.protected_topics
    wanted = {"労働組合", "内部通報", "病気", "宗教", "転職活動"}
    assert wanted <= set(topics)
    assert {"labor union", "whistleblowing", "illness", "religion", "job hunting"} <= set(topics)


@pytest.mark.parametrize(
    ("login", "reviewer_id"),
    [
        ("CORP\\hanako", "CORP-hanako"),
        ("花子", "first-reviewer"),
        ('a"b: [c', "a-b---c"),
        ("true", "true"),
        ("1042", "1042"),
        ("hanako@corp.example", "hanako-corp.example"),
    ],
)
def test_any_login_name_is_entered_as_it_is(tmp_path: Path, login: str, reviewer_id: str) -> None:
    write_starter(tmp_path, reviewer=login, language="en")
    (reviewer,) = load_settings(tmp_path, environ={}, today=TODAY).reviewers
    assert (reviewer.id, reviewer.os_user) == (reviewer_id, login)


@pytest.mark.parametrize("exists", [False, True], ids=["new", "empty"])
def test_what_is_written_is_for_its_owner_only(tmp_path: Path, *, exists: bool) -> None:
    directory = tmp_path / "deep" / "config"
    if exists:
        directory.mkdir(parents=True, mode=0o755)
    written = write_starter(directory, reviewer="hanako", language="en")
    assert {mode(path) for path in written} == {0o600}
    assert {mode(directory), mode(directory / "sources")} == {0o700}


def test_a_directory_in_use_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").touch()
    write_starter(tmp_path, reviewer="hanako", language="en")
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("taken", ["watchlist.yaml", "sources/example-feed.yaml"])
def test_nothing_is_written_where_a_file_is_in_the_way(tmp_path: Path, taken: str) -> None:
    path = tmp_path / taken
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(UsageError, match=taken):
        write_starter(tmp_path, reviewer="hanako", language="en")
    assert path.read_text() == "mine"
    assert [item for item in tmp_path.rglob("*") if item.is_file()] == [path]


def test_a_dangling_link_is_in_the_way_as_well(tmp_path: Path) -> None:
    (tmp_path / "leakwatch.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"leakwatch\.yaml"):
        write_starter(tmp_path, reviewer="hanako", language="en")
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        write_starter(tmp_path / "file", reviewer="hanako", language="en")


def test_the_example_roster_is_one(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text((starter_files() / "people.csv.example").read_text(encoding="utf-8"))
    assert [person.id for person in read_roster(path)] == ["E001", "E002"]
