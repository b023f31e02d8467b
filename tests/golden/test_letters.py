"""Every letter as it leaves: `letters/LANGUAGE/KIND.txt`, to be read as its recipient would."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakwatch.casework.letter_files import LANGUAGES, find_template
from leakwatch.casework.letter_forms import as_text
from leakwatch.casework.letter_template import fill
from leakwatch.config import starter_files
from leakwatch.models import LetterKind, LetterText
from tests.lettered import make_fields, make_letter

FOLDER = Path(__file__).with_name("letters")
#: Letters to a person are not addressed to a company.
TO_PERSON = {LetterKind.HR_CONTACT, LetterKind.OUTCOME}
NAMES = {"ja": "東雲 朔太郎", "en": "Sakutaro Shinonome"}


def written(kind: LetterKind, language: str) -> str:
    template = find_template(Path(str(starter_files())), kind, language).template
    person = NAMES[language] if kind in TO_PERSON else None
    filled = fill(template, make_fields(language, recipient__name=person))
    assert filled.missing == ()
    text = LetterText(subject=filled.subject, recipient="", body=filled.body)
    return as_text(make_letter(language), text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_reads_as_it_was_approved_to_read(kind: LetterKind, language: str) -> None:
    golden = (FOLDER / language / f"{kind}.txt").read_text(encoding="utf-8")
    assert written(kind, language) == golden


def test_there_is_a_golden_file_for_every_letter_and_none_besides() -> None:
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.txt")}
    assert found == {f"{one}/{kind}.txt" for one in LANGUAGES for kind in LetterKind}
