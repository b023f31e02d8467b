from __future__ import annotations

import pytest

from leakwatch.match import Mention, Sentence
from leakwatch.score.wording import Relation, worded
from leakwatch.text import fold_key

NAME = "蒼嶺セラミックス"


def relation(text: str, label: str = "") -> Relation:
    before, _, after = fold_key(text.replace("X", NAME)).partition(NAME)
    sentence = Sentence(before + NAME + after, "text", label)
    return worded(Mention(sentence, before, after)).relation


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Xで粉体を担当しています", Relation.EMPLOYED),
        ("Xの主任研究員です", Relation.EMPLOYED),
        ("本業はX", Relation.EMPLOYED),
        ("I work at X as an engineer", Relation.EMPLOYED),
        ("元X社員", Relation.FORMER),
        ("Xを退職し独立", Relation.FORMER),
        ("formerly with X", Relation.FORMER),
        ("競合のXの動き", Relation.OUTSIDER),
        ("X様に部品を納入", Relation.OUTSIDER),
        ("Xから原料を購入してきた", Relation.OUTSIDER),
        ("We purchased from X for years", Relation.OUTSIDER),
        ("Xは新棟を建設すると発表した", Relation.REPORTED),
        ("X announced a new line", Relation.REPORTED),
        ("Xという会社がある町", Relation.UNSAID),
    ],
)
def test_words_beside_a_name_say_what_it_is_to_the_writer(text: str, said: Relation) -> None:
    assert relation(text) is said


def test_a_label_for_the_employer_says_so_without_words() -> None:
    assert relation("X", "employer") is Relation.EMPLOYED
    assert relation("X", "former") is Relation.FORMER
