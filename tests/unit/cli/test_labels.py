"""Labels as people type them, one reader for every noun."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leakwatch.cli.awareness_asked import announcement_number
from leakwatch.cli.evidence import read_evidence
from leakwatch.cli.findings import read_number
from leakwatch.cli.side_jobs import read_side_job
from leakwatch.errors import UsageError

READERS = {
    "F": read_number,
    "J": read_side_job,
    "E": read_evidence,
    "A": announcement_number,
}


@pytest.mark.parametrize(("sort", "read"), READERS.items())
def test_a_label_is_read_as_it_is_written_and_never_as_more_than_the_record_counts(
    sort: str, read: Callable[[str], int]
) -> None:
    assert [read(text) for text in (f"{sort}-7", f" {sort.lower()}7 ", "7")] == [7, 7, 7]
    for wrong in ("", "X-7", f"{sort}-", f"{sort}-{'9' * 30}", f"{sort}-７"):
        with pytest.raises(UsageError):
            read(wrong)
