"""Files that are not the text, or not the YAML, that a configuration is made of."""

from __future__ import annotations

import pytest

from tests.unit.config.right import MAIN, WATCHLIST, Case, Fail, check_case

FORM = [
    Case("missing", "watchlist.yaml", None, None, "", ("missing", "leakwatch init")),
    Case("empty", "leakwatch.yaml", "", None, "", ("empty",)),
    Case("comments only", "reviewers.yaml", "# later\n", None, "", ("empty",)),
    Case("cp932", "watchlist.yaml", WATCHLIST.encode("cp932"), 3, "", ("UTF-8", "Shift_JIS")),
    Case("utf-16", "leakwatch.yaml", MAIN.encode("utf-16"), 1, "", ("NUL byte", "UTF-8")),
    Case("binary", "leakwatch.yaml", b"language: \x81\xff\n", 1, "", ("UTF-8", "binary")),
    Case("NUL byte", "leakwatch.yaml", MAIN + "a: \0\n", 3, "", ("NUL byte",)),
    Case("escape code", "leakwatch.yaml", MAIN + "organisation: \x1b[31m\n", 3, "", ("YAML",)),
    Case(
        "escaped control character",
        "leakwatch.yaml",
        MAIN + 'organisation: "a\\x1b[31m"\n',
        3,
        "organisation",
        ("control character",),
    ),
    Case(
        "lone surrogate",
        "leakwatch.yaml",
        MAIN + 'organisation: "\\ud800"\n',
        3,
        "organisation",
        ("control character",),
    ),
    Case("tab", "watchlist.yaml", "companies:\n\t- id: own\n", 2, "", ("tab", "spaces")),
    Case("open quote", "leakwatch.yaml", 'language: "en\n', 2, "", ("not valid YAML", "quote")),
    Case("two documents", "leakwatch.yaml", MAIN + "---\na: 1\n", 3, "", ("not valid YAML",)),
    Case("unknown alias", "leakwatch.yaml", "language: *x\n", 1, "", ("not valid YAML",)),
    Case("list at the top", "leakwatch.yaml", "- language\n", 1, "", ("a mapping", "a list")),
    Case("text at the top", "watchlist.yaml", "companies\n", 1, "", ("a mapping", '"companies"')),
    Case("key twice", "leakwatch.yaml", MAIN + "language: ja\n", 3, "language", ("line 1",)),
    Case(
        "tag",
        "leakwatch.yaml",
        MAIN + "organisation: !!python/name:os.system x\n",
        3,
        "organisation",
        ("tag",),
    ),
    Case("merge key", "leakwatch.yaml", MAIN + "defaults: {<<: {}}\n", 3, "defaults", ("<<",)),
    Case("list as key", "leakwatch.yaml", MAIN + "? [a, b]\n: 1\n", 3, "", ("one word",)),
]


@pytest.mark.parametrize("case", FORM, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)
