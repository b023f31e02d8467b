from __future__ import annotations

import pytest

from leakwatch.casework.evidence_problems import problem_of
from leakwatch.locale import catalogue

LINES = (
    "archive: two files have one name",
    "archive: cannot be opened (File is not a zip file)",
    "archive: its bytes are not the ones that were sealed",
    "page.html: cannot be unpacked (Error -3: invalid (stored) block)",
    "SHA256SUMS: is missing",
    "page.html: does not have the SHA-256 in metadata.json",
    "page.html: is not in SHA256SUMS",
    "SHA256SUMS: has a line that cannot be read",
    "metadata.json: cannot be read",
    "page.warc.gz: holds no record",
    "page.warc.gz: cannot be unpacked (Not a gzipped file)",
    "page.warc.gz: record 2 cannot be read",
    "page.warc.gz: record 2 is cut off",
    "page.warc.gz: record 2: has no payload digest",
    "page.warc.gz: record 2: its block does not have its digest",
)


@pytest.mark.parametrize("line", LINES)
def test_what_the_program_says_is_said_in_japanese_too(line: str) -> None:
    problem = problem_of(line)
    assert str(problem) == line
    assert not problem.text(catalogue("ja")).isascii()
    assert problem.message != "{problem}"


def test_what_is_not_known_is_said_as_it_is() -> None:
    problem = problem_of("{page}: is {odd}")
    assert str(problem) == problem.text(catalogue("ja")) == "{page}: is {odd}"
