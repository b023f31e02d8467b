"""Whom news, minutes and advertisements for posts name, and whom a profile does."""

from __future__ import annotations

import pytest

from leakwatch.match import Mention, Sentence
from leakwatch.score.reported import is_reported
from leakwatch.text import fold_key

NAME = fold_key("髙瀬凉子")


def reported(text: str) -> bool:
    folded = fold_key(text.replace("X", NAME))
    before, _, after = folded.partition(NAME)
    return is_reported(Mention(Sentence(folded, "text"), before, after))


@pytest.mark.parametrize(
    "text",
    [
        "X氏が新棟を案内した",
        "X 氏の説明によれば",
        "X選手が二位に入った",
        "X教授の講演",
        "Xさんに聞いた",
        "X社長の会見",
        "X代表取締役",
        "Xは「よい年だった」と話した",
        "X et al. on sintering",
        "X, of the procurement team, was there",
        "X said the line is ready",
        "X has just been named to the board",
        "X wins a prize for kilns",
        "An interview with X",
        "The board appointed X",
        "According to X",
        "A prize awarded to X",
        "面談担当: X",
        "採用担当: 調達部のX",
        "お問い合わせ担当：X",
        "講師は調達部のX",
    ],
)
def test_others_speak_of_a_person_so(text: str) -> None:
    assert reported(text)


@pytest.mark.parametrize(
    "text",
    [
        "X",
        "Xです",
        "Xと申します",
        "氏名 X",
        "X(主任)",
        "X、調達部",
        "調達担当 X",
        "My name is X",
        "I am X and I buy powders",
        "X. I work in procurement",
        "姓はX",
    ],
)
def test_a_profile_speaks_of_its_own_person_so(text: str) -> None:
    assert not reported(text)
