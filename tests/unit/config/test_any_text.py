"""Whatever a file holds, loading ends in settings or in mistakes: never in another error."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings, strategies as st

from leakwatch.config import ConfigMistakes, Mistake, load_settings, read_roster
from leakwatch.locale import catalogue
from tests.unit.config.right import RIGHT, ROUTING, write

TODAY = date(2026, 11, 23)
FILES = {**RIGHT, "routing.yaml": ROUTING}

#: Characters that mean something to YAML, and some that nobody expects.
SIGNS = st.text(
    st.sampled_from("ab1:- \n\t[]{}&*!|>'\"%@`#,?~<=.\\é日\x00\x7f\u200b\ufeff${}"), max_size=40
)
VALUES = st.one_of(
    SIGNS,
    st.sampled_from(
        ["null", "true", "1", "-1", "1e999", "[]", "{}", "[[]]", "{a: {}}", "[1, {}]", "'x'", "2s"]
    ),
)
ANYTHING = st.one_of(SIGNS.map(str.encode), st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))  # fmt: skip


def loaded(files: dict[str, str | bytes | None]) -> None:
    with TemporaryDirectory() as folder:
        directory = write(Path(folder) / "config", files)
        found: tuple[Mistake, ...] | None = None
        try:
            load_settings(directory, environ={"A": "1"}, today=TODAY)
        except ConfigMistakes as error:
            found = error.mistakes
    if found is not None:
        assert found
        assert all(mistake.text(catalogue("en")) for mistake in found)


FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@FEW
@given(file=st.sampled_from(sorted(FILES)), content=ANYTHING)
def test_arbitrary_content_is_a_mistake_at_worst(file: str, content: bytes) -> None:
    loaded({file: content})


@settings(FEW, max_examples=250)
@given(file=st.sampled_from(sorted(FILES)), where=st.integers(0, 200), value=VALUES)
def test_a_value_replaced_by_anything_is_a_mistake_at_worst(
    file: str, where: int, value: str
) -> None:
    lines = FILES[file].splitlines()
    place = where % len(lines)
    lines[place] = lines[place].partition(":")[0] + ": " + value
    loaded({file: "\n".join(lines) + "\n"})


@FEW
@given(content=ANYTHING)
def test_an_arbitrary_roster_is_a_mistake_at_worst(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(b"id,surname,given,years,left\nE1,a,b,1,2025-01-01\n" + content)
        with contextlib.suppress(ConfigMistakes):
            read_roster(path)
