"""What a roster far too long costs: 100,000 rows read and compiled, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import peak_mb

ROWS = 100_000
_ROOT = Path(__file__).resolve().parents[1]
_KANJI = "山川田中村上下大小木本林森石井藤原野高橋佐伊加渡辺清水斎近遠後前島崎口池内谷浜"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"


def roster() -> None:
    """Print time and memory; printed only, for no roster should be this long."""
    for kana in ("", "with kana "):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.matching_roster", *(["kana"] if kana else [])],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        print(f"roster of {ROWS:,} rows {kana}{done.stdout.strip()}")


def _rows(*, kana: bool) -> str:
    lines = ["id,surname,given,surname_kana,given_kana"]
    for number in range(ROWS):
        surname = _drawn(_KANJI, number, 2)
        given = _drawn(_KANJI, number // len(_KANJI) ** 2 + 7 * number, 2)
        reading = (_drawn(_KANA, number, 4), _drawn(_KANA, number * 31, 3)) if kana else ("", "")
        lines.append(f"E{number},{surname},{given},{reading[0]},{reading[1]}")
    return "\n".join(lines)


def _drawn(letters: str, number: int, length: int) -> str:
    drawn = ""
    for _ in range(length):
        number, letter = divmod(number, len(letters))
        drawn += letters[letter]
    return drawn


def main(*, kana: bool) -> None:
    from leakwatch.config import read_roster  # noqa: PLC0415 - the memory of this process is measured
    from leakwatch.match import compile_watchlist  # noqa: PLC0415
    from leakwatch.models import Watchlist  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "people.csv"
        file.write_text(_rows(kana=kana), encoding="utf-8")
        before, began = peak_mb(), time.process_time()
        people = read_roster(file)
    read, memory = time.process_time() - began, peak_mb() - before
    began = time.process_time()
    compiled = compile_watchlist(Watchlist(companies=(), people=people))
    seconds = time.process_time() - began
    print(
        f"read in {read:.1f} s ({memory:.0f} MB), {len(compiled.literals):,} forms compiled in"
        f" {seconds:.1f} s ({peak_mb() - before:.0f} MB)"
    )


if __name__ == "__main__":
    main(kana=sys.argv[1:] == ["kana"])
