"""The compiled watchlist is kept sealed, and whatever happens to the file is no error."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.app.compiling import WORTH_KEEPING, compiled_for, forget_compiled
from leakwatch.match import Compiled, find_hits
from leakwatch.models import Term, TermKind, Watchlist
from leakwatch.record import Record, Vault, new_key, open_record
from tests.sample_watch import make_sighting

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
PLANTED = "銀鱗-77-0042"


def watchlist(size: int = WORTH_KEEPING, *, digest: str = "w1") -> Watchlist:
    return Watchlist(
        companies=(),
        terms=tuple(
            Term(id=f"T{n}", text=f"銀鱗-77-{n:04}", sensitivity=3, kind=TermKind.CODE_NAME)
            for n in range(size)
        ),
        digest=digest,
    )


@pytest.fixture(name="record")
def made_record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=new_key(), now=NOW) as record:
        yield record


def compiled(record: Record, directory: Path, listed: Watchlist) -> Compiled:
    return compiled_for(listed, state_dir=directory / "var", vault=record.vault)


def kept(directory: Path) -> Path:
    return directory / "var" / "cache" / "watchlist.sealed"


def finds(made: Compiled, text: str = PLANTED) -> list[str]:
    return [hit.quote for hit in find_hits(make_sighting(text), made).hits]


def test_a_long_watchlist_is_kept_sealed_for_its_owner_alone(
    tmp_path: Path, record: Record
) -> None:
    assert finds(compiled(record, tmp_path, watchlist())) == [PLANTED]
    content = kept(tmp_path).read_bytes()
    assert stat.S_IMODE(kept(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(tmp_path).parent.stat().st_mode) == 0o700
    for plain in (PLANTED, "銀鱗", "entry_kind"):
        assert plain.encode() not in content
        assert plain.encode("utf-32-le") not in content
    assert [path.name for path in kept(tmp_path).parent.iterdir()] == ["watchlist.sealed"]


def test_the_second_time_it_is_taken_from_there(tmp_path: Path, record: Record) -> None:
    compiled(record, tmp_path, watchlist())
    before = kept(tmp_path).stat()
    again = compiled(record, tmp_path, watchlist())
    after = kept(tmp_path).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert finds(again) == [PLANTED]


def test_a_short_watchlist_is_not_kept_and_leaves_no_old_one_behind(
    tmp_path: Path, record: Record
) -> None:
    compiled(record, tmp_path, watchlist())
    assert finds(compiled(record, tmp_path, watchlist(50, digest="w2"))) == [PLANTED]
    assert not kept(tmp_path).exists()


def test_another_watchlist_replaces_it(tmp_path: Path, record: Record) -> None:
    compiled(record, tmp_path, watchlist())
    other = watchlist(WORTH_KEEPING + 1, digest="w2")
    text = f"銀鱗-77-{WORTH_KEEPING:04}"
    assert finds(compiled(record, tmp_path, other), text) == [text]
    assert finds(compiled(record, tmp_path, other), text) == [text]


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").touch()


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(_torn, id="torn"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_text("nothing"), id="something else"),
        pytest.param(_folder, id="a folder in its place"),
    ],
)
def test_whatever_is_wrong_with_the_file_it_is_made_again(
    tmp_path: Path, record: Record, harm: Callable[[Path], object]
) -> None:
    compiled(record, tmp_path, watchlist())
    harm(kept(tmp_path))
    assert finds(compiled(record, tmp_path, watchlist())) == [PLANTED]


def test_a_file_sealed_with_another_key_is_made_again(tmp_path: Path, record: Record) -> None:
    compiled(record, tmp_path, watchlist())
    before = kept(tmp_path).read_bytes()
    with open_record(tmp_path / "other", sealing_key=new_key(), now=NOW) as other:
        assert finds(compiled(other, tmp_path, watchlist())) == [PLANTED]
    assert kept(tmp_path).read_bytes() != before


def test_without_the_key_nothing_is_kept_and_nothing_is_read(tmp_path: Path) -> None:
    closed = Vault()
    made = compiled_for(watchlist(), state_dir=tmp_path / "var", vault=closed)
    assert finds(made) == [PLANTED]
    assert not kept(tmp_path).exists()


def test_a_place_nobody_may_write_to_is_no_error(tmp_path: Path, record: Record) -> None:
    (tmp_path / "var" / "cache").write_text("a file where the folder should be")
    assert finds(compiled(record, tmp_path, watchlist())) == [PLANTED]


def test_a_changed_entry_under_a_changed_digest_is_found(tmp_path: Path, record: Record) -> None:
    listed = watchlist()
    compiled(record, tmp_path, listed)
    changed = replace(listed, terms=(replace(listed.terms[0], text="別銀鱗"), *listed.terms[1:]))
    made = compiled(record, tmp_path, replace(changed, digest="w2"))
    assert finds(made, "別銀鱗 銀鱗-77-0000") == ["別銀鱗"]


def test_it_is_forgotten_when_somebody_leaves_the_roster(tmp_path: Path, record: Record) -> None:
    compiled(record, tmp_path, watchlist())
    forget_compiled(tmp_path / "var")
    assert not kept(tmp_path).exists()
    forget_compiled(tmp_path / "var")
