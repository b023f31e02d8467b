"""The watchlist is rewritten with its comments, and never lowered without being told to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config import (
    ConfigMistakes,
    Rewriting,
    classified_terms,
    load_settings,
    read_answers,
    rewrite,
    rewriting,
    starter_files,
    write_answers,
)
from leakwatch.errors import UsageError
from leakwatch.models import Classification, Confidentiality, Listed, Military
from tests.unit.config.right import TODAY, write

#: Comments, quotes, flow style and blank lines as people write them.
WATCHLIST = """\
# 探すもの
companies:
  - id: own
    name: 藍川マテリアル株式会社
    owner: true # 自社

terms:
  # the firing
  - id: T01
    text: "低温焼結"   # quoted on purpose
    sensitivity: 1     # published in 2019
    kind: technology

  - {id: T02, text: 三段傾斜昇温法, sensitivity: 2, kind: internal_method, may_leave: true}
  - id: T03
    text: ミズカガミ計画
    sensitivity: 3
    kind: code_name
    # context: [粉末]
# the end
"""


def make_answer(term: str = "T01", **changes: Any) -> Classification:
    given: dict[str, Any] = {
        "term": term,
        "listed": Listed.NONE,
        "military": Military.POSSIBLE,
        "confidentiality": Confidentiality.INTERNAL,
        "reasons": "輸出管理の担当者に確認",
    }
    return Classification(**(given | changes))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return write(tmp_path / "config", {"watchlist.yaml": WATCHLIST, "sources/experts.yaml": None})


def planned(directory: Path, level: int, answer: Classification | None = None) -> Rewriting:
    return rewriting(directory, {answer or make_answer(): level}, by="hanako", on=TODAY)


def said(rewriting: Rewriting) -> list[str]:
    return [one.message.format(**one.values) for one in rewriting.notices]


def levels(directory: Path) -> dict[str, tuple[int, bool]]:
    watchlist = load_settings(directory, environ={}, today=TODAY).watchlist
    return {term.id: (term.sensitivity, term.may_leave) for term in watchlist.terms}


def test_nothing_but_the_term_is_touched_and_its_comments_stay(directory: Path) -> None:
    plan = planned(directory, 2)
    changed = [line for line in plan.diff if line[:1] in "+-"][2:]
    assert changed == [
        "-    sensitivity: 1     # published in 2019",
        "+    sensitivity: 2     # published in 2019",
        "+    classified:",
        f"+      on: {TODAY}",
        "+      by: hanako",
        "+      listed: none",
        "+      military: possible",
        "+      confidentiality: internal",
        "+      reasons: 輸出管理の担当者に確認",
    ]
    assert directory.joinpath("watchlist.yaml").read_text(encoding="utf-8") == WATCHLIST
    rewrite(plan)
    assert levels(directory)["T01"] == (2, False)
    assert classified_terms(directory) == {"T01"}


def test_several_at_once_share_no_alias_and_a_term_on_one_line_stays_there(directory: Path) -> None:
    answers = {make_answer(name): 3 for name in ("T01", "T02", "T03")}
    plan = rewriting(directory, answers, by="hanako", on=TODAY)
    rewrite(plan)
    text = directory.joinpath("watchlist.yaml").read_text(encoding="utf-8")
    assert "&" not in text
    assert text.count("\n") == WATCHLIST.count("\n") + 14
    assert {level for level, _ in levels(directory).values()} == {3}


def test_an_answer_given_anew_replaces_the_one_before(directory: Path) -> None:
    rewrite(planned(directory, 2))
    rewrite(planned(directory, 3, make_answer(reasons="")))
    text = directory.joinpath("watchlist.yaml").read_text(encoding="utf-8")
    assert text.count("classified:") == 1
    assert "輸出管理" not in text


def test_nothing_is_lowered_unless_the_answer_says_so(directory: Path) -> None:
    kept = planned(directory, 1, make_answer("T03"))
    assert said(kept) == [
        "T03 stays at 3: the answers say 1, and nothing is lowered unless you say so"
    ]
    rewrite(kept)
    assert levels(directory)["T03"] == (3, False)
    lowered = planned(directory, 1, make_answer("T03", lower=True))
    assert said(lowered) == [
        "T03 is lowered from 3 to 1",
        "T03 may stand in queries to other sites from now on; may_leave: false keeps it in",
    ]


def test_what_it_means_for_queries_is_said_and_a_secret_never_leaves(directory: Path) -> None:
    assert said(planned(directory, 2)) == [
        "T01 is raised from 1 to 2",
        "T01 may not stand in queries to other sites any more: searches lose it",
    ]
    assert said(planned(directory, 2, make_answer("T02"))) == [
        "T02 may still stand in queries to other sites, as may_leave says so"
    ]
    secret = planned(directory, 3, make_answer("T02"))
    assert "may not stand in queries" in said(secret)[1]
    rewrite(secret)
    assert levels(directory)["T02"] == (3, False)


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""], ids=["mark", "none"])
def test_line_ends_and_byte_order_mark_stay(directory: Path, ending: str, mark: str) -> None:
    path = directory / "watchlist.yaml"
    path.write_bytes((mark + WATCHLIST.replace("\n", ending)).encode())
    path.chmod(0o640)
    rewrite(planned(directory, 2))
    written = path.read_bytes().decode()
    assert written.startswith(mark + "#")
    assert written.count("\r\n") == (written.count("\n") if ending == "\r\n" else 0)
    assert path.stat().st_mode & 0o777 == 0o640
    assert levels(directory)["T01"] == (2, False)


def test_a_file_that_was_changed_meanwhile_is_left_alone(directory: Path) -> None:
    plan = planned(directory, 2)
    path = directory / "watchlist.yaml"
    path.write_text(WATCHLIST + "# more\n", encoding="utf-8")
    with pytest.raises(UsageError, match="changed meanwhile"):
        rewrite(plan)
    assert path.read_text(encoding="utf-8").endswith("# more\n")


def test_the_starter_can_be_classified_without_any_other_change(tmp_path: Path) -> None:
    text = (starter_files() / "watchlist.yaml").read_text(encoding="utf-8")
    directory = write(tmp_path / "config", {"watchlist.yaml": text, "sources/experts.yaml": None})
    plan = planned(directory, 3)
    removed = [line for line in plan.diff if line.startswith("-")][1:]
    assert removed == ["-    sensitivity: 1"]


def test_answers_are_taken_up_as_they_were_kept(directory: Path, tmp_path: Path) -> None:
    watchlist = load_settings(directory, environ={}, today=TODAY).watchlist
    answers = (make_answer(), make_answer("T03", lower=True, reasons='"x": #y'))
    write_answers(tmp_path / "draft.yaml", answers)
    assert read_answers(tmp_path / "draft.yaml", watchlist) == answers
    assert (tmp_path / "draft.yaml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        pytest.param("terms:\n  - {id: T10, listed: none, military: none, confidentiality: public}\n", 2, "terms[0].id", "no term of this id", id="unknown term"),
        pytest.param("terms:\n  - {id: T01, listed: maybe, military: none, confidentiality: public}\n", 2, "terms[0].listed", "maybe", id="unknown answer"),
        pytest.param("terms:\n  - {id: T01, listed: none, confidentiality: public}\n", 2, "terms[0].military", "", id="missing answer"),
        pytest.param("terms:\n  - &a {id: T01, listed: none, military: none, confidentiality: public}\n  - *a\n", 2, "terms[1].id", "answered before", id="twice"),
        pytest.param("terms: [", None, "", "YAML", id="no YAML"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_with_its_place(
    directory: Path, text: str, line: int | None, key: str, says: str
) -> None:
    watchlist = load_settings(directory, environ={}, today=TODAY).watchlist
    path = directory.parent / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigMistakes) as caught:
        read_answers(path, watchlist)
    assert says in str(caught.value)
    one = caught.value.mistakes[0]
    assert one.key == key
    assert line is None or one.line == line


def test_a_classification_that_is_none_is_a_mistake_of_the_watchlist(directory: Path) -> None:
    path = directory / "watchlist.yaml"
    text = WATCHLIST.replace("kind: code_name", "kind: code_name\n    classified: {by: hanako}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigMistakes, match="classified"):
        load_settings(directory, environ={}, today=date(2026, 11, 26))
